"""The analyses of the map in words: one section each, for every face."""
