"""The public schemas with their examples; `python -m schemas.generate` writes them from the typed classes."""
