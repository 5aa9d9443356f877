"""The engagement folder: the only place that reads and writes YAML."""
