"""File names that tools take for something else."""

from __future__ import annotations

import os
import sys

_EVERYWHERE = {
    "percent": "cat%20d 100%.mkv",
    "pattern": "frame-%03d.mkv",
    "brackets": "[Group] Show - 01 [1080p] {x}.mkv",
    "leading dash": "-overwrite.mkv",
    "umlaut": "Füße 日本語 🎬.mkv",
    "quote": "it's #1 & $(no) ; ~ ! ^.mkv",
    "spaces": "  two  .mkv",
}
_NOT_ON_WINDOWS = {
    "colon": "Re:Start - 01.mkv",
    "protocol": "http:x.mkv",
    "protocol without a file": "pipe:0.mkv",
    "another's protocol": "concat:a.mkv|b.mkv",
    "own protocol": "file:x.mkv",
    "subfile": "subfile,,start,0,end,9,,:x.mkv",
    "drive": "C:\\films\\x.mkv",
    "glob": "*? [a-z].mkv",
    "quotes": 'say "it\'s" `so`.mkv',
    "newline": "one\ntwo\ttabs.mkv",
    "not UTF-8": os.fsdecode(b"caf\xe9 \xff\xfe.mkv"),
    "long": "x" * 251 + ".mkv",
    "long, of many bytes": "日" * 83 + "xx.mkv",
}

ODD_NAMES = _EVERYWHERE | ({} if sys.platform == "win32" else _NOT_ON_WINDOWS)
"""Names by what is odd about them; each ends in ``.mkv`` and fits into 255 bytes."""
