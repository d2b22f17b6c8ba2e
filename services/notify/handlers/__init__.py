"""Use cases: one function a command or message, effects only, inside a transaction."""
