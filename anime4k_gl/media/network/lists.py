"""Playlists on web servers: addresses, a line each, as radios and players' own lists have them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from ...errors import MediaError
from . import hls

_HLS = b"#EXT-X-"
_SUFFIXES = (".m3u", ".m3u8", ".pls")
_KINDS = frozenset({"audio/x-mpegurl", "audio/mpegurl", "audio/x-scpls", "application/pls+xml"})
_PLS = b"[playlist]"
_PLS_LINE = re.compile(r"File\d+\s*=\s*(.+)", re.IGNORECASE)
_MOST = 10_000  # entries


class WebListError(MediaError):
    """An address is a playlist's.

    Attributes
    ----------
    names : the addresses in it, in order
    """

    def __init__(self, url: str, names: list[str]) -> None:
        super().__init__(f"{url}: is a playlist")
        self.names = names


def may_be_list(url: str, kind: str, head: bytes) -> bool:
    """Return whether something is a playlist that is none of HLS, by its address and beginning."""
    if head.startswith(_PLS):
        return True
    named = urlsplit(url).path.lower().endswith(_SUFFIXES) or kind in _KINDS
    return (head.startswith(hls.MARK) or named) and _HLS not in head and b"\0" not in head


def check_list(url: str, base: str, text: bytes) -> None:
    """Raise `WebListError` for the text of a playlist; do nothing for one of HLS.

    Parameters
    ----------
    url : for messages
    base : the address that names in it are relative to
    text : all of it

    Raises
    ------
    MediaError : it is empty
    """
    if _HLS in text:
        return
    lines = text.decode("utf-8-sig", "replace").splitlines()
    if text.lstrip().startswith(_PLS):
        names = [found[1].strip() for line in lines if (found := _PLS_LINE.match(line.strip()))]
    else:
        names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    addresses = [urljoin(base, name) for name in names[:_MOST]]
    # A list from the network opens nothing on this machine.
    addresses = [name for name in addresses if urlsplit(name).scheme not in ("", "file")]
    if not addresses:
        raise MediaError(f"{url}: the playlist is empty")
    raise WebListError(url, addresses)
