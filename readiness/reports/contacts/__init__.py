"""Contact logs in words."""
