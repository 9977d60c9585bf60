"""The identity of a job: all that decides its frames. Whatever differs makes another job."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from ...errors import MediaError
from ...media.failures import failed
from ...media.pyav import av
from ...media.writing.video_encoding import VideoEncoding
from ...rendering.held import TOLERANT
from ...usershader import print_user_shader
from ...version import version
from ..job import Job

_FORMAT = 1
"""Of the work folder; another one is not read."""


def job_of(job: Job, encoding: VideoEncoding, hwdec: str, least: Fraction) -> dict[str, Any]:
    """Return what decides a job's frames, as JSON has it, by what people call it.

    Parameters
    ----------
    job : the source, the part of it, and how it is drawn
    encoding : how it is encoded; by how many threads is not asked
    hwdec : where it is decoded
    least : seconds of a segment
    """
    assert job.source.path is not None
    told = asdict(encoding)
    del told["threads"]
    return {
        "source": source_of(job.source.path),
        "shaders": _shaders(job),
        "size": str(encoding.size),
        "encoder": _digest(told),
        "part": [str(job.excerpt.start), str(job.excerpt.end), job.excerpt.frames],
        "framing": _digest(asdict(job.framing)),
        "hwdec": hwdec,
        "held": job.held == TOLERANT,  # the other ways make the same frames
        "segments": str(least),
        "version": version(),
        "FFmpeg": [list(numbers) for numbers in av.library_versions.values()],
        "format": _FORMAT,
    }


def source_of(path: Path) -> dict[str, Any]:
    """Return what tells a file from another and from a changed one. Raises `MediaError`."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise failed(path, error) from error
    return {
        "path": os.path.abspath(path),
        "bytes": status.st_size,
        "changed": status.st_mtime_ns,
    }


def check_unchanged(path: Path, told: Mapping[str, Any]) -> None:
    """Raise `MediaError` if a source is another file than `source_of` has told."""
    if source_of(path) != told:
        raise MediaError(
            f"{path}: changed while it was read; nothing was made of both: run the same command"
            " again, once it stays as it is"
        )


def _shaders(job: Job) -> str:
    render = job.render
    forms = (*render.forms.fragment, *(render.forms.compute or ()))
    texts = [print_user_shader(shader) for shader in forms]
    params = sorted((name, str(value)) for name, value in render.params.items())
    return _digest(
        [texts, params, str(render.dialect), asdict(render.scaling), render.forms.backend]
    )


def _digest(value: Any) -> str:
    """Return the digest of a value of lists, dictionaries and what has a text of its own."""
    return hashlib.sha256(_text(value).encode()).hexdigest()[:16]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        items = sorted((str(key), _text(each)) for key, each in value.items())
        return repr(items)
    if isinstance(value, (list, tuple)):
        return repr([_text(each) for each in value])
    if isinstance(value, (set, frozenset)):
        return repr(sorted(_text(each) for each in value))
    return repr(value)
