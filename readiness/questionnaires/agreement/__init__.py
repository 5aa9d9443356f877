"""How far people agree: statistics of answers, counted by value and not by person.

Pure functions; each names the author and year of its formula.  ``Counts`` says how many
people gave each value.
"""
