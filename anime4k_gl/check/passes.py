"""Rules about the directives of a pass."""

from __future__ import annotations

from collections.abc import Iterator

from ..formats import Size
from ..plan.hooks.points import HOOK_POINTS
from ..usershader import Expression, ExpressionFailure, Offset, Span
from ..usershader.expression import SizeReference
from ..usershader.fragment import quoted
from .model import (
    ENGINES,
    LIBPLACEBO,
    OLD_LIBPLACEBO,
    OPENGL_ES,
    VO_GPU,
    Note,
    Rule,
    Severity,
)
from .shaderfile import PREOUTPUT, RANKS, PassView, ShaderFile, argument, arguments

IMAGE_LIMIT = 15
"""Images a fragment pass may bind in vo_gpu: 16 vertex attributes, one of them the position's."""

_AROUND_KERNEL = frozenset({"LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL"})
"""The hook points for which libplacebo always scales."""

COMPONENTS = {"LUMA": 1, "CHROMA": 2, "ALPHA": 1, "CHROMA_SCALED": 2, "ALPHA_SCALED": 1}
"""How many components the hook points have that have fewer than any pass may write."""


def no_hook(file: ShaderFile) -> Iterator[Note]:
    """A pass without a HOOK never runs."""
    for view in file.passes:
        block = view.block
        if not block.hooks and block.span.start not in file.split:
            message = "the pass has no HOOK, so it never runs"
            yield Note(block.directives[0].span, message, ENGINES)


def unknown_hook_point(file: ShaderFile) -> Iterator[Note]:
    """A hook point that no player has never fires; some use that to switch a pass off."""
    for view in file.passes:
        for directive in arguments(view.block, "HOOK"):
            name = directive.argument
            if name in RANKS or len(name.split()) > 1:
                continue  # words behind a name have a finding of their own
            meant = f"; write {name.upper()}" if name.upper() in RANKS else ""
            message = f"no player has a hook point {quoted(name)}, so nothing runs there{meant}"
            yield Note(directive.argument_span, message, ENGINES)


def preoutput(file: ShaderFile) -> Iterator[Note]:
    """PREOUTPUT is a hook point of libplacebo alone, since 6.292."""
    for view in file.passes:
        if PREOUTPUT in view.points:
            yield Note(
                argument(view.block, "HOOK", PREOUTPUT),
                "vo=gpu has no hook point PREOUTPUT, so nothing runs there",
                VO_GPU,
            )


def late_point(file: ShaderFile) -> Iterator[Note]:
    """Some hook points came late to libplacebo: earlier versions run nothing there.

    CHROMA_SCALED and ALPHA_SCALED in 6.338; SCALED, in 6.292, where there is nothing to scale or
    planes are scaled alone.
    """
    kernel = file.names & _AROUND_KERNEL
    for view in file.passes:
        for point in view.points:
            if point in ("CHROMA_SCALED", "ALPHA_SCALED"):
                message = f"libplacebo before 6.338 runs nothing at {point}"
            elif point == "SCALED" and not kernel:
                message = (
                    "libplacebo before 6.292 runs nothing at SCALED where nothing is scaled, or "
                    "by the bilinear scaler alone"
                )
            else:
                continue
            yield Note(argument(view.block, "HOOK", point), message, LIBPLACEBO)


def bound_twice(file: ShaderFile) -> Iterator[Note]:
    """HOOKED and the hook point's own name, both bound, define the same macros twice."""
    for view in file.passes:
        for point in view.points:
            if "HOOKED" in view.block.binds and point in view.block.binds:
                yield Note(
                    argument(view.block, "BIND", point),
                    f"HOOKED is {point} here and bound too: vo=gpu defines {point}_raw twice, "
                    "which strict compilers refuse",
                    VO_GPU,
                )


def too_many_images(file: ShaderFile) -> Iterator[Note]:
    """A fragment pass binds at most 15 images in vo_gpu, lookup textures not counted."""
    for view in file.passes:
        images = [name for name in view.block.binds if name not in file.lookups]
        if view.block.compute is None and len(images) > IMAGE_LIMIT:
            yield Note(
                argument(view.block, "BIND", images[IMAGE_LIMIT]),
                f"the pass binds {len(images)} images; vo=gpu links at most {IMAGE_LIMIT} in a "
                "fragment pass where OpenGL has 16 vertex attributes",
                VO_GPU,
            )


def fixed_size(file: ShaderFile) -> Iterator[Note]:
    """A pass cannot change the size or the place of a picture that is fixed.

    An error where the size follows from the hooked picture alone, else a warning.
    """
    for view in file.passes:
        block = view.block
        points = [p for p in view.overwritten if p in HOOK_POINTS and not HOOK_POINTS[p].resizable]
        if not points:
            continue
        point = points[0]
        fails = "vo=gpu drops the remaining passes of that point and libplacebo the file"
        for keyword, axis, expression in (
            ("WIDTH", 0, block.width),
            ("HEIGHT", 1, block.height),
        ):
            certain = expression and _resizes(expression, axis, point)
            if certain is not None:
                severity = Severity.ERROR if certain else Severity.WARNING
                message = f"{keyword} resizes {point}, which has a fixed size: {fails}"
                if not certain:
                    message = f"{point} has a fixed size; where {keyword} changes it, {fails}"
                yield Note(argument(block, keyword), message, ENGINES, severity)
        if block.offset != Offset():
            at = next(d for d in arguments(block, "OFFSET") if d.argument != "ALIGN")
            message = f"OFFSET moves {point}, which has a fixed position: {fails}"
            yield Note(at.argument_span, message, ENGINES, Severity.ERROR)


