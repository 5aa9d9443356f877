"""The touchpoint map and everything that can be computed from it alone."""
