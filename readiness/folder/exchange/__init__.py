"""Maps that come from other tools, and what a map loses on its way to them and back."""
