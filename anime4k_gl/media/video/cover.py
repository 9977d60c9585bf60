"""The cover of a file of sound: of the pictures attached to it, the one of its front."""

from __future__ import annotations

from ..main_stream import is_cover
from ..pyav import InputContainer, Stream

_FRONT = ("cover (front)", "front")
_FEW_PACKETS = 64  # FFmpeg returns attached pictures before all else


def front_cover(container: InputContainer) -> bytes | None:
    """Return the picture file of a front cover, or else of the first picture; None for none."""
    covers = sorted(filter(is_cover, container.streams), key=_rank)
    if not covers:
        return None
    found: dict[int, bytes] = {}
    for count, packet in enumerate(container.demux(covers)):
        if packet.size:
            found.setdefault(packet.stream_index, bytes(packet))
        if len(found) == len(covers) or count > _FEW_PACKETS:
            break
    return next((found[cover.index] for cover in covers if cover.index in found), None)


def _rank(stream: Stream) -> tuple[int, int]:
    """Return a sort key: what says that it is the front, then what says nothing, in order."""
    said = " ".join(stream.metadata.get(key, "") for key in ("comment", "title", "filename"))
    said = said.strip().lower()
    if any(word in said for word in _FRONT):
        return 0, stream.index
    named = "cover" in said and "back" not in said  # cover.jpg, as Matroska has it
    return (1 if named or not said or said == "other" else 2), stream.index
