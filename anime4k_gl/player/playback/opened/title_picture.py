"""The picture for sound without a cover: its title on a plain ground."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw

from ...text.fonts import font_for

_SIZE = (1280, 720)
_GROUND, _TITLE, _REST = (24, 26, 30), (235, 235, 235), (150, 155, 165)
_TITLE_PX, _REST_PX = 52, 32
_MOST_WIDTH = 1160
_LEAST_PX = 16
_LONGEST = 200  # characters of a line


def title_picture(name: str, tags: Mapping[str, str]) -> bytes:
    """Return a PNG file with a title, and whose it is, of a file's tags.

    Parameters
    ----------
    name : in place of a title where there is none
    tags : what the container says, under any case of ``title``, ``artist`` and ``album``
    """
    said = {key.lower(): " ".join(value.split())[:_LONGEST] for key, value in tags.items()}
    title = said.get("title") or said.get("icy-name") or name[:_LONGEST]
    rest = [said[key] for key in ("artist", "album") if said.get(key)]
    image = Image.new("RGB", _SIZE, _GROUND)
    draw = ImageDraw.Draw(image)
    lines = [(title, _TITLE_PX, _TITLE), *((line, _REST_PX, _REST) for line in rest)]
    top = _SIZE[1] // 2 - sum(2 * px for _, px, _ in lines) // 2
    for text, wanted, colour in lines:
        px = wanted
        while px > _LEAST_PX and draw.textlength(text, font_for(text, px)) > _MOST_WIDTH:
            px -= 2
        middle = (_SIZE[0] // 2, top + wanted)
        draw.text(middle, text, colour, font_for(text, px), anchor="mm")
        top += 2 * wanted
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
