"""``anime4k-gl presets``."""

from __future__ import annotations

import click

from ..errors import Anime4KError
from ..terminal import say, say_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def presets(as_json: bool) -> None:
    """List the presets, their passes and parameters, and the scalers."""
    from ..library import DEFAULT_PRESET, preset, preset_names, preset_params
    from ..library.user_presets import user_preset_names
    from ..scaler_shaders import ALIASES, SCALERS

    chosen = [(preset(name), preset_params(name)) for name in preset_names()]
    own = user_preset_names()
    if as_json:
        records = [
            {
                "name": p.name,
                "title": p.title,
                "default": p.name == DEFAULT_PRESET,
                "passes": list(p.passes),
                "compute": list(p.compute),
                "params": [
                    {"name": q.name, "type": q.type.value, "default": q.default,
                     "minimum": q.minimum, "maximum": q.maximum, "desc": q.desc}
                    for q in params
                ],
            }
            for p, params in chosen
        ]  # fmt: skip
        listed = {"presets": records, "own": own, "scalers": list(SCALERS), "aliases": ALIASES}
        say_json(listed)
        return
    for p, params in chosen:
        default = " (default)" if p.name == DEFAULT_PRESET else ""
        say(f"{p.name}{default}: {p.title}")
        if p.passes:
            say(f"    {len(p.passes)} passes: {', '.join(p.passes)}")
        if p.compute:
            instead = "" if p.compute_only else "or "
            say(f"    {instead}{len(p.compute)} compute passes: {', '.join(p.compute)}")
        for q in params:
            say(f"    --param {q.name}={q.default:g}  {q.minimum:g} to {q.maximum:g}."
                       f" {q.desc}")  # fmt: skip
        say("")
    for name in own:
        say(f"{name}: {_own_title(name)}")
    say("none: the scaler alone")
    say("auto: the best of these that this machine draws in time; for play and upscale\n")
    say("scalers:")
    for scaler in SCALERS.values():
        say(f"    {scaler.name}: {scaler.desc}")
    say("    none: IN already has the output's size")


def _own_title(name: str) -> str:
    """Return what a user's preset is, or what is wrong with it."""
    from ..library import preset

    try:
        return preset(name).title
    except Anime4KError as error:
        return f"cannot be used: {error}"
