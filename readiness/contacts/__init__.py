"""Contact logs: what customers really did, read once into one file and asked often."""
