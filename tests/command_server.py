"""Runs commands in copies of one process that has imported the product: importing is paid once.

Each line on standard input is a command as JSON: ``argv``, ``cwd``, ``env`` and the files
``out`` and ``err``; the answer is a line with its exit code.  The copy is a process of its
own that ends as any other does.
"""

from __future__ import annotations

import json
import os
import runpy
import sys

import readiness.cli.main
import readiness.services  # noqa: F401


def become(asked):
    """Turn this copy into the command that is asked for, and run it."""
    for name, number in (("out", 1), ("err", 2)):
        file = os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["readiness", *asked["argv"]]
    runpy.run_module("readiness", run_name="__main__", alter_sys=True)


def serve():
    """Answer one command after the other, until there are no more."""
    for line in sys.stdin:
        asked = json.loads(line)
        copy = os.fork()
        if not copy:
            become(asked)
            return
        _, status = os.waitpid(copy, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
