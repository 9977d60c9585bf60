"""``anime4k-gl upscale --preview``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import Anime4KError
from ...terminal import say_line
from ..progress import ProgressLine

if TYPE_CHECKING:
    from ...transcoding.shelf.preview import Preview


def preview_one(
    source: str,
    target: str | os.PathLike[str],
    options: Mapping[str, Any],
    *,
    overwrite: bool,
    quiet: bool,
    shown: str,
) -> Preview:
    """Make a preview of a video and say what it tells."""
    from ...transcoding.shelf.preview import preview
    from ...transcoding.shelf.words import duration_words, size_words

    with ProgressLine(Path(source).name, quiet=quiet, shown=shown) as line:
        try:
            made = preview(source, target, options, overwrite=overwrite, progress=line.update)
        except KeyboardInterrupt:
            raise Anime4KError("interrupted; nothing was written") from None
    if not quiet:
        for note in made.notes:
            say_line(f"note: {note}", err=True)
    name = Path(source).name
    from_on = duration_words(made.start)
    say_line(f"{name}: preview: {made.video}, {made.seconds:.1f} s from {from_on} on", err=True)
    say_line(f"{name}: compare: {made.picture}, source on the left, result on the right", err=True)
    if made.all_seconds is None:
        say_line(f"{name}: how long it is is not known: nothing can be estimated", err=True)
        return made
    video = duration_words(made.all_seconds)
    if made.expected_time is not None:
        took = duration_words(made.expected_time)
        say_line(f"{name}: time to expect: {took} for {video}, at {made.rate:.1f} fps", err=True)
    if made.expected_size is not None:
        say_line(f"{name}: size to expect: {size_words(made.expected_size)}", err=True)
    return made


def preview_many(
    sources: Sequence[str],
    options: Mapping[str, Any],
    *,
    output_dir: str,
    name: str,
    recursive: bool,
    queue: str | None,
    overwrite: bool,
    quiet: bool,
    shown: str,
) -> int:
    """Make previews of the videos of a shelf, and say what all of them tell.

    Returns the exit code: 1 if one of them failed.
    """
    from ...media.opening import MediaInput
    from ...transcoding.route import kind_of
    from ...transcoding.shelf.api import open_shelf
    from ...transcoding.shelf.words import duration_words, size_words

    _, backlog = open_shelf(
        sources, output_dir=output_dir, name=name, recursive=recursive, jobs=1,
        queue=queue, overwrite=overwrite, progress=None, options=options,
    )  # fmt: skip
    made, others, failed = [], 0, 0
    for item in backlog.waiting():
        try:
            if item.target is None:
                raise Anime4KError(item.error)
            with MediaInput(item.source, urls=False) as source:
                if kind_of(source) != "video":
                    others += 1
                    continue
            item.target.parent.mkdir(parents=True, exist_ok=True)
            one = preview_one(
                os.fspath(item.source), item.target, options, overwrite=overwrite,
                quiet=quiet, shown=shown,
            )  # fmt: skip
            made.append(one)
        except Anime4KError as error:
            failed += 1
            say_line(f"anime4k-gl: {error}", err=True)
    if others:
        files_are = "a file is no video" if others == 1 else f"{others} files are no videos"
        say_line(f"note: {files_are}; previews are of videos", err=True)
    if len(made) > 1:
        times = sum(each.expected_time or 0.0 for each in made)
        sizes = sum(each.expected_size or 0.0 for each in made)
        what = f"{duration_words(times)} and {size_words(sizes)}"
        say_line(f"all {len(made)} videos, one after the other: {what} to expect", err=True)
    return 1 if failed else 0
