"""What can be read off a map: one analysis, one file, each with the ids that prove it."""
