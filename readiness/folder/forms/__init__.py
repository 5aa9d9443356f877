"""Questionnaires and answers in the files of other tools, and what is lost on the way to them and back."""
