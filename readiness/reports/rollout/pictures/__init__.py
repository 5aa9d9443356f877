"""Pictures of a rollout: SVG for a page of the report, each with its finding and its numbers in words."""
