"""A web page and an ES module, which run the presets through WebGL 2.

The page is one file that asks nobody for anything: engine, shaders, style and a clip are in it. The
module is the same engine for pages of one's own.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib import resources
from typing import Any

from ..chain.credit import credit
from ..chain.request import Request
from ..chain.templates import fill, read
from .chains import engine_data

PAGE, MODULE, README = "anime4k.html", "anime4k.js", "README.md"

_CLIP = "demo.mkv"


def export(request: Request) -> dict[str, str]:
    """Return the page, the module and how to use them.

    All presets are in both; the request's is the one that they begin with, at its parameters.
    """
    data = engine_data(request)
    module = fill(
        __package__,
        MODULE,
        CREDIT=credit(request),
        PRESET=request.preset,
        DATA=_javascript(data),
    )
    page = fill(
        __package__,
        "page.html",
        CREDIT=credit(request, ""),
        STYLE=read(__package__, "page.css"),
        # In one script the engine and what uses it need no import, which file: pages may not.
        SCRIPT=re.sub(r"(?m)^export ", "", module) + "\n" + read(__package__, "page.js"),
        CLIP=_clip(),
    )
    readme = fill(
        __package__,
        README,
        CREDIT=credit(request, ""),
        PRESET=request.preset,
        PRESETS=_preset_table(data),
    )
    return {PAGE: page, MODULE: module, README: readme}


def _javascript(data: Any) -> str:
    """Return a value as JavaScript that may stand in a page's script."""
    return json.dumps(data, indent=1, ensure_ascii=False).replace("</", "<\\/")


def _preset_table(data: dict[str, Any]) -> str:
    rows = ["| preset | what | parameters |", "|---|---|---|"]
    for name, preset in data["presets"].items():
        params = ", ".join(f"`{p['name']}`" for p in preset["parameters"]) or "none"
        rows.append(f"| `{name}` | {preset['title']} | {params} |")
    return "\n".join(rows)


@cache
def _clip() -> str:
    """Return the demo clip in base64, as MP4, which is what the page takes it for.

    Its streams are H.264 and AAC, which browsers play; only Matroska they do not take.
    """
    from ...media.writing.remux import remuxed

    with resources.as_file(resources.files("anime4k_gl") / "assets" / _CLIP) as path:
        clip = remuxed(path, "mp4")
    return base64.b64encode(clip).decode("ascii")
