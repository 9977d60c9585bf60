"""Rules about words behind what a directive reads: players differ in what they make of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..usershader import Span
from ..usershader.fragment import quoted
from .model import ENGINES, LIBPLACEBO, OLD_LIBPLACEBO, Note, Players, Rule
from .shaderfile import RANKS, ShaderFile

_BLOCKS = ("TEXTURE", "BUFFER")
_NUMBERS = {"COMPUTE": (2, 4), "OFFSET": (2,), "COMPONENTS": (1,), "SIZE": (1, 2, 3)}
"""By directive, how many words libplacebo takes: numbers and nothing else."""


def words_behind_name(file: ShaderFile) -> Iterator[Note]:
    """The whole line behind HOOK, BIND, SAVE, TEXTURE or BUFFER is the name."""
    for block in file.blocks:
        for directive in block.directives if block else ():
            keyword, name = directive.keyword, directive.argument
            words = name.split()
            if len(words) < 2 or keyword not in ("HOOK", "BIND", "SAVE", *_BLOCKS):
                continue
            behind = f"write {keyword} {words[0][:40]} alone"
            if keyword in ("HOOK", "BIND") and all(w in RANKS or w == "HOOKED" for w in words):
                behind = f"write a {keyword} line for each"
            for effect, players in _effects(keyword, name, file):
                message = f"players take the whole line, {quoted(name)}, for a name: {effect}"
                yield Note(directive.argument_span, f"{message}; {behind}", players)


def _effects(keyword: str, name: str, file: ShaderFile) -> Iterator[tuple[str, Players]]:
    """Yield what comes of a name with words behind it, and at which players."""
    if keyword == "HOOK":
        yield "there is no such hook point, so nothing runs there", ENGINES
    elif keyword == "SAVE":
        yield "a BIND without these words does not find it", ENGINES
    elif keyword in _BLOCKS:
        yield "a BIND without these words does not find the block", ENGINES
    elif not file.known(name) and name not in file.lookups:
        newer = tuple(player for player in ENGINES if player not in OLD_LIBPLACEBO)
        yield "there is no such texture, so the pass is skipped", newer
        yield "there is no such texture, so the whole file is switched off", OLD_LIBPLACEBO
    else:
        yield "its macros cannot be used", ENGINES


def words_behind_numbers(file: ShaderFile) -> Iterator[Note]:
    """Behind the numbers of COMPUTE, OFFSET, COMPONENTS and SIZE libplacebo takes nothing."""
    for block in file.blocks:
        for directive in block.directives if block else ():
            words, at = directive.argument.split(), directive.argument_span
            counts = _NUMBERS.get(directive.keyword)
            if counts is None or words == ["ALIGN"]:
                continue
            numbers = next((i for i, word in enumerate(words) if not _is_number(word)), len(words))
            if numbers == len(words) and numbers in counts:
                continue
            extra = words[min(numbers, counts[-1])]
            start = at.start + directive.argument.index(extra)
            yield Note(
                Span(start, at.end),
                f"libplacebo takes numbers alone behind {directive.keyword} and refuses the whole "
                "file; vo=gpu ignores these words",
                LIBPLACEBO,
            )


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


RULES: dict[str, Rule] = {
    "words-behind-name": words_behind_name,
    "words-behind-numbers": words_behind_numbers,
}
