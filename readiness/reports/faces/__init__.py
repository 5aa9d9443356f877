"""The faces of a report that people edit and count on: Word, Excel, Markdown."""
