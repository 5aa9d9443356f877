"""The live workshop in the browser: pages, changes up, events down."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import Flask

from readiness.services.workshop import Outside
from readiness.services.workshop_site import Site
from readiness.web import answering, changes, charts, guard, joining, pages, papers, results
from readiness.web.pages import make_environment

LARGEST_BODY = 256 * 1024


def outside() -> Outside:
    """Return the real time and chance."""
    return Outside(lambda: datetime.now(UTC), secrets.token_bytes)


def create_app(
    site: Site, *, hosts: frozenset[str] = frozenset(), language: str = "en", reach: str = ""
) -> Flask:
    """Return the application for a site.

    ``hosts`` are the names under which it may be reached, beside addresses and
    ``localhost``; ``language`` is that of a browser that asks for none of ours, ``reach``
    the address and port by which phones come in.
    """
    app = Flask("readiness.web", static_folder="static", static_url_path="/static")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=20,
        SEND_FILE_MAX_AGE_DEFAULT=None,  # asked for anew each time: modules of two versions must not mix
        SITE=site,
        HOSTS=hosts,
        LANGUAGE=language,
        REACH=reach,
        ARRIVED=False,
    )
    app.extensions["pages"] = make_environment()
    app.url_map.strict_slashes = True
    guard.protect(app)
    for part in (joining, pages, changes, answering, results, charts, papers):
        app.register_blueprint(part.blueprint)
    return app
