"""Names of keys as people write them in a settings file."""

from __future__ import annotations

from ..errors import OptionError

MODIFIERS = ("ctrl", "alt", "shift", "meta")
"""What a key may be pressed with, in the order in which their names are put."""


def key_text(name: str) -> str:
    """Return a key's name in the one way we write it: ``ctrl+shift+left``, ``ctrl+s``, ``S``.

    Named keys and modifiers are in small letters. A single letter keeps its case, for it says
    whether shift is held, except after other modifiers. The key ``+`` itself is ``plus`` or ``+``.

    Raises
    ------
    OptionError : there is no key in it, or an unknown modifier
    """
    name = name.strip()
    head, plus, key = name.rpartition("+")
    if name == "+" or (name.endswith("+") and head.endswith("+")):
        head, key = head[:-1] if name != "+" else "", "+"
    found = [part.strip().lower() for part in head.split("+")] if head else []
    key = key.strip()
    if not key or (plus and not head and name != "+"):
        raise OptionError(f"no key in {name!r}; one is written Ctrl+s for example")
    for modifier in found:
        if modifier not in MODIFIERS:
            raise OptionError(
                f"unknown modifier {modifier!r} in {name!r}; valid are: {', '.join(MODIFIERS)}"
            )
    if len(key) > 1 or found:
        key = key.lower()
    return "+".join([*(each for each in MODIFIERS if each in found), key])
