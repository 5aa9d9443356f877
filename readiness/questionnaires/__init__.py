"""Questionnaires and responses, and what can be computed from each alone."""
