"""Many files, upscaled: the entry point."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ...defaults import AUTO_PRESET
from ...errors import MediaError, OptionError
from ...media.failures import failed
from ...media.target import MediaTarget
from ...media.timing.excerpt import Excerpt
from ...media.video.framing import Framing
from ...media.video.hwdec import resolve_hwdec
from ...media.writing.stream_choice import StreamChoice
from ...rendering.choosing.asked import asks_for_auto
from ...rendering.choosing.files import choose_for_file
from ...rendering.recipe import Recipe, recipe_of
from ...rendering.render_options import RenderOptions
from ..api import transcode
from ..decisions import Encoding
from .inputs import Found, Missing, expand
from .items import Item, ShelfOutcome
from .naming import DEFAULT_TEMPLATE, Template
from .planner import Planner
from .preview import PREVIEW
from .queue_file import Backlog, FixedItems, QueueFile
from .records import recorded_recipe
from .runner import Shelf, ShelfProgress, Watch

_OF_ONE_FILE = frozenset({"source", "target", "overwrite", "progress", "decided", "cancel"})
_RENDER = ("preset", "scaler", "shaders", "params", "backend", "dialect", "scaling")
_FRAMING = ("crop", "aspect", "deinterlace", "detelecine")
_STREAMS = ("audio", "subs", "attachments", "data", "audio_codec", "audio_bitrate")
_ENCODING = ("codec", "crf", "codec_preset", "tune", "pix_fmt")


def transcode_many(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    *,
    output_dir: str | os.PathLike[str],
    name: str = DEFAULT_TEMPLATE,
    recursive: bool = False,
    jobs: int = 1,
    queue: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    progress: Callable[[ShelfProgress], None] | None = None,
    **options: object,
) -> list[ShelfOutcome]:
    """Upscale many files, each in a process of its own, so that none takes others with it.

    What is in `output_dir` already, made of the same source by the same preset, options and
    version, is not made again; what was made otherwise is replaced.

    Parameters
    ----------
    sources : files, folders and globs, or one of them. Of a folder all pictures, animations and
        videos are taken
    output_dir : where outputs go; it is made where it is not there. What lies in a folder's folder
        goes to one of the same name
    name : of an output, a template with the fields ``name``, ``stem``, ``suffix``, ``parent``,
        ``preset``, ``scale``, ``width``, ``height`` and ``number`` in braces
    recursive : take what is in the folders of folders too
    jobs : how many files at once
    queue : a text file with a source a line, which may be edited meanwhile; `sources` are added
    overwrite : make again what is there, and replace what was not made by this function
    progress : called whenever a file has begun, gone on or ended
    options : of `transcode`, by name

    Returns what came of each file, in the shelf's order.

    Raises
    ------
    OptionError, MediaError, UserShaderError : before any work, in one line: an option that is
        wrong, two files with one output, a folder or queue that cannot be made. What is wrong with
        one file alone is in its outcome
    """
    if isinstance(sources, str | os.PathLike):
        sources = (sources,)
    shelf = open_shelf(
        sources, output_dir=output_dir, name=name, recursive=recursive, jobs=jobs, queue=queue,
        overwrite=overwrite, progress=progress, options=options,
    )[0]  # fmt: skip
    shelf.run()
    return shelf.outcomes


def open_shelf(
    sources: Iterable[str | os.PathLike[str]],
    *,
    output_dir: str | os.PathLike[str],
    name: str,
    recursive: bool,
    jobs: int,
    queue: str | os.PathLike[str] | None,
    overwrite: bool,
    progress: Watch | None,
    options: Mapping[str, Any],
) -> tuple[Shelf, Backlog]:
    """Return a shelf that is ready to run, and its files; see `transcode_many`."""
    if isinstance(jobs, bool) or jobs < 1:
        raise OptionError(f"jobs {jobs}: must be 1 or more")
    template = Template(name)
    render = _checked(options)
    folder = Path(output_dir)
    auto = asks_for_auto(options)
    recipe = recipe_of(transcode, options, render)
    name_of_preset = AUTO_PRESET if auto else recipe.preset.split(" ")[0]
    recipe_for = _recipes_of_choices(options) if auto else lambda source: recipe
    planner = Planner(folder, template, options, render, name_of_preset, recipe_for)
    names = [os.fspath(source) for source in sources]
    notes: list[str] = []

    def found(source: str) -> list[Found | Missing]:
        return list(expand(source, recursive=recursive, output_dir=folder, notes=notes))

    backlog: Backlog
    if queue is None:
        files = [each for source in names for each in found(source)]
        backlog = FixedItems(_apart(planner, files, notes))
    else:

        def items(source: str) -> list[Item]:
            made = _without_results([planner.item(each) for each in found(source)], notes)
            return [_or_failed(planner, item) for item in made]

        backlog = QueueFile(Path(queue), items, names)
    backlog.notes[:0] = notes
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise MediaError(f"{folder}: is a file; --output-dir names a folder") from None
    except OSError as error:
        raise failed(folder, error) from error
    watch = progress or (lambda progress: None)
    shelf = Shelf(backlog, planner, options, overwrite=overwrite, jobs=jobs, watch=watch)
    return shelf, backlog


def _checked(options: Mapping[str, Any]) -> RenderOptions:
    """Return what the options ask for; raise `OptionError` for what is wrong for every file."""
    known = inspect.signature(transcode).parameters.keys() - _OF_ONE_FILE
    for name in options:
        if name not in known:
            raise OptionError.unknown("option", name, sorted(known))

    def given(*names: str) -> dict[str, Any]:
        defaults = inspect.signature(transcode).parameters
        return {name: options.get(name, defaults[name].default) for name in names}

    resolve_hwdec(given("hwdec")["hwdec"])
    Excerpt.of(**given("start", "end", "frames", "audio_delay"))
    StreamChoice.of(**given(*_STREAMS), strict=bool(options.get("strict_streams")))
    Framing.of(**given(*_FRAMING))
    target = MediaTarget(Path("media.mkv"), format=options.get("format"))
    Encoding.of(target, **given(*_ENCODING), options=options.get("encoder_options"))
    asked = given(*_RENDER)
    if asks_for_auto(asked):
        del asked["preset"]
    return RenderOptions.of(**asked)


def _recipes_of_choices(options: Mapping[str, Any]) -> Callable[[Path], Recipe]:
    """Return what returns a source's recipe: that of the preset which ``auto`` chooses for it."""

    @cache
    def of_preset(preset: str) -> Recipe:
        named = {**options, "preset": preset}
        return recipe_of(transcode, named, _checked(named))

    @cache
    def of_source(source: Path) -> Recipe:
        defaults = inspect.signature(transcode).parameters
        request = {name: each.default for name, each in defaults.items()} | dict(options)
        return of_preset(choose_for_file({**request, "source": source}).preset)

    return of_source


