"""The live workshop: what a room of people writes, kept as one log of changes over named cells."""
