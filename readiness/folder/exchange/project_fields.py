"""Which field of Microsoft Project holds what of ours, for both ways (mspdi_pj12.xsd, Microsoft 2007)."""

from __future__ import annotations

NAMESPACE = "http://schemas.microsoft.com/project"
TEXTS = {"id": "188743731", "role": "188743734", "kind": "188743737",
         "shape": "188743740", "cost-shape": "188743743", "monthly": "188743746",
         "worth": "188743747", "ramp": "188743748"}  # fmt: skip
"""What the custom texts Text1 to Text8 of a task hold, with the numbers of their fields."""
DURATIONS = ("188743783", "188743784", "188743785")
"""Duration1 to Duration3: the three points of a duration, as the PERT analysis of Project uses them."""
COSTS = ("188743786", "188743787", "188743788")
"""Cost1 to Cost3: the three points of the cost paid once, in hundredths as all costs there."""
WAVE, GO_LIVE, STEP = "wave", "go-live", "step"
"""What a task written by this tool stands for."""
FINISH_TO_START = "1"
NOT_EARLIER = "4"
STANDARD = "Standard"
"""The calendar of a team that has none of its own."""
DAYS = (2, 3, 4, 5, 6, 7, 1)
"""Numbers of the days of the week, Monday first."""
CENTS = 100
EVERY_DAY = 1440
