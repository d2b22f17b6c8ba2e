"""The HTTP door: parse, call a handler, answer."""
