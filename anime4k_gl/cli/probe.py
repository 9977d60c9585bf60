"""``anime4k-gl probe``."""

from __future__ import annotations

from typing import Any

import click

from ..terminal import say, say_json
from .upscale import upscale

REFUSED = 2
"""The exit code where upscale would refuse what was asked for; what the file holds is printed."""

DECIDING = (
    "scale", "size", "preset", "scaler", "shaders", "codec", "pix_fmt", "audio", "subs",
    "attachments", "data", "audio_codec", "audio_bitrate", "strict_streams", "deinterlace",
    "detelecine", "crop", "aspect", "quality", "format", "allow_references",
)  # fmt: skip
"""The options of upscale that change what is decided before the work, by their names in Python."""


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--to", metavar="OUT", help="Say what upscale would make of it there.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def probe(file: str, to: str | None, as_json: bool, **asked: Any) -> int:
    """Show what FILE holds, what is wrong with it, and what upscale would do with each part.

    Nothing is written, and no GPU is needed. Of large files a sample is read. The other options
    are those of upscale, for --to.

    Exit codes: 0 read, 1 FILE cannot be read, 2 wrong usage, or upscale would refuse.
    """
    from ..probing.api import probe as look
    from ..probing.report import to_text

    found = look(file, to=to, **asked)
    if as_json:
        say_json(found.to_json())
    else:
        say(to_text(found))
    return REFUSED if found.refused is not None else 0


probe.params += [option for option in upscale.params if option.name in DECIDING]
