"""Rules about what a saved texture keeps, and about planes that players treat one by one."""

from __future__ import annotations

from collections.abc import Iterator

from ..glsl_syntax.body import Body
from ..glsl_syntax.brackets import split_arguments
from ..glsl_syntax.tokens import Token
from ..plan.hooks.lone_planes import BETWEEN
from .model import LIBPLACEBO, VO_GPU, Note, Rule, Severity
from .passes import COMPONENTS
from .shaderfile import RANKS, ShaderFile, argument
from .spans import span_of

_FORCED = ({"0.0", "0", "0."}, {"0.0", "0", "0."}, {"0.0", "0", "0."}, {"1.0", "1", "1."})
"""What vo_gpu gives for a channel that is not in use."""

_READS = frozenset({"texture", "textureLod", "texelFetch", "textureGrad"})
_LETTERS = ("xyzw", "rgba", "stpq")


def saved_channels(file: ShaderFile) -> Iterator[Note]:
    """A pass saves COMPONENTS channels in vo_gpu, by default its hook point's; libplacebo four.

    Said where another pass certainly reads one that vo_gpu does not keep.
    """
    kept: dict[str, int] = {}
    for view in file.running:
        save = view.block.save
        if save is None or save == "HOOKED" or save in RANKS or view.block.compute is not None:
            continue
        count = view.block.components or min(COMPONENTS.get(p, 3) for p in view.points)
        if count < 4 and not _returns_forced(view.body, count):
            kept[save] = min(count, kept.get(save, 4))
    for view in file.running if kept else ():
        for name in dict.fromkeys(name for name in view.block.binds if name in kept):
            for token in _beyond(view.body, name, kept[name]):
                yield Note(
                    span_of(token),
                    f"vo=gpu keeps {kept[name]} of 4 channels of {name[:40]}, with 0, 0 and 1 in "
                    "the others, and libplacebo all; write COMPONENTS 4 where it is saved",
                    VO_GPU,
                )


def planes_scaled_alone(file: ShaderFile) -> Iterator[Note]:
    """Where nothing needs the picture before it is scaled, libplacebo scales each plane alone.

    Said once a file, where a pass resizes a plane.
    """
    if file.names & {*BETWEEN, "MAINPRESUB"}:
        return
    for view in file.running:
        planes = [point for point in view.overwritten if RANKS[point] < RANKS["NATIVE"]]
        if planes and (view.block.width or view.block.height):
            yield Note(
                argument(view.block, "HOOK", planes[0]),
                "no pass needs the picture before it is scaled: where its scaler is bilinear, "
                "libplacebo scales each plane by itself",
                LIBPLACEBO,
                Severity.INFO,
            )
            return


def chroma_by_plane(file: ShaderFile) -> Iterator[Note]:
    """A pass at CHROMA_SCALED sees one plane after the other in libplacebo; CHROMA merges them.

    Said once a pass.
    """
    if "CHROMA" in file.names:
        return
    for view in file.running:
        if "CHROMA_SCALED" in view.points:
            yield Note(
                argument(view.block, "HOOK", "CHROMA_SCALED"),
                "of planar video libplacebo gives this pass one plane of chroma after the other, "
                "each in the first channel; add BIND CHROMA to have both at once",
                LIBPLACEBO,
                Severity.INFO,
            )


def _returns_forced(body: Body, kept: int) -> bool:
    """Return whether ``hook()`` returns what vo_gpu gives for the channels it does not keep."""
    hook = body.function("hook")
    if hook is None:
        return True  # nothing certain
    at = hook.start
    while at < hook.end:
        if body.at(at).text == "return":
            end = body.partners.get(at + 2, at)
            inside = [token.text for token in body.tokens[at + 3 : end]]
            parts = split_arguments(inside) if body.at(at + 1).text == "vec4" else []
            if len(parts) != 4 and not (kept == 3 and len(parts) == 2):
                return False
            written = {3: parts[-1]} if len(parts) == 2 else dict(enumerate(parts))
            if not all(_is_forced(channel, written[channel]) for channel in range(kept, 4)):
                return False
            at = end
        at += 1
    return True


def _is_forced(channel: int, words: list[str]) -> bool:
    """Return whether an argument is what is there anyway; an opaque picture's alpha is 1."""
    if channel == 3 and words[-2:] in ([".", "a"], [".", "w"]):
        return True
    return len(words) == 1 and words[0] in _FORCED[channel]


def _beyond(body: Body, name: str, kept: int) -> Iterator[Token]:
    """Yield the components that a body reads of a texture beyond the first ones."""
    variables = set()
    for index, token in enumerate(body.tokens):
        read = token.text in (f"{name}_tex", f"{name}_texOff")
        read |= token.text in _READS and body.at(index + 2).text == f"{name}_raw"
        behind = body.partners.get(index + 1, len(body.tokens)) + 1
        if not read or body.at(index + 1).text != "(":
            continue
        if body.at(behind).text == "." and _is_beyond(body.at(behind + 1).text, kept):
            yield body.at(behind + 1)
        elif body.at(behind).text == ";" and body.at(index - 1).text == "=":
            variables.add(body.at(index - 2).text)
    for index, token in enumerate(body.tokens):
        if token.text in variables and body.at(index + 1).text == ".":
            swizzle = body.at(index + 2)
            if _is_beyond(swizzle.text, kept):
                yield swizzle


def _is_beyond(swizzle: str, kept: int) -> bool:
    letters = next((known for known in _LETTERS if set(swizzle) <= set(known)), "")
    return any(letters.index(letter) >= kept for letter in swizzle) if letters else False


RULES: dict[str, Rule] = {
    "saved-channels": saved_channels,
    "planes-scaled-alone": planes_scaled_alone,
    "chroma-by-plane": chroma_by_plane,
}
