"""Names of a package that are imported when they are asked for; `--help` loads none of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a ``__getattr__`` for a package, which imports a name's module and keeps the value.

    Parameters
    ----------
    package : its ``__name__``
    homes : by name, the module it is in, from the package; ``module:attribute`` where it has
        another name there

    Raises `AttributeError` for a name that is not among them, as Python does.
    """

    def find(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, attribute = home.partition(":")
        value = getattr(import_module(f".{module}", package), attribute or name)
        setattr(sys.modules[package], name, value)
        return value

    return find
