"""The page of a comparison: rollout options in one HTML file that opens offline."""
