"""The planner of a shelf: each file's output, and the answer whether that is done already."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...defaults import DEFAULT_SCALE
from ...errors import Anime4KError, MediaError
from ...formats import Size
from ...media.animations.api import ANIMATION_SUFFIXES
from ...media.opening import MediaInput
from ...media.pictures.api import PICTURE_SUFFIXES, read_picture
from ...media.target import UNCODED, MediaTarget
from ...media.video.video_source import VideoSource
from ...media.writing.codecs import resolve_codec
from ...media.writing.containers import Muxers, shown_name
from ...rendering.output_size import OutputSize
from ...rendering.recipe import Recipe
from ...rendering.render_options import RenderOptions
from ..job import DEFAULT_CODEC
from ..route import kind_of
from .inputs import Found, Missing
from .items import Item
from .naming import Template, check_apart, output_key
from .records import recorded_recipe

_VIDEO, _PICTURE, _ANIMATION = ".mkv", ".png", ".apng"


class Planner:
    """Makes items of what was found. No two of them have one output.

    Parameters
    ----------
    output_dir : the folder of outputs
    template : for their names
    options : of `transcode`, by name; those that are missing are at their default
    render : what they ask for; with preset ``auto``, before one is chosen
    preset : its name, or that of the shader file in its place
    recipe_for : returns the recipe of what is made of a source; raises as `choose_for_file`
    """

    def __init__(
        self,
        output_dir: Path,
        template: Template,
        options: Mapping[str, Any],
        render: RenderOptions,
        preset: str,
        recipe_for: Callable[[Path], Recipe],
    ) -> None:
        self._output_dir, self._template, self._options = output_dir, template, options
        self._recipe_for = recipe_for
        self._preset = preset
        codec = options.get("codec", DEFAULT_CODEC)
        # What is chosen later is most likely of its kind.
        self._encoder = DEFAULT_CODEC if codec == "auto" else resolve_codec(codec)
        self._scaler = render.scaler
        self._size = OutputSize.of(options.get("scale", DEFAULT_SCALE), options.get("size"))
        self._taken: dict[str, Path] = {}
        self._count = 0

    def item(self, found: Found | Missing) -> Item:
        """Return a file as an item; one that cannot be done says why.

        Raises
        ------
        OptionError : the template, which is wrong for every file
        """
        self._count += 1
        if isinstance(found, Missing):
            return Item(self._count, Path(found.name), None, error=found.error)
        item = Item(self._count, found.path, None, weight=_bytes_of(found.path))
        try:
            with MediaInput(found.path, urls=False) as source:
                suffix, note = self._suffix(source)
                name = self._template.fill(
                    found.path,
                    suffix=suffix,
                    preset=self._preset,
                    scale=self._size.scale,
                    number=self._count,
                    size=lambda: self._target_size(source),
                )
        except MediaError as error:
            return replace(item, error=str(error))
        target = self._output_dir / found.folder / name
        return replace(item, target=target, notes=(note,) if note else ())

    def claim(self, item: Item) -> None:
        """Keep an item's output from others. Raises `MediaError` if it is another's, or itself."""
        if item.target is not None:
            check_apart(item.source, item.target, self._taken)
            self._taken[output_key(item.target)] = item.source

    def is_done(self, item: Item, *, overwrite: bool) -> bool:
        """Return whether an item's output is there, made of the same with the same options.

        Raises
        ------
        MediaError : there is a file that was not made by us, which may not be replaced
        """
        target = item.target
        assert target is not None
        if overwrite or not os.path.lexists(target):
            return False
        there = recorded_recipe(target)
        if there is None:
            raise MediaError(
                f"{target}: already exists, and was not made by this command; choose another"
                " --output-dir or pass --overwrite"
            )
        try:
            return there == self._recipe_for(item.source).of_source(item.source).to_text()
        except (OSError, Anime4KError):
            return False

    def recipe_text(self, item: Item) -> str | None:
        """Return what will stand in an item's output; None where the source cannot be read."""
        try:
            return self._recipe_for(item.source).of_source(item.source).to_text()
        except (OSError, Anime4KError):
            return None

    def _suffix(self, source: MediaInput) -> tuple[str, str]:
        """Return the extension of a source's output and a note; the source's own if it can be."""
        assert source.path is not None
        own = source.path.suffix.lower()
        chosen = self._options.get("format")
        if chosen is not None:
            return MediaTarget(Path("media"), format=chosen).suffix, ""
        kind = kind_of(source)
        if kind == "picture":
            fits = own in (*PICTURE_SUFFIXES, ".gif")
            return (source.path.suffix, "") if fits else (_PICTURE, _other(own, _PICTURE))
        if kind == "animation":
            fits = own in ANIMATION_SUFFIXES
            return (source.path.suffix, "") if fits else (_ANIMATION, _other(own, _ANIMATION))
        container = MediaTarget(Path(f"media{own}")).container if own else None
        uncoded = container == UNCODED and self._encoder == DEFAULT_CODEC
        if own in (*PICTURE_SUFFIXES, *ANIMATION_SUFFIXES) or container is None:
            return _VIDEO, _other(own, _VIDEO)
        if uncoded or Muxers(()).holds_encoder(container, self._encoder):
            return source.path.suffix, ""
        why = f"{shown_name(container)} cannot carry {self._encoder}: {_VIDEO} is written"
        return _VIDEO, why

    def _target_size(self, source: MediaInput) -> Size:
        assert source.path is not None
        if kind_of(source) == "video":
            with VideoSource(MediaInput(source.path, urls=False)) as video:
                size = video.size
        else:
            height, width, _ = read_picture(source).pixels.shape
            size = Size(width, height)
        return self._size.resolve(size, scaler=self._scaler)[0]


def _other(own: str, suffix: str) -> str:
    return f"{own or 'a name without an extension'} is no format to write: {suffix} is written"


def _bytes_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
