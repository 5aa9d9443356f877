"""Plain resource-constrained projects: bounds, heuristics, an exact solver and an independent checker."""
