"""What the tables of this language cannot say as data."""
