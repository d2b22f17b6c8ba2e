"""Records as files: for spreadsheets, data frames, maps and calendars."""
