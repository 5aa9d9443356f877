"""The report as a Word document that a consultant goes on writing in."""
