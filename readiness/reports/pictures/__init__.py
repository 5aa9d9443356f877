"""Pictures of the map as SVG: the same bytes each time, readable in grey, without scripts or other files."""
