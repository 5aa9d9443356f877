"""From an assessment to pages."""
