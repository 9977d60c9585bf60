"""A pass's GLSL as HLSL that Direct3D 9 to 12, Unity, ReShade FX and libobs all take.

Written for what passes are made of: functions, numbers, vectors, texture reads. Where the dialects
part, the text keeps to what they share: no casts, no vectors of one scalar, no comparison of
vectors, no globals that change. What GLSL has as globals, the fragment's place above all, is handed
from function to function.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...glsl_syntax.brackets import closing, split_arguments
from ...glsl_syntax.preprocess import expand
from ...glsl_syntax.tokens import is_blank, is_name, pieces
from ...glsl_syntax.words import replace_words
from .hlsl_types import TYPES, GlslType, components, declared
from .passes import PortablePass
from .templates import read

AT = "a4k_at"
"""The parameter with the fragment's place, in pixels from the top left corner; middles at .5."""

CUT = "a4k_cut"
"""The function that cuts a float3 off after a half float's digits, see `cut_function`."""

_FUNCTIONS = {
    "mix": "lerp",
    "fract": "frac",
    "inversesqrt": "rsqrt",
    "dFdx": "ddx",
    "dFdy": "ddy",
}
_COMPARISONS = {
    "greaterThan": "(1.0 - step({0}, {1}))",
    "greaterThanEqual": "step({1}, {0})",
    "lessThan": "(1.0 - step({1}, {0}))",
    "lessThanEqual": "step({0}, {1})",
    "not": "(1.0 - {0})",
}
_RESERVED = frozenset({
    "asm", "compile", "export", "fixed", "half", "inline", "interface", "line", "lineadj", "linear",
    "matrix", "namespace", "pass", "pixelshader", "point", "precise", "sample", "sampler", "shared",
    "snorm", "stateblock", "static", "string", "tbuffer", "technique", "texture", "triangle",
    "triangleadj", "typedef", "unorm", "vector", "vertexshader", "volatile",
})  # fmt: skip
_CUT = ("&", "uvec3", "(", "0xFFFFE000u", ")")  # behind the bits of what is cut off


def cut_function(*, bits: bool) -> str:
    """Return `CUT`: by a number's bits, or by arithmetic for dialects that cannot reach them.

    The latter is right for numbers that are not negative.
    """
    return read(__package__, "cut_bits.hlsl" if bits else "cut_arithmetic.hlsl")


@dataclass(frozen=True, slots=True)
class HlslTexture:
    """How a target spells one of a pass's inputs.

    Attributes
    ----------
    fetch : a float4 expression with ``{}`` for a texel's place, an int2
    sample : an interpolated float4, with ``{}`` for a place from 0 to 1, a float2
    size : its size in texels, a float2 expression
    """

    fetch: str
    sample: str
    size: str


def translate(
    found: PortablePass,
    textures: Mapping[str, HlslTexture],
    *,
    entry: str,
    input_size: str,
    out_size: str,
    prefix: str = "",
) -> str:
    """Return a pass's functions; the last is ``float4 entry(float2 a4k_at)``.

    Parameters
    ----------
    textures : by the input's name; all of the pass's inputs
    entry : what ``hook`` is to be called
    input_size : what the picture's size was before it was scaled up, a float2 expression
    out_size : the size of what the pass writes, likewise
    prefix : what the other functions' names are to start with, where passes share a file
    """
    return _Translator(found, textures, entry, input_size, out_size, prefix).run()


def needs_cut(found: PortablePass) -> bool:
    """Return whether a pass calls `CUT`."""
    return found.uses("floatBitsToUint")


