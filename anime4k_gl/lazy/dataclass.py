"""Dataclasses whose methods are compiled when they are first called.

Python's own compiles up to six methods for each class as soon as its module is imported: about a
millisecond a class, which is a quarter of a second for all those a player imports, most of which
make no instance before its first picture. What comes out is the same, but for that.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from functools import partial
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, **options):
        """Return a class as `dataclasses.dataclass` does, for the options of `_made`."""
        if cls is None:
            return lambda cls: _made(cls, **options)
        return _made(cls)


Build = Callable[[type[Any]], Any]


class _Factory:
    """The default of a field of which each instance gets a new one, as signatures show it."""

    def __repr__(self) -> str:
        return "<factory>"


class _Lazy:
    """A method that is built when it is first looked up, and takes this one's place then."""

    def __init__(self, name: str, build: Build) -> None:
        self._name, self._build = name, build
        self.owner: type[Any] = type(self)

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        method = self._build(self.owner)
        method.__name__ = self._name
        method.__qualname__ = f"{self.owner.__qualname__}.{self._name}"
        method.__module__ = self.owner.__module__
        setattr(self.owner, self._name, method)
        return method.__get__(instance, owner)


def _made(
    cls: type[Any],
    *,
    eq: bool = True,
    frozen: bool = False,
    kw_only: bool = False,
    order: bool = False,
    slots: bool = False,
) -> type[Any]:
    own = vars(cls)
    if not cls.__doc__:
        cls.__doc__ = f"{cls.__name__} as a value."  # else its signature is looked up for one
    hashed = own.get("__hash__", MISSING)
    no_hash = hashed is MISSING or (hashed is None and "__eq__" in own)
    lazy: dict[str, Build] = {
        "__init__": _init_of_frozen if frozen else _init_of_changing,
        "__repr__": _repr_of,
    }
    if eq:
        lazy["__eq__"] = _eq_of
    if order:
        lazy |= {f"__{name}__": partial(_order_of, name) for name in ("lt", "le", "gt", "ge")}
    if frozen:
        lazy |= {"__setattr__": _setattr_of, "__delattr__": _delattr_of}
        if slots:
            lazy |= {"__getstate__": _getstate_of, "__setstate__": _setstate_of}
    missing = {name: build for name, build in lazy.items() if name not in own}
    if eq and no_hash and frozen:
        missing["__hash__"] = _hash_of
    made = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)(
        cls
    )
    if eq and no_hash and not frozen:
        setattr(made, "__hash__", None)  # noqa: B010  as Python's own has it
    for name, build in missing.items():
        method = _Lazy(name, build)
        method.owner = made
        setattr(made, name, method)
    return made


def _init_of_frozen(cls: type[Any]) -> Any:
    return _init_of(cls, "_set(self, {name!r}, {value})")


def _init_of_changing(cls: type[Any]) -> Any:
    return _init_of(cls, "self.{name} = {value}")


def _init_of(cls: type[Any], setting: str) -> Any:
    """Return ``__init__``, of which each field is set as the text `setting` says."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_new": _Factory()}
    positional: list[str] = []
    keyword: list[str] = []
    body: list[str] = []
    for number, each in enumerate(dataclasses.fields(cls)):
        value, default = each.name, ""
        if each.default_factory is not MISSING:
            names[f"_make{number}"] = each.default_factory
            value, default = f"_make{number}()", "=_new"
            if each.init:
                value = f"{value} if {each.name} is _new else {each.name}"
        elif each.default is not MISSING:
            names[f"_default{number}"], default = each.default, f"=_default{number}"
            value = value if each.init else f"_default{number}"
        elif not each.init:
            continue
        if each.init:
            (keyword if each.kw_only else positional).append(f"{each.name}{default}")
        body.append(setting.format(name=each.name, value=value))
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *keyword] if keyword else [])])
    text = f"def __init__({parameters}):\n    " + "\n    ".join(body or ["pass"])
    exec(text, names)
    method = names["__init__"]
    types = {each.name: each.type for each in dataclasses.fields(cls) if each.init}
    method.__annotations__.update(types | {"return": None})
    return method


def _repr_of(cls: type[Any]) -> Any:
    names = [each.name for each in dataclasses.fields(cls) if each.repr]

    def __repr__(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return recursive_repr()(__repr__)


def _eq_of(cls: type[Any]) -> Any:
    values = _compared(cls)

    def __eq__(self: Any, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(values(self) == values(other))

    return __eq__


def _order_of(name: str, cls: type[Any]) -> Any:
    values, compare = _compared(cls), getattr(operator, name)

    def ordered(self: Any, other: object) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        return compare(values(self), values(other))

    return ordered


def _hash_of(cls: type[Any]) -> Any:
    values = _reader(
        [
            each.name
            for each in dataclasses.fields(cls)
            if (each.compare if each.hash is None else each.hash)
        ]
    )

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return __hash__


def _setattr_of(cls: type[Any]) -> Any:
    names = {each.name for each in dataclasses.fields(cls)}

    def __setattr__(self: Any, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    return __setattr__


def _delattr_of(cls: type[Any]) -> Any:
    names = {each.name for each in dataclasses.fields(cls)}

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __delattr__


def _getstate_of(cls: type[Any]) -> Any:
    names = [each.name for each in dataclasses.fields(cls)]

    def __getstate__(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    return __getstate__


def _setstate_of(cls: type[Any]) -> Any:
    names = [each.name for each in dataclasses.fields(cls)]

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __setstate__


def _compared(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return _reader([each.name for each in dataclasses.fields(cls) if each.compare])


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads attributes as a tuple, compiled: it is called for each comparison."""
    values = "".join(f"self.{name}, " for name in names)
    reader: Callable[[Any], tuple[Any, ...]] = eval(f"lambda self: ({values})")
    return reader
