"""Which field of Microsoft Project holds what of ours, for both ways (mspdi_pj12.xsd, Microsoft 2007)."""

from __future__ import annotations

NAMESPACE = "http://schemas.microsoft.com/project"
TEXTS = {"id": "188743731", "role": "188743734", "kind": "188743737",
         "shape": "188743740", "cost-shape": "188743743", "monthly": "188743746",
         "worth": "188743747", "ramp": "188743748", "of": "188743749", "part": "188743750",
         "to": "188743997", "cut-over": "188743998", "gate": "188743999"}  # fmt: skip
"""What the custom texts Text1 to Text13 of a task hold, with the numbers of their fields."""
DURATIONS = ("188743783", "188743784", "188743785")
"""Duration1 to Duration3: the three points of a duration, as the PERT analysis of Project uses them."""
COSTS = ("188743786", "188743787", "188743788")
"""Cost1 to Cost3: the three points of the cost paid once, in hundredths as all costs there."""
WAVE, GO_LIVE, STEP, GATE, WAVE_END = "wave", "go-live", "step", "gate", "wave-end"
"""What a task written by this tool stands for."""
PARTS = {"check": "customer_check", "move": "migrate", "pilot": "pilot", "test": "exit_test"}
"""Tasks that are parts of a step, to the field of the step that they hold."""
ELAPSED_HOURS = 6
"""The format of durations and lags that run through nights and weekends, in hours."""
FINISH_TO_START = "1"
NOT_EARLIER = "4"
STANDARD = "Standard"
"""The calendar of a team that has none of its own."""
ROUND_THE_CLOCK = 1000
"""The number of a calendar of ours that is always open: moves and go-lives mind no working hours there."""
DAYS = (2, 3, 4, 5, 6, 7, 1)
"""Numbers of the days of the week, Monday first."""
CENTS = 100
EVERY_DAY = 1440