class _Translator:
    def __init__(
        self,
        found: PortablePass,
        textures: Mapping[str, HlslTexture],
        entry: str,
        input_size: str,
        out_size: str,
        prefix: str,
    ) -> None:
        self._found = found
        self._prefix = prefix
        self._textures = textures
        self._entry = entry
        self._words = {"input_size": input_size, "a4k_out_size": out_size}
        sizes = dict.fromkeys(self._words, GlslType("vec2", 2))
        self._known = {**sizes, "gl_FragCoord": GlslType("vec4", 4)}
        self._results: dict[str, GlslType] = {}
        body = expand(found.body)
        for name, texture in textures.items():
            if texture.size == out_size:
                # Where it lies is where the fragment is; the way there and back would only round.
                place = f"{name}_pos", "*", f"{name}_size"
                body, _ = replace_words(body, *place, by="gl_FragCoord.xy")
            self._words |= {
                f"{name}_size": texture.size,
                f"{name}_pt": f"(float2(1.0, 1.0) / {texture.size})",
                f"{name}_pos": f"({AT} / {out_size})",
                f"{name}_off": "float2(0.0, 0.0)",
                f"{name}_mul": "1.0",
            }
            self._known |= {f"{name}_{key}": GlslType("vec2", 2) for key in ("size", "pt", "pos")}
            self._results |= {f"{name}_{key}": GlslType("vec4", 4) for key in ("tex", "texOff")}
        self._results |= {name: GlslType("vec4", 4) for name in ("texelFetch", "texture")}
        self._known |= {param.name: GlslType(param.type.value, 1) for param in found.params}
        self._placed = frozenset(
            {"gl_FragCoord", *(f"{name}_{key}" for name in textures for key in ("pos", "texOff"))}
        )
        self._needs: dict[str, frozenset[str]] = {}  # by function: the globals, AT among them
        self._globals: list[tuple[str, str, list[str]]] = []  # type, name, initial value
        self._tokens = pieces(body)

    def run(self) -> str:
        chunks = self._chunks()
        for kind, chunk in chunks:
            if kind == "global":
                self._declare_global(chunk)
        for kind, chunk in chunks:
            if kind == "function":
                # A function's callees stand before it, so what they need is known.
                words = [t for t in chunk if not is_blank(t)]
                self._results[words[1]] = GlslType.from_name(words[0])
                self._needs[words[1]] = self._needed(words)
        return "".join(
            self._function(chunk) if kind == "function" else "".join(chunk)
            for kind, chunk in chunks
            if kind != "global"
        )

    def _chunks(self) -> list[tuple[str, list[str]]]:
        """Return the body as blanks, globals and functions."""
        chunks: list[tuple[str, list[str]]] = []
        at = 0
        tokens = self._tokens
        while at < len(tokens):
            start = at
            if is_blank(tokens[at]):
                while at < len(tokens) and is_blank(tokens[at]):
                    at += 1
                chunks.append(("blank", tokens[start:at]))
                continue
            while tokens[at] not in (";", "{"):
                at = closing(tokens, at) + 1 if tokens[at] == "(" else at + 1
            kind = "function" if tokens[at] == "{" else "global"
            at = (closing(tokens, at) if kind == "function" else at) + 1
            chunks.append((kind, tokens[start:at]))
        return chunks

    def _declare_global(self, chunk: Sequence[str]) -> None:
        words = [t for t in chunk[:-1] if not is_blank(t)]
        kind = words[0]
        for part in split_arguments(words[1:]):
            if len(part) < 3 or part[1] != "=" or kind not in TYPES:
                raise ValueError(f"no HLSL for {''.join(chunk).strip()!r} outside functions")
            self._globals.append((kind, part[0], part[2:]))
            self._known[part[0]] = GlslType.from_name(kind)

    def _needed(self, words: Sequence[str]) -> frozenset[str]:
        """Return what a function, or one that it calls, uses of what is global in GLSL."""
        used = set(words) - set(declared(words))
        needed = {name for _, name, _ in self._globals if name in used}
        if used & self._placed:
            needed.add(AT)
        return frozenset(needed).union(*(self._needs.get(word, frozenset()) for word in used))

    def _context(self, function: str) -> list[tuple[str, str]]:
        """Return what is handed to a function beside its own parameters: declarations, names."""
        needs = self._needs[function]
        parameters = [(f"float2 {AT}", AT)] if AT in needs else []
        return parameters + [
            (f"inout {TYPES[kind]} {_safe(name)}", _safe(name))
            for kind, name, _ in self._globals
            if name in needs
        ]

    def _function(self, chunk: list[str]) -> str:
        opening = chunk.index("(")
        end = closing(chunk, opening)
        name = next(t for t in reversed(chunk[:opening]) if not is_blank(t))
        kind = chunk[0]
        known = self._known | declared(chunk)
        own = "".join(self._emit(chunk[opening + 1 : end], known)).strip()
        brace = chunk.index("{", end) + 1
        head = "".join(self._emit(chunk[end + 1 : brace], known))
        body = "".join(self._emit(chunk[brace:], known))
        if name == "hook":
            parameters = [f"float2 {AT}"]
            first = "".join(
                f"\n    {TYPES[t]} {_safe(n)} = {''.join(self._emit(v, known))};"
                for t, n, v in self._globals
            )
            body = first + body
            name = self._entry
        else:
            parameters = [declaration for declaration, _ in self._context(name)]
            name = self._named(name)
        return (
            f"{TYPES[kind]} {name}({', '.join([*parameters, *([own] if own else [])])}){head}{body}"
        )

    def _emit(self, tokens: Sequence[str], known: Mapping[str, GlslType]) -> list[str]:
        out: list[str] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if not is_name(token):
                out.append(token)
                continue
            if out and _last(out) == ".":
                out.append(token)
            elif at < len(tokens) and tokens[at] == "(":
                end = closing(tokens, at)
                out.append(self._call(token, tokens[at + 1 : end], known))
                at = end + 1
            elif token == "gl_FragCoord":
                out.append(AT)
                at += 2 * (list(tokens[at : at + 2]) == [".", "xy"])
            elif token in self._words and token not in declared(tokens):
                out.append(self._words[token])
            elif token in TYPES:
                out.append(TYPES[token])
            else:
                out.append(_safe(token))
        return out

    def _call(self, name: str, inside: Sequence[str], known: Mapping[str, GlslType]) -> str:
        parts = split_arguments(inside)
        args = ["".join(self._emit(part, known)).strip() for part in parts]
        if name in ("if", "for", "while", "return"):
            return f"{name} ({''.join(self._emit(inside, known))})"
        if name == "texelFetch":
            return self._textures[_input_of(parts[0])].fetch.format(args[1])
        if name in ("texture", "textureLod"):
            return self._textures[_input_of(parts[0])].sample.format(args[1])
        for each, texture in self._textures.items():
            if name == f"{each}_tex":
                return texture.sample.format(args[0])
            if name == f"{each}_texOff":
                return texture.sample.format(
                    f"{self._words[f'{each}_pos']} + ({args[0]}) / {texture.size}"
                )
        if name in TYPES:
            return self._constructed(name, parts, args, known)
        if name == "mod":
            return f"(({args[0]}) - ({args[1]}) * floor(({args[0]}) / ({args[1]})))"
        if name in _COMPARISONS:
            return _COMPARISONS[name].format(*args)
        if name in ("all", "any"):
            size = self._width(parts[0], known)
            least = size - 0.5 if name == "all" else 0.5
            return f"(dot({args[0]}, float{size}({', '.join(['1.0'] * size)})) > {least})"
        if name == "atan" and len(args) == 2:
            return f"atan2({args[0]}, {args[1]})"
        if name == "uintBitsToFloat" and (cut := _cut_off(inside)) is not None:
            return f"{CUT}({''.join(self._emit(cut, known))})"
        if name in self._needs:
            context = [word for _, word in self._context(name)]
            own = [_joined(parts, args)] if args else []
            return f"{self._named(name)}({', '.join([*context, *own])})"
        return f"{_FUNCTIONS.get(name, name)}({_joined(parts, args)})"

    def _width(self, tokens: Sequence[str], known: Mapping[str, GlslType]) -> int:
        try:
            return components(tokens, known, self._results)
        except ValueError as error:
            raise ValueError(f"{self._found.name}: {error}") from None

    def _named(self, function: str) -> str:
        return f"{self._prefix}{function}" if self._prefix else _safe(function)

    def _constructed(
        self, name: str, parts: list[list[str]], args: list[str], known: Mapping[str, GlslType]
    ) -> str:
        size = GlslType.from_name(name).size
        if size == 1 or len(args) != 1 or self._width(parts[0], known) != 1:
            return f"{TYPES[name]}({_joined(parts, args)})"
        if re.fullmatch(r"-?[\w.]+", args[0]):
            return f"{TYPES[name]}({', '.join(args * size)})"
        ones = ", ".join(["1.0" if name.startswith("vec") else "1"] * size)
        return f"({TYPES[name]}({ones}) * ({args[0]}))"


