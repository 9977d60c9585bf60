"""Rules about textures by name: what is bound or measured must be there by then."""

from __future__ import annotations

from collections.abc import Iterator

from ..usershader import Buffer, Directive, Texture
from ..usershader.expression import SizeReference
from ..usershader.fragment import quoted
from .model import ENGINES, VO_GPU, Note, Players, Rule
from .shaderfile import RANKS, PassView, ShaderFile, arguments

_ALWAYS = ("HOOKED", "OUTPUT", "NATIVE_CROPPED")
"""The names whose size an expression may ask for at any time."""

_EVERY_FRAME = RANKS["NATIVE"]
"""From this hook point on vo_gpu keeps a texture only where some pass hooks or binds it."""


def unknown_bind(file: ShaderFile) -> Iterator[Note]:
    """What a pass binds is a hook point, a TEXTURE or BUFFER, or saved by a pass."""
    for view in file.running:
        for directive in _binds(file, view):
            if not file.known(directive.argument):
                yield Note(
                    directive.argument_span,
                    f"nothing in this file provides {quoted(directive.argument)}, so the pass is "
                    "skipped, and by libplacebo before 5.264 the file: no hook point, TEXTURE or "
                    "BUFFER has that name and no pass saves it",
                    ENGINES,
                )


def bind_too_early(file: ShaderFile) -> Iterator[Note]:
    """What a pass binds exists when the pass runs: saved, or a hook point that has fired."""
    for view in file.running:
        for directive in _binds(file, view):
            name = directive.argument
            if file.known(name) and not file.stored(name, view):
                yield Note(
                    directive.argument_span,
                    f"{quoted(name)} {_not_yet(name, view)}, so the pass is skipped",
                    _players(name, view),
                )


def unknown_size(file: ShaderFile) -> Iterator[Note]:
    """An expression measures a hook point that has fired or a texture that was saved."""
    for view in file.running:
        for token in _references(view):
            name = token.texture
            if name in _ALWAYS or file.stored(name, view):
                continue
            if file.known(name):
                why = _not_yet(name, view)
            elif name in file.lookups:
                why = "is a TEXTURE or BUFFER, which have no size in expressions"
            else:
                why = "is not a hook point and no pass of this file saves it"
            yield Note(
                token.span,
                f"{quoted(name)} {why}, so the expression has no value",
                _players(name, view),
            )


def size_not_kept(file: ShaderFile) -> Iterator[Note]:
    """vo_gpu knows the size of NATIVE and what follows only where a pass hooks or binds it."""
    for view in file.running:
        for token in _references(view):
            name = token.texture
            stored = name in _ALWAYS or name in file.rendered or name in file.saves
            if not stored and RANKS.get(name, -1) >= _EVERY_FRAME and file.stored(name, view):
                yield Note(
                    token.span,
                    f"vo=gpu stores {name} only where a pass hooks or binds it; otherwise the "
                    "expression has no value",
                    VO_GPU,
                )


def shadowed_name(file: ShaderFile) -> Iterator[Note]:
    """A TEXTURE or BUFFER hides the hook point or saved texture of the same name."""
    blocks: tuple[Texture | Buffer, ...] = (*file.textures, *file.buffers)
    for block in blocks:
        if file.known(block.name):
            what = "the hook point" if block.name in RANKS else "the saved texture"
            yield Note(
                block.directives[0].argument_span,
                f"BIND {block.name[:40]} gives this block and not {what} of the same name",
                ENGINES,
            )


def _binds(file: ShaderFile, view: PassView) -> Iterator[Directive]:
    for directive in arguments(view.block, "BIND"):
        name = directive.argument
        own_finding = len(name.split()) > 1  # words behind a name
        if name != "HOOKED" and name not in file.lookups and not own_finding:
            yield directive


def _references(view: PassView) -> Iterator[SizeReference]:
    block = view.block
    for expression in (block.width, block.height, block.when):
        for token in expression.tokens if expression else ():
            if isinstance(token, SizeReference) and not any(c.isspace() for c in token.text):
                yield token


def _not_yet(name: str, view: PassView) -> str:
    at = f"does not exist yet at {' or '.join(view.points)}"
    return at if name in RANKS else f"{at}: this pass or a later one is the first to save it"


def _players(name: str, view: PassView) -> Players:
    """Return whom a missing texture concerns: for libplacebo MAINPRESUB and MAIN are one."""
    return VO_GPU if name == "MAIN" and "MAINPRESUB" in view.points else ENGINES


RULES: dict[str, Rule] = {
    "unknown-bind": unknown_bind,
    "bind-too-early": bind_too_early,
    "unknown-size": unknown_size,
    "size-not-kept": size_not_kept,
    "shadowed-name": shadowed_name,
}
