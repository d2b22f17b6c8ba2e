"""Compact reference data, made by `build.py`."""
