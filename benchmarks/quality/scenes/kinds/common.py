"""The parts that kinds of scenes share: places, figures, light, subtitles."""

from __future__ import annotations

import math
from collections.abc import Callable

from benchmarks.quality.scenes import lettering
from benchmarks.quality.scenes.curves import oval
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.effects import lights
from benchmarks.quality.scenes.figures.figure import draw_bust, draw_standing, turned
from benchmarks.quality.scenes.figures.look import Look, look, pose
from benchmarks.quality.scenes.figures.stance import SOLE, Stance
from benchmarks.quality.scenes.palette import Script
from benchmarks.quality.scenes.pen import Pen
from benchmarks.quality.scenes.settings import city, foliage, interior
from benchmarks.quality.scenes.stage import Stage

Setting = Callable[[Pen, Script, Dice], None]
PLACES: tuple[Setting, ...] = (
    city.draw_street, city.draw_skyline, foliage.draw_meadow, foliage.draw_wood, interior.draw_room,
)


def put_place(stage: Stage, *, blur: float = 0.0, places: tuple[Setting, ...] = PLACES) -> None:
    """Draw one of the places as the background, out of focus where blurred."""
    d = stage.dice.child("place")
    setting = d.pick(places)
    with stage.layer("background", 0.35) as pen:
        # A nearer view than the whole: backgrounds are drawn larger than the frame.
        zoom = d.uniform(1.05, 1.5) if blur else 1.06
        with pen.at(d.uniform(-60, 60) * (zoom - 1), 0, zoom):
            if blur:
                with pen.group(blur=blur):
                    setting(pen, stage.script, d)
            else:
                setting(pen, stage.script, d)
        if blur and d.chance(0.4):
            lights.draw_bokeh(pen, stage.script, d.child("bokeh"), 22, blur * 3.4)


def grade(stage: Stage) -> None:
    """Lay light on the characters and over all, in most scenes."""
    d = stage.dice.child("grade")
    if stage.pictures["characters"] and d.chance(0.55):
        with stage.layer("characters", tint=True) as pen:
            lights.draw_tint(pen, stage.script, d.child("tint"), stage.light)
    with stage.layer("effects") as pen:
        if d.chance(0.7):
            lights.draw_grading(pen, stage.script, d)


def put_subtitle(stage: Stage, share: float = 0.35) -> None:
    """Write a subtitle in that share of the scenes."""
    d = stage.dice.child("subtitle")
    if d.chance(share):
        with stage.layer("captions") as pen:
            lettering.draw_subtitle(pen, d)


def who_is(stage: Stage, name: str) -> Look:
    """Return the character of a name."""
    return look(stage.dice.child(name), stage.script)


def put_figure(stage: Stage, pen: Pen, name: str, x: float, soles: float, scale: float,
               stance: Stance, *, yaw: float | None = None, degrees: float = 0.0,
               shadow: bool = True) -> None:
    """Draw the whole character of a name, with the soles at a height unless it is in the air."""
    d = stage.dice.child(name)
    pen.weight, pen.detail = min(1.9, 0.5 + 0.5 / scale), min(1.0, 1.2 * scale)
    if shadow:
        pen.fill(oval(x, soles, 130 * scale, 18 * scale), stage.script.ink, 0.4, blur=4)
    if stance.stride and yaw is None:
        yaw = math.copysign(d.uniform(0.5, 1), stance.lean)
    now = pose(d.child("pose"), yaw=yaw, held=stage.held)
    with pen.at(x, soles - SOLE * scale, scale), turned(pen, degrees, 0, 560):
        draw_standing(pen, who_is(stage, name), now, stage.script, stage.light, d.child("drawn"),
                      stance)
    pen.weight = pen.detail = 1.0


def put_bust(stage: Stage, pen: Pen, name: str, x: float, y: float, scale: float, *,
             yaw: float | None = None, degrees: float = 0.0, weight: float | None = None,
             hands: float = 0.0) -> None:
    """Draw the character of a name from head to waist; its pose follows the held time.

    Hands is the share of the cases in which the arms do something.
    """
    d = stage.dice.child(name)
    who = who_is(stage, name)
    now = pose(d.child("pose"), yaw=yaw, held=stage.held)
    pen.weight = weight if weight is not None else min(1.5, 0.45 + 0.62 / scale)
    pen.detail = min(1.0, scale)
    breath = 1.2 * math.sin(2.2 * stage.held + d.uniform(0, 6))
    with pen.at(x, y + breath, scale, degrees):
        draw_bust(pen, who, now, stage.script, stage.light, d.child("drawn"),
                  rim=stage.script.dark or d.chance(0.35), lively=hands)
    pen.weight = pen.detail = 1.0
