"""Reads a project file with MPXJ and writes it as JSON: a program of its own, since it starts Java.

python mpxj_reader.py FILE FIRST-DAY DAYS [schedule]

With ``schedule`` its own scheduler finds all dates anew, from durations, links, lags and calendars
alone: what the file says about dates is taken out before.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jpype
import mpxj


def plain(value):
    return None if value is None else str(value)


def days(calendar, first, count):
    """Return the minutes worked on each day, with exceptions and the calendars behind it."""
    units = jpype.JPackage("org").mpxj.TimeUnit.MINUTES
    day = jpype.JClass("java.time.LocalDate").parse(first)
    return [float(calendar.getWork(day.plusDays(number), units).getDuration()) for number in range(count)]


def task(one):
    return {
        "number": int(one.getUniqueID().intValue()),
        "name": plain(one.getName()),
        "id": plain(one.getText(1)),
        "role": plain(one.getText(2)),
        "of": plain(one.getText(9)),
        "part": plain(one.getText(10)),
        "to": plain(one.getText(11)),
        "notes": plain(one.getNotes()),
        "start": plain(one.getStart()),
        "finish": plain(one.getFinish()),
        "constraint": plain(one.getConstraintType()),
        "on": plain(one.getConstraintDate()),
        "baseline": [plain(one.getBaselineStart()), plain(one.getBaselineFinish())],
        "hours": float(one.getDuration().getDuration()) if one.getDuration() is not None else None,
        "unit": plain(one.getDuration().getUnits()) if one.getDuration() is not None else None,
        "milestone": bool(one.getMilestone()),
        "summary": bool(one.getSummary()),
        "level": int(one.getOutlineLevel().intValue()),
        "parent": plain(one.getParentTask().getUniqueID()) if one.getParentTask() is not None else None,
        "calendar": plain(one.getCalendar().getName()) if one.getCalendar() is not None else None,
        "after": [
            [
                int(link.getPredecessorTask().getUniqueID().intValue()),
                plain(link.getType()),
                float(link.getLag().getDuration()),
                plain(link.getLag().getUnits()),
            ]
            for link in one.getPredecessors()
        ],
        "people": [
            [plain(given.getResource().getName()), float(given.getUnits().doubleValue())]
            for given in one.getResourceAssignments()
            if given.getResource() is not None
        ],
        "three": [plain(one.getDuration(number)) for number in (1, 2, 3)],
    }


def schedule(project):
    """Let MPXJ find the dates, as Microsoft Project would from the start of the project on."""
    org = jpype.JPackage("org").mpxj
    for one in project.getTasks():
        one.setConstraintType(org.ConstraintType.AS_SOON_AS_POSSIBLE)
        one.setConstraintDate(None)
        one.setStart(None)
        one.setFinish(None)
        if one.getDuration() is not None:  # nothing is done yet
            one.setActualDuration(org.Duration.getInstance(0, one.getDuration().getUnits()))
            one.setRemainingDuration(one.getDuration())
    org.cpm.MicrosoftScheduler().schedule(project, project.getProjectProperties().getStartDate())


def main(file, first, count, then):
    jpype.startJVM("-Xmx512m")
    project = jpype.JPackage("org").mpxj.reader.UniversalProjectReader().read(file)
    if then == ["schedule"]:
        schedule(project)
    out = {
        "title": plain(project.getProjectProperties().getProjectTitle()),
        "finish": plain(project.getProjectProperties().getFinishDate()),
        "errors": [plain(one) for one in project.getIgnoredErrors()],
        "tasks": [task(one) for one in project.getTasks() if one.getName() is not None],
        "resources": [
            {
                "name": plain(one.getName()),
                "code": plain(one.getCode()),
                "calendar": days(one.getCalendar(), first, count) if one.getCalendar() is not None else None,
            }
            for one in project.getResources()
            if one.getName() is not None
        ],
        "calendars": {plain(one.getName()): days(one, first, count) for one in project.getCalendars()},
    }
    sys.stdout.write(json.dumps(out))


if __name__ == "__main__":
    mpxj.mpxj_dir  # noqa: B018 - importing it puts the reader on the path of Java
    main(Path(sys.argv[1]).as_posix(), sys.argv[2], int(sys.argv[3]), sys.argv[4:])
