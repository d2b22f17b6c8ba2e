"""Pure rules: what a filter matches, what is worth telling, what is said, and when it is tried again."""
