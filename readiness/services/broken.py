"""A single file that has errors and is no folder of an engagement: a mapping, a form, JSON."""

from __future__ import annotations

from readiness import services


class Broken(services.Invalid):
    """A file with errors, which are told at their lines; it is mended and the command run again."""

    def __init__(self, checked: services.Checked) -> None:
        super().__init__(checked)
        self.code = "interchange-invalid-file"
        self.values = {"file": checked.folder, "errors": checked.errors}
