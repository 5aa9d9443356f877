"""The whole case as one value."""
