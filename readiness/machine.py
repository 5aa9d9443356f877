"""What this machine lacks, and the command that mends it."""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from readiness.resources import examples, templates
from readiness.typefaces import font_files

System = Literal["debian", "fedora", "macos", "windows"]
SYSTEMS: tuple[System, ...] = ("debian", "fedora", "macos", "windows")
Version = Callable[[str], str]
Load = Callable[[str], object]

# The libraries that WeasyPrint opens: the names of their files, and the Debian and Fedora packages that
# hold them.  On macOS and Windows all of them come with Pango.
LIBRARIES = {
    "GObject": (
        ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0"), "libglib2.0-0", "glib2",
    ),
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"), "libpango-1.0-0", "pango"),
    "PangoFT2": (
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"), "libpangoft2-1.0-0", "pango",
    ),
    "HarfBuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0"), "libharfbuzz0b", "harfbuzz"),
    "HarfBuzz subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0"),
        "libharfbuzz-subset0", "harfbuzz",
    ),
    "Fontconfig": (
        ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1"), "libfontconfig1", "fontconfig",
    ),
}  # fmt: skip
_REQUIREMENT = re.compile(r"""([A-Za-z0-9._-]+)\s*([^;]*?)\s*(?:;.*extra == ["'](\w+)["'])?\s*\Z""")


@dataclass(frozen=True)
class Part:
    """Something the product needs: what was found of it, and the command that brings it."""

    kind: Literal["python", "package", "library", "font", "file"]
    name: str
    found: str
    """Version or place; empty where it is missing."""
    needed_for: Literal["all", "pdf"]
    mend: str


def this_system() -> System:
    """Return the kind of system this machine is; other Linux systems are taken for Debian."""
    if sys.platform == "darwin":
        return "macos"
    if sys.platform == "win32":
        return "windows"
    try:
        about = platform.freedesktop_os_release()
    except OSError:
        about = {}
    family = f"{about.get('ID', '')} {about.get('ID_LIKE', '')}"
    return "fedora" if any(name in family for name in ("fedora", "rhel", "suse")) else "debian"


def examine(
    system: System | None = None, *, version: Version = metadata.version, load: Load = ctypes.CDLL
) -> tuple[Part, ...]:
    """Return every part with what was found of it.

    ``version`` returns the version of an installed package or raises
    PackageNotFoundError; ``load`` opens a shared library or raises OSError.
    """
    system = system or this_system()
    return (
        Part("python", "Python", platform.python_version(), "all", ""),
        *_packages(version),
        *_libraries(system, load),
        *_bundled(),
    )


def _packages(version: Version) -> Iterator[Part]:
    for requirement in metadata.requires("readiness") or ():
        parsed = _REQUIREMENT.match(requirement)
        if parsed is None or parsed[3] not in (None, "pdf"):
            continue
        name, bounds = parsed[1], parsed[2].replace(" ", "")
        try:
            found = version(name)
        except metadata.PackageNotFoundError:
            found = ""
        yield Part("package", name, found, "pdf" if parsed[3] else "all", _pip(f"{name}{bounds}"))
    fast = importlib.util.find_spec("yaml._yaml")
    mend = _pip("--force-reinstall", "pyyaml")
    yield Part("package", "PyYAML with libyaml", "C" if fast else "", "all", mend)


def _libraries(system: System, load: Load) -> Iterator[Part]:
    for name, (files, debian, fedora) in LIBRARIES.items():
        mend = {
            "debian": f"sudo apt install {debian}",
            "fedora": f"sudo dnf install {fedora}",
            "macos": "brew install pango",
            "windows": "pacman -S mingw-w64-ucrt-x86_64-pango",
        }[system]
        yield Part("library", name, next(_opened(files, load), ""), "pdf", mend)


def _opened(files: tuple[str, ...], load: Load) -> Iterator[str]:
    for file in files:
        try:
            load(file)
        except OSError:
            continue
        yield file


def _bundled() -> Iterator[Part]:
    again = _pip("--force-reinstall", "--no-deps", "readiness")
    for path in font_files().values():
        yield Part("font", path.name, path.name if path.is_file() else "", "pdf", again)
    for folder in (templates() / "report", examples() / "boise-office"):
        yield Part("file", folder.name, folder.name if Path(folder).is_dir() else "", "all", again)


def _pip(*words: str) -> str:
    quoted = (f'"{word}"' if "<" in word else word for word in words)
    return " ".join(("python", "-m", "pip", "install", *quoted))
