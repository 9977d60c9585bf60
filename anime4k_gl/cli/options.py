"""Options as declared elsewhere, turned into the command line's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import click

from ..rendering.options import Option

F = TypeVar("F", bound=Callable[..., Any])

_TYPES = {"integer": int, "number": float}


def options(*declared: Option) -> Callable[[F], F]:
    """Return what adds declared options to a command, in their order."""

    def add(command: F) -> F:
        for option in reversed(declared):
            command = click_option(option)(command)
        return command

    return add


def click_option(option: Option) -> Callable[[F], F]:
    """Return what adds one declared option to a command, under its name in Python."""
    flags = f"--{option.name}"
    given: dict[str, Any] = {"default": option.default, "help": option.help}
    if option.kind == "flag":
        if option.inverted:
            given |= {"is_flag": True, "flag_value": False}
        elif option.default:
            flags += f"/--no-{option.name}"
            given["show_default"] = True
        else:
            given["is_flag"] = True
    else:
        given["type"] = click.Choice(option.choices) if option.choices else _TYPES.get(option.kind)
        given["multiple"] = option.multiple
        # A zero of seconds or of a tuning is no news.
        given["show_default"] = not option.multiple and option.default not in (None, 0.0)
        if option.metavar:
            given["metavar"] = option.metavar
    return click.option(flags, option.parameter, **given)


def explained(option: Option, help: str) -> Option:
    """Return an option with another help text, where a command has more to say, or less."""
    return replace(option, help=help)


def given_in(context: click.Context) -> Iterable[click.Parameter]:
    """Yield the parameters that were given on the command line."""
    from click.core import ParameterSource

    for parameter in context.command.params:
        if parameter.name is not None:
            source = context.get_parameter_source(parameter.name)
            if source is ParameterSource.COMMANDLINE:
                yield parameter
