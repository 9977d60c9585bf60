"""The kinds of scenes: how each is composed of settings, figures, effects and letters."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from benchmarks.quality.scenes import lettering, palette
from benchmarks.quality.scenes.curves import box, oval, path, spline
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.effects import lights, lines, magic, weather
from benchmarks.quality.scenes.figures.figure import draw_bust, draw_from_behind, draw_standing
from benchmarks.quality.scenes.figures.look import Look, look, pose
from benchmarks.quality.scenes.palette import BLACK, WHITE, Script, mix
from benchmarks.quality.scenes.pen import Pen, linear
from benchmarks.quality.scenes.settings import backdrop, city, creature, foliage, interior, machine
from benchmarks.quality.scenes.settings.sky import draw_sky
from benchmarks.quality.scenes.stage import Stage

Setting = Callable[[Pen, Script, Dice], None]
PLACES: tuple[Setting, ...] = (
    city.draw_street, city.draw_skyline, foliage.draw_meadow, foliage.draw_wood, interior.draw_room,
)


def _place(stage: Stage, *, blur: float = 0.0, places: tuple[Setting, ...] = PLACES) -> None:
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


def _grade(stage: Stage) -> None:
    d = stage.dice.child("grade")
    with stage.layer("effects") as pen:
        if d.chance(0.7):
            lights.draw_grading(pen, stage.script, d)


def _subtitle(stage: Stage, share: float = 0.35) -> None:
    d = stage.dice.child("subtitle")
    if d.chance(share):
        with stage.layer("captions") as pen:
            lettering.draw_subtitle(pen, d)


def _who(stage: Stage, name: str) -> Look:
    return look(stage.dice.child(name), stage.script)


def _bust(stage: Stage, pen: Pen, name: str, x: float, y: float, scale: float, *,
          yaw: float | None = None, degrees: float = 0.0, weight: float | None = None) -> None:
    d = stage.dice.child(name)
    who = _who(stage, name)
    now = pose(d.child("pose"), yaw=yaw, held=stage.held)
    pen.weight = weight if weight is not None else min(1.5, 0.45 + 0.62 / scale)
    pen.detail = min(1.0, scale)
    breath = 1.2 * math.sin(2.2 * stage.held + d.uniform(0, 6))
    with pen.at(x, y + breath, scale, degrees):
        draw_bust(pen, who, now, stage.script, stage.light, d.child("drawn"),
                  rim=stage.script.dark or d.chance(0.35))
    pen.weight = pen.detail = 1.0


def portrait(stage: Stage) -> None:
    """Draw one character near, off the middle, before a place out of focus."""
    d = stage.dice.child("shot")
    close = d.pick(("bust", "bust", "face", "face", "extreme"))
    if d.chance(0.25):
        with stage.layer("background", 0.35) as pen:
            backdrop.draw_backdrop(pen, stage.script, d.child("backdrop"))
    else:
        _place(stage, blur=d.uniform(6, 16) if close != "extreme" else 18)
    side = d.pick((-1, 1))
    scale = {"bust": d.uniform(1.35, 1.9), "face": d.uniform(2.1, 3.0), "extreme": d.uniform(3.8,
            5.2)}[close]
    x = side * d.uniform(90, 330) * (1 if close == "bust" else 0.7)
    y = {"bust": d.uniform(-130, -40), "face": d.uniform(-60, 30), "extreme": d.uniform(-110,
            -40)}[close]
    with stage.layer("characters", 1.0) as pen:
        _bust(stage, pen, "hero", x, y, scale, yaw=-side * d.uniform(0.15, 1.0), degrees=d.around(0,
                4))
    if d.chance(0.3):
        with stage.layer("foreground", 1.8) as pen:
            weather.draw_petals(pen, stage.script, d.child("petals"))
    _grade(stage)
    _subtitle(stage)


def dialogue(stage: Stage) -> None:
    """Draw two characters who face each other."""
    d = stage.dice.child("shot")
    _place(stage, blur=d.uniform(4, 9))
    with stage.layer("characters", 1.0) as pen:
        near = d.pick((-1, 1))
        _bust(stage, pen, "second", -near * d.uniform(330, 420), d.uniform(-60, 30), d.uniform(1.0,
                1.3), yaw=near * d.uniform(0.4, 1))
        _bust(stage, pen, "hero", near * d.uniform(300, 400), d.uniform(-30, 70), d.uniform(1.5,
                1.9), yaw=-near * d.uniform(0.4, 1))
    _grade(stage)
    _subtitle(stage, 0.75)


def shoulder(stage: Stage) -> None:
    """Draw one character over the shoulder of another, who is near and out of focus."""
    d = stage.dice.child("shot")
    side = d.pick((-1, 1))
    _place(stage, blur=d.uniform(5, 10))
    with stage.layer("characters", 1.0) as pen:
        _bust(stage, pen, "hero", -side * d.uniform(160, 260), d.uniform(-90, 0), d.uniform(1.25,
                1.6), yaw=side * d.uniform(0.2, 0.8))
    with stage.layer("foreground", 1.7) as pen, pen.group(blur=d.uniform(2.5,
            7)), pen.at(side * d.uniform(480, 600), d.uniform(60, 160), d.uniform(2.4, 3.2)):
        who = _who(stage, "second")
        draw_from_behind(pen, who, pose(d.child("pose"), yaw=0.0), stage.script, stage.light,
                         d.child("drawn"))
    _grade(stage)
    _subtitle(stage, 0.5)


def crowd(stage: Stage) -> None:
    """Draw many figures in rows before a place."""
    d = stage.dice.child("shot")
    _place(stage, blur=2.0, places=(city.draw_street, city.draw_skyline, interior.draw_room))
    with stage.layer("characters", 1.0) as pen:
        for row, (count, scale, y) in enumerate(((8, 0.36, 120), (6, 0.52, 180), (4, 0.8, 260))):
            for i in range(count):
                c = d.child(f"{row}{i}")
                x = (i + 0.5) / count * 1900 - 950 + c.uniform(-60, 60)
                _bust(stage, pen, f"crowd{row}{i}", x, y + c.uniform(-24, 24),
                      scale * c.uniform(0.92, 1.06))
    _grade(stage)
    _subtitle(stage, 0.25)


def longshot(stage: Stage) -> None:
    """Draw one or two whole figures, small in a place."""
    d = stage.dice.child("shot")
    _place(stage, places=(city.draw_street, foliage.draw_meadow, foliage.draw_wood,
                          interior.draw_room))
    with stage.layer("characters", 1.0) as pen:
        for i in range(d.pick((1, 1, 2))):
            c = d.child(i)
            scale = d.uniform(0.22, 0.5)
            foot = 330 + 190 * (scale - 0.22) / 0.28
            x = d.pick((-1, 1)) * d.uniform(120, 330) + 130 * i
            pen.weight, pen.detail = min(1.9, 0.5 + 0.5 / scale), scale
            pen.fill(oval(x, foot, 130 * scale, 18 * scale), stage.script.ink, 0.4, blur=4)
            with pen.at(x, foot - 1240 * scale, scale):
                stride = 0.6 * math.sin(3.2 * stage.held) if c.chance(0.5) else 0.15
                draw_standing(pen, _who(stage, f"walker{i}"), pose(c.child("pose"),
                        held=stage.held), stage.script, stage.light, c.child("drawn"),
                              stride=stride)
    _grade(stage)
    _subtitle(stage, 0.25)


def town(stage: Stage) -> None:
    """Draw a street or a skyline alone."""
    _place(stage, places=(city.draw_street, city.draw_skyline))
    _grade(stage)
    d = stage.dice.child("shot")
    if d.chance(0.3):
        with stage.layer("effects") as pen:
            lights.draw_flare(pen, stage.script, d, d.uniform(-700, 700), d.uniform(-420, -100))
    _subtitle(stage, 0.2)


def nature(stage: Stage) -> None:
    """Draw a meadow or a wood, with leaves near us out of focus."""
    d = stage.dice.child("shot")
    _place(stage, places=(foliage.draw_meadow, foliage.draw_wood))
    if d.chance(0.6):
        with stage.layer("foreground", 1.8) as pen, pen.group(blur=d.uniform(4, 10)):
            side = d.pick((-1, 1))
            green = stage.script.shade(foliage.greens(stage.script, d), 1.2)
            for i in range(7):
                foliage.draw_clump(pen, stage.script, d.child(i), side * d.uniform(620, 980),
                                   d.uniform(-560, 560), 150, green, leaves=24, ink=False)
    with stage.layer("effects") as pen:
        if d.chance(0.5):
            weather.draw_petals(pen, stage.script, d.child("petals"))
        if d.chance(0.35):
            lights.draw_shafts(pen, stage.script, d.child("shafts"), d.uniform(-500, 500), -620)
    _grade(stage)


def room(stage: Stage) -> None:
    """Draw a room with one who sits or stands in it."""
    d = stage.dice.child("shot")
    _place(stage, places=(interior.draw_room,))
    if d.chance(0.7):
        with stage.layer("characters", 1.0) as pen:
            _bust(stage, pen, "hero", d.pick((-1, 1)) * d.uniform(150, 480), d.uniform(120, 200),
                  d.uniform(0.7, 1.1))
    _grade(stage)
    _subtitle(stage, 0.4)


def mecha(stage: Stage) -> None:
    """Draw a hull near, or a robot before a sky."""
    d = stage.dice.child("shot")
    if d.chance(0.4):
        with stage.layer("background", 0.6) as pen:
            machine.draw_hull(pen, stage.script, d.child("hull"))
    else:
        _place(stage, blur=d.uniform(1.5, 5), places=(city.draw_skyline, foliage.draw_meadow))
        with stage.layer("characters", 1.0) as pen, pen.at(d.uniform(-260, 260), d.uniform(-10, 90),
                                                           d.uniform(0.85, 1.5), d.around(0, 5)):
            machine.draw_robot(pen, stage.script, d.child("robot"))
    with stage.layer("effects") as pen:
        if d.chance(0.4):
            lines.draw_speed_lines(pen, d.child("speed"), WHITE, degrees=d.uniform(-20, 20),
                                   count=40, alpha=0.7)
        if d.chance(0.4):
            lights.draw_flare(pen, stage.script, d, d.uniform(-600, 600), d.uniform(-350, 100))
    _grade(stage)


def beast(stage: Stage) -> None:
    """Draw a scaled and feathered beast near."""
    d = stage.dice.child("shot")
    with stage.layer("background", 0.3) as pen:
        if d.chance(0.5):
            backdrop.draw_wash(pen, stage.script, d.child("wash"))
        else:
            draw_sky(pen, stage.script, d.child("sky"), horizon=420)
    with stage.layer("characters", 1.0) as pen, pen.at(d.uniform(-180, 60), d.uniform(-20, 90),
                                                       d.uniform(0.8, 1.5), d.around(0, 6),
                                                       flip=d.chance(0.5)):
        creature.draw_beast(pen, stage.script, d.child("beast"))
    _grade(stage)


def manga(stage: Stage) -> None:
    """Draw a page-like frame in black and white: tone, hatching, bubbles."""
    d = stage.dice.child("shot")
    grey = palette.Script("manga", WHITE, (0.62, 0.62, 0.64), WHITE, ((0.8, 0.8, 0.8), (0.9, 0.9,
            0.9), WHITE), (0.92, 0.92, 0.92), (0.06, 0.06, 0.07), ((0.35, 0.35, 0.36), (0.75, 0.75,
            0.75)))
    colour, stage.script = stage.script, grey
    frame = box(-1300, -800, 1300, 800)
    side = d.pick((-1, 1))
    with stage.layer("background", 0.4) as pen:
        pen.cover(WHITE)
        kind = d.pick(("focus", "tone", "hatch"))
        if kind == "focus":
            lines.draw_focus_lines(pen, d.child("lines"), side * 160, -40, grey.ink, inner=420)
        elif kind == "tone":
            lines.draw_screentone(pen, frame, grey.ink, step=d.uniform(9, 16), share=0.45,
                                  fade=(-500, 700))
        else:
            pen.fill(frame, (0.97, 0.97, 0.96))
            low = path(spline([(-1200, 100), (-300, -60), (500, 120), (1200, -80), (1200, 800),
                               (-1200, 800)], closed=True))
            lines.draw_hatching(pen, d.child("hatch"), low, grey.ink, step=d.uniform(8, 14),
                                degrees=d.uniform(20, 70), cross=d.chance(0.5))
    with stage.layer("characters", 1.0) as pen:
        who = _who(stage, "hero")
        light = sum(who.hair) / 3
        hair = (1.0, 1.0, 1.0) if light > 0.6 else (0.1, 0.1, 0.11) if light < 0.3 else (0.6, 0.6,
                0.61)
        cloth = sum(who.cloth) / 3
        who = dataclasses.replace(who, hair=hair, skin=WHITE, eyes=(0.3, 0.3, 0.32), cloth=(cloth,
                cloth, cloth), trim=(0.4, 0.4, 0.42))
        scale = d.uniform(1.4, 2.6)
        x, y = side * d.uniform(60, 260), d.uniform(-110, -10)
        with pen.at(x, y, scale, d.around(0, 5)):
            pen.weight = 0.95
            draw_bust(pen, who, pose(d.child("pose"), yaw=-side * d.uniform(0.1, 1),
                                     held=stage.held), grey, stage.light, d.child("drawn"))
            shade = path(spline([(-140, 220), (0, 300), (150, 230), (230, 600), (-240, 600)],
                                closed=True))
            lines.draw_screentone(pen, shade, grey.ink, step=5.5, share=0.32)
    with stage.layer("captions") as pen:
        for i in range(d.pick((0, 1, 1, 2))):
            lettering.draw_bubble(pen, grey, d.child(f"bubble{i}"), -side * d.uniform(480, 640),
                                  -220 + 380 * i, d.uniform(150, 190))
        if d.chance(0.4):
            lettering.draw_cry(pen, grey, d.child("cry"), -side * 420, 380, d.uniform(110, 190))
    stage.script = colour


def action(stage: Stage) -> None:
    """Draw haste: speed lines, a fighter, an explosion, a cry."""
    d = stage.dice.child("shot")
    side = d.pick((-1, 1))
    with stage.layer("background", 0.2) as pen:
        pen.cover(shader=linear((-800, -400), (800, 400), ((0, stage.script.sky[0]),
                                                           (0.5, stage.script.accents[1]),
                                                           (1, stage.script.sky[2]))))
        if d.chance(0.5):
            lines.draw_focus_lines(pen, d.child("focus"), -side * 200, 0, mix(stage.script.sky[2],
                    WHITE, 0.6), count=130, width=14)
        else:
            lines.draw_speed_lines(pen, d.child("speed"), mix(stage.script.sky[2], WHITE, 0.5),
                                   degrees=d.uniform(-30, 30), count=150, width=12)
    with stage.layer("effects") as pen:
        pass
    with stage.layer("background", 0.5) as pen:
        if d.chance(0.6):
            magic.draw_explosion(pen, stage.script, d.child("blast"), -side * d.uniform(260, 460),
                                 d.uniform(-80, 120), d.uniform(170, 280))
    with stage.layer("characters", 1.0) as pen:
        _bust(stage, pen, "hero", side * d.uniform(160, 320), d.uniform(-60, 60), d.uniform(1.3,
                2.0), yaw=-side * d.uniform(0.5, 1), degrees=-side * d.uniform(4, 14))
    with stage.layer("effects") as pen:
        lines.draw_speed_lines(pen, d.child("near"), WHITE, degrees=d.uniform(-25, 25), count=24,
                               alpha=0.8)
        if d.chance(0.35):
            magic.draw_bolts(pen, d.child("bolt"), (-side * 900, -500), (side * 100, 300),
                             stage.script.accents[0])
    with stage.layer("captions") as pen:
        if d.chance(0.5):
            lettering.draw_cry(pen, stage.script, d.child("cry"), -side * d.uniform(300, 500),
                               d.uniform(-250, 300), d.uniform(120, 200))


def spell(stage: Stage) -> None:
    """Draw one who casts: circles of signs, sparkles, glows."""
    d = stage.dice.child("shot")
    _place(stage, blur=d.uniform(5, 10))
    side = d.pick((-1, 1))
    hue = mix(stage.script.accents[0], WHITE, 0.15)
    with stage.layer("background", 0.7) as pen:
        pen.cover(stage.script.ink, 0.4)
        magic.draw_circle(pen, stage.script, d.child("behind"), side * 160, -30, d.uniform(300,
                460), hue)
    with stage.layer("characters", 1.0) as pen:
        _bust(stage, pen, "hero", side * d.uniform(130, 260), d.uniform(-70, 10), d.uniform(1.2,
                1.7), yaw=-side * d.uniform(0.1, 0.9))
    with stage.layer("effects") as pen:
        if d.chance(0.6):
            magic.draw_circle(pen, stage.script, d.child("before"), -side * d.uniform(280, 420),
                              d.uniform(200, 330), d.uniform(200, 300), hue, squash=0.4)
        weather.draw_sparkles(pen, stage.script, d.child("sparkles"))
        lights.draw_glow(pen, -side * 320, 120, 320, hue, 0.5)
    _grade(stage)
    _subtitle(stage, 0.3)


def night(stage: Stage) -> None:
    """Draw a dark scene with lamps, often in rain."""
    d = stage.dice.child("shot")
    stage.script = palette.script(stage.dice.child("dark"), palette.DARK)
    _place(stage, places=(city.draw_street, city.draw_skyline), blur=d.pick((0.0, 7.0)))
    side = d.pick((-1, 1))
    if d.chance(0.75):
        with stage.layer("characters", 1.0) as pen:
            _bust(stage, pen, "hero", side * d.uniform(160, 360), d.uniform(-60, 40), d.uniform(1.1,
                    1.9), yaw=-side * d.uniform(0, 1))
    with stage.layer("effects") as pen:
        if d.chance(0.5):
            weather.draw_rain(pen, stage.script, d.child("rain"))
        for _ in range(d.pick((1, 2, 4))):
            lights.draw_glow(pen, d.uniform(-850, 850), d.uniform(-420, 200), d.uniform(90, 260),
                             d.pick((*stage.script.accents, stage.script.rim)), 0.5)
        if d.chance(0.4):
            lights.draw_flare(pen, stage.script, d.child("flare"), -side * d.uniform(300, 800),
                              d.uniform(-380, -60))
    _grade(stage)
    _subtitle(stage, 0.4)


def screens(stage: Stage) -> None:
    """Draw a cockpit or a desk of screens, one of which may show a face."""
    d = stage.dice.child("shot")
    with stage.layer("background", 0.5) as pen:
        machine.draw_hull(pen, stage.script, d.child("hull"))
        pen.cover(stage.script.ink, 0.45)
        spots = ((-820, -420, 620, 400), (-130, -380, 480, 330), (420, -430, 430, 420), (-780, 60,
                420, 330), (380, 80, 460, 330))
        for i, (x, y, w, h) in enumerate(spots):
            if d.chance(0.85):
                machine.draw_console(pen, stage.script, d.child(f"screen{i}"), x, y, w, h)
        x, y, w, h = spots[d.pick((0, 2))]
        with pen.clip(box(x, y, x + w, y + h, 6)):
            if d.chance(0.7):
                pen.cover(mix(stage.script.sky[1], (0.2, 0.7, 0.9), 0.5))
                _bust(stage, pen, "caller", x + w / 2, y + h * 0.52, h / 420, weight=1.0)
                scan = [np.linspace((x, v), (x + w, v), 3) for v in np.arange(y, y + h, 7.0)]
                pen.hairlines(scan, 2.0, BLACK, alpha=0.4, taper="none")
    side = d.pick((-1, 1))
    if d.chance(0.6):
        with stage.layer("characters", 1.0) as pen:
            _bust(stage, pen, "hero", side * d.uniform(40, 160), d.uniform(90, 170), d.uniform(1.1,
                    1.5), yaw=side * d.uniform(0.3, 1))
    _grade(stage)
    _subtitle(stage, 0.3)


def card(stage: Stage) -> None:
    """Draw a title over a scene or a plain ground."""
    d = stage.dice.child("shot")
    if d.chance(0.6):
        _place(stage, blur=d.pick((0.0, 6.0)))
    else:
        with stage.layer("background", 0.3) as pen:
            backdrop.draw_backdrop(pen, stage.script, d.child("backdrop"))
    with stage.layer("effects") as pen:
        if d.chance(0.5):
            weather.draw_sparkles(pen, stage.script, d.child("sparkles"), 16)
    with stage.layer("captions") as pen:
        lettering.draw_title(pen, stage.script, d.child("title"))
        for i in range(d.pick((0, 1, 2))):
            lettering.draw_sign(pen, stage.script, d.child(f"sign{i}"), -700 + 340 * i, -380,
                                *d.pick(((240, 90), (90, 240))))


KINDS: dict[str, Callable[[Stage], None]] = {
    draw.__name__: draw
    for draw in (
        portrait, dialogue, shoulder, crowd, longshot, town, nature, room, mecha, beast, manga,
        action, spell, night, screens, card,
    )
}
"""By name, in the order in which seeds go through them."""
