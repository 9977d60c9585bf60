"""Rules about a pass's GLSL, for passes that have a hook point."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..glsl_syntax.body import Function
from ..glsl_syntax.tokens import Token
from ..usershader import Span
from .model import ENGINES, EVERYONE, OPENGL_ES, VO_GPU, Note, Rule, Severity
from .shaderfile import RANKS, PassView, ShaderFile
from .spans import span_of

_MACRO = re.compile(r"(\w+?)_(raw|pos|map|size|pt|rot|off|mul|tex|texOff|gather)", re.ASCII)
_OLD_SAMPLERS = ("texture1D", "texture2D", "texture3D", "texture2DLod", "texture2DLodEXT")
_IMAGE_READS = (
    "imageLoad", "imageAtomicAdd", "imageAtomicMin", "imageAtomicMax", "imageAtomicAnd",
    "imageAtomicOr", "imageAtomicXor", "imageAtomicExchange", "imageAtomicCompSwap",
)  # fmt: skip


def no_hook_function(file: ShaderFile) -> Iterator[Note]:
    """The body of a pass that runs defines ``hook()``."""
    for view in file.running:
        body, start = view.body, view.block.span.start
        if file.split.get(start) == view.block.body_span.start:
            continue  # a blank line in the header, which has a finding of its own
        defined = any(t.text == "hook" for t in body.tokens) or "hook" in body.directive_words
        if not defined:
            what = "no function hook()" if body.tokens or body.directives else "no body"
            yield Note(
                view.block.directives[0].span,
                f"the pass has {what}, so it does not compile; mpv shows a blue frame",
                EVERYONE,
                Severity.ERROR,
            )


def hook_type(file: ShaderFile) -> Iterator[Note]:
    """The ``hook()`` of a fragment pass returns a colour."""
    for view in file.running:
        hook = view.body.function("hook")
        if view.block.compute is None and hook and hook.returns == "void":
            token = view.body.at(hook.start)
            name = _before(view, hook, "hook") or token
            yield Note(
                span_of(name),
                "hook() returns void; a pass without COMPUTE needs vec4 hook()",
                EVERYONE,
                Severity.WARNING if view.body.conditional(name) else Severity.ERROR,
            )


def _before(view: PassView, function: Function, name: str) -> Token | None:
    for index in range(function.start, -1, -1):
        if view.body.at(index).text == name:
            return view.body.at(index)
    return None


def unbound_macro(file: ShaderFile) -> Iterator[Note]:
    """The macros of a texture, ``NAME_tex`` and so on, are there only where it is bound.

    Only names that are HOOKED, a hook point or saved count: another may be the body's own.
    """
    for view in file.running:
        bound = set(view.block.binds)
        if "HOOKED" in bound:
            bound |= set(view.points)
        for token in _macros(view):
            match = _MACRO.fullmatch(token.text)
            name = match[1] if match else ""
            if name in bound or name in file.lookups:
                continue
            if name == "HOOKED" or name in RANKS or name in file.saves:
                guarded = view.body.conditional(token)
                yield Note(
                    span_of(token),
                    f"the pass uses {token.text[:40]} without BIND {name[:40]}",
                    EVERYONE,
                    Severity.WARNING if guarded else Severity.ERROR,
                )


def lookup_macro(file: ShaderFile) -> Iterator[Note]:
    """``NAME_tex`` of a TEXTURE is libplacebo's; vo_gpu has the sampler ``NAME`` alone."""
    textures = {block.name for block in file.textures}
    for view in file.running:
        for token in _macros(view):
            name = token.text[: -len("_tex")]
            if token.text.endswith("_tex") and name in textures:
                message = f"vo=gpu has no {token.text[:40]}; write texture({name[:40]}, ...)"
                yield Note(span_of(token), message, VO_GPU)


def _macros(view: PassView) -> Iterator[Token]:
    """Yield where names like those of a texture's macros are used and not the body's own."""
    body = view.body
    tested = {match[1] for word in body.condition_words if (match := _MACRO.fullmatch(word))}
    for index, token in enumerate(body.tokens):
        if token.kind != "name" or body.at(index - 1).text == ".":
            continue
        match = _MACRO.fullmatch(token.text)
        own = token.text in body.declared or token.text in body.functions_named
        if match and not own and token.text not in body.macros and match[1] not in tested:
            yield token


def linearize(file: ShaderFile) -> Iterator[Note]:
    """``linearize()`` and ``delinearize()`` are libplacebo's."""
    for view in file.running:
        for token in view.body.calls("linearize", "delinearize"):
            message = f"vo=gpu has no {token.text}(); the pass does not compile there"
            yield Note(span_of(token), message, VO_GPU)


def image_load(file: ShaderFile) -> Iterator[Note]:
    """vo_gpu's only image is ``out_image``, and it can only be written."""
    for view in file.running:
        for token in view.body.calls(*_IMAGE_READS):
            yield Note(span_of(token), f"vo=gpu has no image that {token.text}() can read", VO_GPU)


