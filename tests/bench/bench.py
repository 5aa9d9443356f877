"""How fast: ratios within one run, each against its bar.  Exit code 1 where a bar is missed.

CPU seconds of the best of several runs; one machine's seconds mean nothing to
another's, its ratios do.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import answers
import maps
import projects
import rollout
import yaml

from readiness import services
from readiness.assessment.assess import assess
from readiness.folder import library
from readiness.folder.engagement import read_engagement
from readiness.folder.parse import parse
from readiness.folder.source import Limits, Source
from readiness.reports.html import render_html
from readiness.resources import examples
from readiness.services import faces

EXAMPLE = examples() / "boise-office"
RUNS = 5

BARE = """
import sys
from pathlib import Path
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

class Fonts(URLFetcher):
    def fetch(self, url, headers=None):
        octets = (Path(sys.argv[2]) / url.split("/")[-1]).read_bytes()
        return URLFetcherResponse(url, octets, {"Content-Type": "font/ttf"})

text = Path(sys.argv[1]).read_text()
HTML(string=text, url_fetcher=Fonts(), base_url="readiness:").write_pdf(sys.argv[3], pdf_variant="pdf/ua-1")
"""

TOUCHPOINT = """
  - id: touch-{n}
    title: Ask a product expert by phone, place {n}
    stage: choose
    channel: phone
    direction: inbound
    buyers: [orderer, secretary]
    serves: [help]
    owner: {owner}
    requires: [orders]
    volume: {{orderer: 300, secretary: 20}}
    cost: 8.00
    satisfaction: 3.1
    evidence: {{grade: measured, by: front-line, source: call log, on: 2000-11-30}}
    next:
      - {{to: touch-{next}, share: 0.4, handoff: {{rule: none, repeats: true}}}}
"""

MAP = """format: touchmap/1
id: large
market: b2b
confirmed_on: 2000-05-15
contacts_per_year: {contacts}
goals: [{{id: goal}}]
segments: [{{id: large, decision: invest}}]
needs: [{{id: help, cure: people, usual: true, top: true}}]
buyers:
  - {{id: account, kind: contracting, segment: large, head_count: 10, needs: [help]}}
  - {{id: orderer, account: account, segment: large, head_count: 9000, needs: [help]}}
  - {{id: secretary, account: account, segment: large, head_count: 900, needs: [help]}}
stages: [find, choose, buy]
channels: [{{id: phone, human: true, entry_points: [main]}}]
departments: [{{id: service}}, {{id: sales}}]
systems: [{{id: orders, holds: [contact]}}]
data: [{{id: contact, about: buyers, master: orders}}]
technology: [{{id: hub, needs: [help], goals: [goal], touchpoints: [touch-0]}}]
touchpoints:"""

PROFILE = """format: engagement/1
id: large
title: A large map
as_of: 2000-12-01
programme: {status: choosing}
touchmap: touchmap.yaml
"""


def large_map(touchpoints: int) -> str:
    """Return the text of a map with so many touchpoints."""
    rows = (
        TOUCHPOINT.format(n=n, next=(n + 1) % touchpoints, owner="service" if n % 2 else "sales")
        for n in range(touchpoints)
    )
    return MAP.format(contacts=touchpoints * 330) + "".join(rows)


def best(run: Callable[[], object], runs: int = RUNS) -> float:
    """Return the CPU seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def child(*line: str) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of a command."""
    script = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    ran = subprocess.run([sys.executable, "-c", script, *line], capture_output=True, text=True, check=True)
    seconds, peak = ran.stdout.split()
    return float(seconds), float(peak) / 1024


def paired(one: list[str], other: list[str], runs: int = RUNS) -> tuple[float, float]:
    """Return the median ratio of the CPU seconds of two commands run in turn, and the first one's peak."""
    ratios, peaks = [], []
    for _ in range(runs):
        (mine, peak), (theirs, _) = child(*one), child(*other)
        ratios.append(mine / theirs)
        peaks.append(peak)
    return sorted(ratios)[runs // 2], max(peaks)


class Lines(yaml.CSafeLoader):
    """The loader to beat: PyYAML's C loader, with a line for every mapping."""


def _with_line(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    values = loader.construct_mapping(node, deep=True)
    values["__line__"] = node.start_mark.line
    return values


Lines.add_constructor("tag:yaml.org,2002:map", _with_line)


def reading() -> float:
    """Text of a 1 MB map to plain values with positions, against CSafeLoader with a line dictionary."""
    text = large_map(2300)
    print(f"  map of {len(text) / 1e6:.2f} MB")
    theirs = best(lambda: yaml.load(text, Loader=Lines))  # noqa: S506
    return best(lambda: parse(Source("map.yaml", text), Limits())) / theirs


def assessing() -> float:
    """Assessing an engagement of 1,000 touchpoints, against parsing and validating its files."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "engagement.yaml").write_text(PROFILE)
        (Path(folder) / "touchmap.yaml").write_text(large_map(1000))
        engagement = read_engagement(Path(folder)).engagement
        assert engagement is not None
        theirs = best(lambda: read_engagement(Path(folder)))
        return best(lambda: assess(engagement, library.indicators(), library.rules())) / theirs


def reporting() -> tuple[float, float, float]:
    """The whole report of the example against bare WeasyPrint: cold ratio, warm ratio, peak MB."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    fonts = Path(services.__file__).parent / "fonts"

    class Fonts(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002
            octets = (fonts / url.rsplit("/", maxsplit=1)[-1]).read_bytes()
            return URLFetcherResponse(url, octets, {"Content-Type": "font/ttf"})

    assessed = faces.complete(services.assess(EXAMPLE))
    html = render_html(assessed.view, assessed.phrases, fonts=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.html").write_text(html)
        bare = [sys.executable, "-c", BARE, f"{folder}/report.html", str(fonts), f"{folder}/bare.pdf"]
        mine = [sys.executable, "-m", "readiness", "report", str(EXAMPLE), "-o", f"{folder}/report.pdf"]
        cold, peak = paired(mine, bare)

        def warm_bare() -> None:
            document = HTML(string=html, url_fetcher=Fonts(), base_url="readiness:")
            document.write_pdf(f"{folder}/bare.pdf", pdf_variant="pdf/ua-1")

        warm = best(lambda: services.report(EXAMPLE, Path(folder) / "report.pdf")) / best(warm_bare)
    return cold, warm, peak


def main() -> int:
    """Print every figure with its bar."""
    version, _ = paired(
        [sys.executable, "-m", "readiness", "--version"], [sys.executable, "-c", "import click"], 9
    )
    cold, warm, peak = reporting()
    figures = [
        ("reading 1 MB: own builder / CSafeLoader with lines", reading(), 0.25),
        ("readiness --version / python -c 'import click'", version, 3.0),
        ("assessing 1,000 touchpoints / reading them", assessing(), 2.0),
        ("report, cold / bare WeasyPrint", cold, 1.5),
        ("report, warm / bare WeasyPrint", warm, 1.2),
        ("report, peak MB", peak, 130.0),
    ]
    every = [*((*figure, False) for figure in figures), *maps.figures(), *answers.figures()]
    every += rollout.figures()
    every += projects.figures(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    met = [maps.show(name, figure, bar, at_least=at_least) for name, figure, bar, at_least in every]
    print(f"     {resource.getrusage(resource.RUSAGE_SELF).ru_utime:8.2f}  CPU seconds of the bench itself")
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