def _joined(parts: Sequence[Sequence[str]], args: Sequence[str]) -> str:
    """Return arguments as a list, its lines broken where they were."""
    text = ""
    for index, (part, arg) in enumerate(zip(parts, args, strict=True)):
        lead = part[0] if part and part[0].isspace() and "\n" in part[0] else " "
        text += ("," + lead if index else "") + arg
    return text


def _input_of(tokens: Sequence[str]) -> str:
    return "".join(tokens).strip().removesuffix("_raw")


def _last(out: Sequence[str]) -> str:
    return next((t for t in reversed(out) if not is_blank(t)), "")


def _safe(name: str) -> str:
    return f"{name}_" if name in _RESERVED else name


def forced(found: PortablePass, value: str) -> str:
    """Return what a pass writes, where `value` is what its function returns.

    Channels that the pass does not write are 0, alpha 1.
    """
    if found.components == 4:
        return value
    rest = "".join(", 1.0" if c == "a" else ", 0.0" for c in "rgba"[found.components :])
    return f"float4({value}.{'rgba'[: found.components]}{rest})"


def _cut_off(inside: Sequence[str]) -> Sequence[str] | None:
    """Return x of ``floatBitsToUint(x) & uvec3(0xFFFFE000u)``; None for anything else."""
    words = [(at, word) for at, word in enumerate(inside) if not is_blank(word)]
    if [word for _, word in words[:2]] != ["floatBitsToUint", "("]:
        return None
    opening = words[1][0]
    end = closing(inside, opening)
    if tuple(word for at, word in words if at > end) != _CUT:
        return None
    return inside[opening + 1 : end]