def storage_buffer(file: ShaderFile) -> Iterator[Note]:
    """A body cannot declare a storage buffer of its own: no player fills or keeps one."""
    for view in file.running:
        for index, token in enumerate(view.body.tokens):
            if token.text == "buffer" and view.body.at(index + 2).text == "{":
                message = "no player binds a buffer that a body declares; use a BUFFER block"
                yield Note(span_of(token), message, ENGINES)


def extension_in_body(file: ShaderFile) -> Iterator[Note]:
    """vo_gpu puts a body in the middle of its program, where ``#extension`` is too late."""
    players = (*VO_GPU, *OPENGL_ES)
    for view in file.running:
        for line in view.body.directives:
            if line.keyword == "extension":
                message = "vo=gpu puts its own code above it, which strict compilers refuse"
                yield Note(Span(*view.body.directive_extent(line)), message, players)


def out_color(file: ShaderFile) -> Iterator[Note]:
    """``out_color`` is the players' own output variable; in compute shaders there is none.

    vo_gpu turns fragment passes into compute shaders where those run in parallel: with Vulkan and
    Direct3D 11. Said once a pass.
    """
    for view in file.running:
        body = view.body
        token = next((t for t in body.tokens if t.text == "out_color"), None)
        if token is None or token.text in body.declared or token.text in body.macros:
            continue
        if view.block.compute is not None:
            message = "a compute pass has no out_color; write with imageStore(out_image, ...)"
            yield Note(span_of(token), message, EVERYONE, Severity.ERROR)
        else:
            message = (
                "out_color is the players' own variable: vo=gpu may have none with Vulkan and "
                "Direct3D 11, where it turns passes into compute shaders; use one of your own"
            )
            yield Note(span_of(token), message, VO_GPU)


def old_sampler(file: ShaderFile) -> Iterator[Note]:
    """``texture2D()`` and its like went out of GLSL with 1.40 and of ES with 3.00."""
    for view in file.running:
        for token in view.body.calls(*_OLD_SAMPLERS):
            message = f"{token.text}() was removed from GLSL; write texture() or textureLod()"
            yield Note(span_of(token), message, EVERYONE)


def compute_position(file: ShaderFile) -> Iterator[Note]:
    """``NAME_pos`` is a pixel of its own per thread only where a group has a thread a pixel."""
    for view in file.running:
        compute = view.block.compute
        if compute is None:
            continue
        if (compute.block_width, compute.block_height) == (
            compute.threads_width,
            compute.threads_height,
        ):
            continue
        bound = {*view.block.binds, *view.points}
        for token in _macros(view):
            name, _, macro = token.text.rpartition("_")
            if macro in ("pos", "texOff") and name in bound:
                yield Note(
                    span_of(token),
                    f"{token.text[:40]} is off where a group has fewer threads than pixels; "
                    f"use {name[:40]}_map",
                    ENGINES,
                )


def early_return(file: ShaderFile) -> Iterator[Note]:
    """In a compute pass no thread leaves ``hook()`` before a ``barrier()``.

    Nor at its top level while there is code below, which would never run.
    """
    for view in file.running:
        hook = view.body.function("hook")
        if view.block.compute is None or hook is None:
            continue
        inside = view.body.tokens[hook.start : hook.end]
        last_barrier = max((t.start for t in inside if t.text == "barrier"), default=-1)
        depth = 0
        for index, token in enumerate(inside):
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if token.text != "return" or token.kind != "name":
                continue
            if token.start < last_barrier:
                message = "a thread that returns never reaches the barrier() below"
                yield Note(span_of(token), message, EVERYONE)
                continue
            always = depth == 1 and inside[index - 1].text in ";{}"
            if always and _code_below(inside, index) and not view.body.conditional(token):
                yield Note(span_of(token), "the code below this return never runs", EVERYONE)


def _code_below(tokens: list[Token], index: int) -> bool:
    """Return whether something follows a statement's ``;``."""
    for at in range(index, len(tokens)):
        if tokens[at].text == ";":
            return at + 1 < len(tokens)
    return False


def bad_character(file: ShaderFile) -> Iterator[Note]:
    """GLSL is ASCII outside comments. Said once a pass."""
    for view in file.running:
        for token in view.body.tokens:
            if token.kind == "other":
                message = f"U+{ord(token.text):04X} is not a GLSL character"
                yield Note(span_of(token), message, EVERYONE)
                break


RULES: dict[str, Rule] = {
    "no-hook-function": no_hook_function,
    "hook-type": hook_type,
    "unbound-macro": unbound_macro,
    "lookup-macro": lookup_macro,
    "linearize": linearize,
    "image-load": image_load,
    "storage-buffer": storage_buffer,
    "extension-in-body": extension_in_body,
    "out-color": out_color,
    "old-sampler": old_sampler,
    "compute-position": compute_position,
    "early-return": early_return,
    "bad-character": bad_character,
}
