"""Four pitfalls, judged from answers and map facts: signs, verdicts, findings, the decision."""
