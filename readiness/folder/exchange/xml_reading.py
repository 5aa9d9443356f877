"""XML from strangers: no document type, no entity, nothing fetched, every element at its line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax import SAXParseException  # only the error: the parser is that of defusedxml
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException, sax  # type: ignore[import-untyped]

from readiness.errors import Refused

DEEPEST = 64
MOST = 100_000
"""How many elements a file may have that matter to its reader."""


@dataclass
class Element:
    """An element with its attributes, its own text, and where its tag stands."""

    name: str
    """Without a prefix: ``NodeLabel`` of ``y:NodeLabel``."""
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """Yield the elements of a name at any depth below, in the order of the file."""
        for element in self.inside:
            if element.name == name:
                yield element
            yield from element.all(name)


class BrokenXml(Exception):
    """The text is not well-formed; where and why."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.column, self.reason = line, column, reason


def read_xml(octets: bytes, file: Path, limit: int = MOST) -> Element:
    """Return the root element of an XML document.

    Raises Refused for a document type or entity, for more than ``limit``
    elements (twelve times that for all that lies inside ``data``) and for one
    nested too deep; BrokenXml where it is not well-formed.
    """
    builder = _Builder(file, limit)
    try:
        sax.parse(io.BytesIO(octets), builder, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("import-entities", file=file) from None
    except SAXParseException as error:
        reason = error.getMessage()
        raise BrokenXml(error.getLineNumber() or 1, error.getColumnNumber() or 0, reason) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise BrokenXml(1, 0, str(error)) from None
    return builder.root


class _Builder(ContentHandler):
    """Keeps the elements while they are read."""

    def __init__(self, file: Path, limit: int) -> None:
        super().__init__()
        self.file = file
        self.left, self.small = limit, 12 * limit
        self.root = Element("", {}, 1, 0)
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - a name of SAX
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - a name of SAX
        self.small -= 1
        self.left -= name.rpartition(":")[2] in ("node", "edge", "key", "graph")
        if self.left < 0 or self.small < 0 or len(self.open) >= DEEPEST:
            raise Refused("import-too-large", file=self.file)
        line, column = 1, 0
        if self.locator is not None:
            line, column = self.locator.getLineNumber() or 1, self.locator.getColumnNumber() or 0
        element = Element(name.rpartition(":")[2], dict(attrs.items()), line, column)
        if self.open:
            self.open[-1].inside.append(element)
        else:
            self.root = element
        self.open.append(element)
        self.texts.append([])

    def characters(self, content: str) -> None:
        self.texts[-1].append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - a name of SAX
        del name
        self.open.pop().text = "".join(self.texts.pop())
