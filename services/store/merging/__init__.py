"""Same event or not, and what its record says: pure functions over reports."""
