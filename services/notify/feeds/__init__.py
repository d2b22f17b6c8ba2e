"""A subscription as something to poll: Atom, JSON Feed, and a calendar that lives."""
