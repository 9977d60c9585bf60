"""Dataclasses whose methods come when they are called: no other than Python's own."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, field, fields, replace
from typing import Any, ClassVar

import pytest

from anime4k_gl.lazy import dataclass as lazy_dataclass

Decorator = Callable[..., Any]


def declared(dataclass: Decorator) -> dict[str, type[Any]]:
    """Return classes of all the forms that the package has, made by a decorator."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A point."""

        x: int
        y: float = 0.5
        names: list[str] = field(default_factory=list, hash=False)
        note: str = field(default="", compare=False, repr=False)
        half: float = field(default=0.5, init=False)
        _: KW_ONLY
        key: str = "k"
        unit: ClassVar[str] = "mm"

        def __post_init__(self) -> None:
            object.__setattr__(self, "half", self.x / 2)

    @dataclass
    class Open:
        x: int
        rest: tuple[Any, ...] = ()

        @property
        def twice(self) -> int:
            return 2 * self.x

    @dataclass(slots=True, eq=False)
    class Own:
        x: int = 1

        def __repr__(self) -> str:
            return "own"

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        x: Any = 1.5

        def __hash__(self) -> int:
            return 7

    @dataclass(frozen=True)
    class Empty:
        pass

    @dataclass(frozen=True)
    class Child(Empty):
        x: int
        parent: Any = None

    @dataclass(frozen=True, slots=True, order=True)
    class Pair:
        x: int
        y: int = 1

    return {each.__name__: each for each in (Point, Open, Own, Named, Empty, Child, Pair)}


OURS, PYTHONS = declared(lazy_dataclass.dataclass), declared(dataclasses.dataclass)

MADE: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Point", (3,), {}),
    ("Point", (3, 1.5, ["a"], "b"), {"key": "c"}),
    ("Open", (1,), {"rest": (2,)}),
    ("Own", (), {}),
    ("Named", (), {"x": 3}),
    ("Named", (), {}),
    ("Empty", (), {}),
    ("Child", (1, "me"), {}),
    ("Pair", (1,), {}),
]


def outcome(act: Callable[[], Any]) -> Any:
    """Return what something gives, or the kind and the words of its error."""
    try:
        return act()
    except Exception as error:
        return type(error), str(error).replace("<locals>.", "")


@pytest.mark.parametrize(("name", "given", "named"), MADE)
def test_instances_are_as_of_pythons_own(
    name: str, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, pythons = OURS[name](*given, **named), PYTHONS[name](*given, **named)
    assert repr(ours) == repr(pythons) or name == "Own"
    assert asdict(ours) == asdict(pythons)
    assert (ours == OURS[name](*given, **named)) is (pythons == PYTHONS[name](*given, **named))
    assert (ours == copy.copy(ours)) is (pythons == copy.copy(pythons))
    if name != "Own":  # which is told apart by its place in memory
        assert outcome(lambda: hash(ours)) == outcome(lambda: hash(pythons))
    assert ours != pythons
    for act in (
        lambda each: setattr(each, "x", 5),
        # Python's own raises TypeError for a frozen class with slots, which is a fault of it.
        lambda each: None if "__slots__" in vars(type(each)) else setattr(each, "other", 5),
        lambda each: None if "__slots__" in vars(type(each)) else delattr(each, "half"),
        lambda each: replace(each, x=9).x,
        lambda each: replace(each, half=9),
        lambda each: type(each)(1, 2, 3, 4, 5, 6),
        lambda each: type(each)(other=1),
    ):
        assert outcome(lambda act=act: act(ours)) == outcome(lambda act=act: act(pythons))


@pytest.mark.parametrize("name", OURS)
def test_classes_are_as_of_pythons_own(name: str) -> None:
    ours, pythons = OURS[name], PYTHONS[name]
    assert str(inspect.signature(ours)) == str(inspect.signature(pythons))
    assert ours.__match_args__ == pythons.__match_args__
    assert [each.name for each in fields(ours)] == [each.name for each in fields(pythons)]
    assert (ours.__hash__ is None) is (pythons.__hash__ is None)
    assert hasattr(ours, "__slots__") is hasattr(pythons, "__slots__")
    assert ours.__init__.__qualname__ == f"{ours.__qualname__}.__init__"


def test_order_is_that_of_the_fields() -> None:
    pair = OURS["Pair"]
    assert pair(1, 2) < pair(2, 1) <= pair(2, 1) < pair(2, 2)
    assert max(pair(3, 0), pair(1, 5)) == pair(3, 0) >= pair(1, 5)
    with pytest.raises(TypeError, match="not supported"):
        _ = pair(1) < 2


def test_a_frozen_class_keeps_its_fields() -> None:
    point = OURS["Point"](1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert point == replace(point, note="another")


@lazy_dataclass.dataclass(frozen=True, slots=True)
class Kept:
    """A class that can be found by its name, as pickle wants it."""

    x: int
    y: str = ""


def test_frozen_classes_with_slots_travel() -> None:
    kept = Kept(1, "two")
    assert pickle.loads(pickle.dumps(kept)) == kept == copy.deepcopy(kept)


def test_a_cycle_ends() -> None:
    one = OURS["Open"](1)
    one.rest = (one,)
    assert repr(one).endswith("Open(x=1, rest=(...,))")


def test_nothing_is_compiled_before_it_is_called() -> None:
    made = declared(lazy_dataclass.dataclass)["Point"]
    names = ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__")
    assert all(type(vars(made)[name]).__name__ == "_Lazy" for name in names)
    made(1)
    assert inspect.isfunction(vars(made)["__init__"])
    assert type(vars(made)["__eq__"]).__name__ == "_Lazy"