def _resizes(expression: Expression, axis: int, point: str) -> bool | None:
    """Return whether an expression certainly (True), perhaps (False) or not (None) resizes."""
    own = {"HOOKED", point}
    after = {"OUTPUT"} if RANKS[point] >= RANKS["POSTKERNEL"] else set()
    size = Size(1280, 720)

    def sizes(name: str) -> Size | None:
        return size if name in own | after else None

    try:
        value = expression.evaluate(sizes, {})
    except ExpressionFailure:
        names = [t.texture for t in expression.tokens if isinstance(t, SizeReference)]
        return False if any(name not in own for name in names) else None
    if value == tuple(size)[axis]:
        return None
    return all(t.texture in own for t in expression.tokens if isinstance(t, SizeReference))


def save_hooked(file: ShaderFile) -> Iterator[Note]:
    """SAVE HOOKED overwrites in libplacebo; in vo_gpu nothing can read what it saves."""
    for view in file.passes:
        if view.block.save == "HOOKED":
            message = "vo=gpu saves this where nothing can read it; leave out SAVE to overwrite"
            yield Note(argument(view.block, "SAVE"), message, VO_GPU)


def save_main(file: ShaderFile) -> Iterator[Note]:
    """SAVE MAIN at MAIN is to overwrite the picture, and does so in libplacebo since 5.264."""
    for view in file.passes:
        if view.block.save == "MAIN" and "MAIN" in view.overwritten:
            message = "libplacebo before 5.264 saves this and leaves the picture; leave out SAVE"
            yield Note(argument(view.block, "SAVE"), message, OLD_LIBPLACEBO)


def offset_lost(file: ShaderFile) -> Iterator[Note]:
    """Where two passes overwrite a point, libplacebo before 6.338 knows the last one's OFFSET."""
    notes: list[Note] = []
    later: set[str] = set()
    for view in reversed(list(file.running)):
        point = next((name for name in view.overwritten if name in later), None)
        if point is not None and view.block.offset != Offset():
            at = next(d for d in arguments(view.block, "OFFSET") if d.argument != "ALIGN")
            message = (
                f"a later pass overwrites {point}, too: libplacebo before 6.338 forgets this "
                "OFFSET, and the picture moves"
            )
            notes.append(Note(at.argument_span, message, LIBPLACEBO))
        later.update(view.overwritten)
    yield from reversed(notes)


def save_overwritten(file: ShaderFile) -> Iterator[Note]:
    """What is saved under the name of a later hook point is replaced when that fires."""
    for view in file.passes:
        save = view.block.save
        if save not in HOOK_POINTS or not view.points:
            continue
        if all(RANKS[save] > RANKS[point] for point in view.points):
            message = f"{save} fires later and then replaces what is saved here"
            yield Note(argument(view.block, "SAVE"), message, VO_GPU)


def too_many_components(file: ShaderFile) -> Iterator[Note]:
    """A pass that overwrites a plane writes no more components than the plane has."""
    for view in file.passes:
        written = view.block.components
        for point in view.overwritten:
            limit = COMPONENTS.get(point, 4)
            if written is not None and written > limit:
                yield Note(
                    argument(view.block, "COMPONENTS"),
                    f"{point} has {limit}, the pass overwrites it with {written}: mpv 0.35 aborts, "
                    "mpv master skips the pass, libplacebo accepts it",
                    VO_GPU,
                )


def offset_ignored(file: ShaderFile) -> Iterator[Note]:
    """OFFSET counts only in a pass that overwrites what it hooks."""
    for view in file.running:
        if view.block.offset != Offset() and not view.overwritten:
            at = next(d for d in arguments(view.block, "OFFSET") if d.argument != "ALIGN")
            message = "OFFSET is ignored: the pass saves under a name other than its hook point's"
            yield Note(at.argument_span, message, VO_GPU)


def offset_align(file: ShaderFile) -> Iterator[Note]:
    """OFFSET ALIGN shifts, in vo_gpu, BIND HOOKED of a pass that overwrites a resizable point."""
    for view in file.running:
        if not view.block.align:
            continue
        fixed = [p for p in view.overwritten if p in HOOK_POINTS and not HOOK_POINTS[p].resizable]
        if not view.overwritten:
            why = "vo=gpu aligns only a pass that overwrites its hook point"
        elif fixed:
            why = f"{fixed[0]} is fixed: vo=gpu drops the remaining passes of that point"
        elif "HOOKED" not in view.block.binds:
            why = "vo=gpu aligns only what BIND HOOKED binds, and the pass has none"
        else:
            continue
        yield Note(argument(view.block, "OFFSET", "ALIGN"), why, VO_GPU)


def compute(file: ShaderFile) -> Iterator[Note]:
    """COMPUTE needs OpenGL 4.3. Said once a file."""
    for view in file.running:
        if view.block.compute is not None:
            message = "vo=gpu runs compute passes from OpenGL 4.3 on, and not in OpenGL ES"
            yield Note(_keyword(view, "COMPUTE"), message, OPENGL_ES)
            return


def _keyword(view: PassView, keyword: str) -> Span:
    return arguments(view.block, keyword)[-1].span


RULES: dict[str, Rule] = {
    "no-hook": no_hook,
    "unknown-hook-point": unknown_hook_point,
    "preoutput": preoutput,
    "late-point": late_point,
    "bound-twice": bound_twice,
    "too-many-images": too_many_images,
    "fixed-size": fixed_size,
    "save-hooked": save_hooked,
    "save-main": save_main,
    "save-overwritten": save_overwritten,
    "too-many-components": too_many_components,
    "offset-ignored": offset_ignored,
    "offset-align": offset_align,
    "offset-lost": offset_lost,
    "compute": compute,
}