def _apart(planner: Planner, files: list[Found | Missing], notes: list[str]) -> list[Item]:
    """Return files as items, each once and none with another's output.

    Raises `MediaError` where two would have one, before any work.
    """
    seen: set[str] = set()
    items = []
    for found in files:
        if isinstance(found, Found):
            path = os.path.abspath(found.path)
            if path in seen:
                continue
            seen.add(path)
        items.append(planner.item(found))
    items = _without_results(items, notes)
    sources = {os.path.abspath(item.source) for item in items}
    for item in items:
        planner.claim(item)
        if item.target is not None and os.path.abspath(item.target) in sources:
            raise MediaError(
                f"{item.source}: its output would be {item.target}, which is to be upscaled itself;"
                " choose another --output-dir or --name"
            )
    return items


def _without_results(items: list[Item], notes: list[str]) -> list[Item]:
    """Return items without those that an earlier run has made of others of them."""
    outputs = {os.path.abspath(item.target) for item in items if item.target is not None}
    kept = []
    for item in items:
        of_others = os.path.abspath(item.source) in outputs
        preview = item.source.stem.endswith(PREVIEW)
        if (of_others or preview) and recorded_recipe(item.source) is not None:
            what = "a preview" if preview else "the result of an earlier run"
            notes.append(f"{item.source}: is left alone, {what}")
        else:
            kept.append(item)
    return kept


def _or_failed(planner: Planner, item: Item) -> Item:
    """Return a file of a queue as an item that fails where it has another's output."""
    try:
        planner.claim(item)
    except MediaError as error:
        return Item(item.number, item.source, None, item.notes, str(error), item.weight)
    return item
