"""The kinds of scenes without people, or where they are small: towns, nature, screens, titles."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes import lettering, palette
from benchmarks.quality.scenes.curves import box
from benchmarks.quality.scenes.effects import lights, weather
from benchmarks.quality.scenes.kinds.common import grade, put_bust, put_place, put_subtitle
from benchmarks.quality.scenes.palette import BLACK, mix
from benchmarks.quality.scenes.settings import backdrop, city, foliage, machine
from benchmarks.quality.scenes.stage import Stage


def town(stage: Stage) -> None:
    """Draw a street or a skyline alone."""
    put_place(stage, places=(city.draw_street, city.draw_skyline))
    grade(stage)
    d = stage.dice.child("shot")
    if d.chance(0.3):
        with stage.layer("effects") as pen:
            lights.draw_flare(pen, stage.script, d, d.uniform(-700, 700), d.uniform(-420, -100))
    put_subtitle(stage, 0.2)


def nature(stage: Stage) -> None:
    """Draw a meadow or a wood, with leaves near us out of focus."""
    d = stage.dice.child("shot")
    put_place(stage, places=(foliage.draw_meadow, foliage.draw_wood))
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
    grade(stage)


def night(stage: Stage) -> None:
    """Draw a dark scene with lamps, often in rain."""
    d = stage.dice.child("shot")
    stage.script = palette.script(stage.dice.child("dark"), palette.DARK)
    put_place(stage, places=(city.draw_street, city.draw_skyline), blur=d.pick((0.0, 7.0)))
    side = d.pick((-1, 1))
    if d.chance(0.75):
        with stage.layer("characters", 1.0) as pen:
            put_bust(stage, pen, "hero", side * d.uniform(160, 360), d.uniform(-60, 40),
                     d.uniform(1.1, 1.9), yaw=-side * d.uniform(0, 1), hands=0.55)
    with stage.layer("effects") as pen:
        if d.chance(0.5):
            weather.draw_rain(pen, stage.script, d.child("rain"))
        for _ in range(d.pick((1, 2, 4))):
            lights.draw_glow(pen, d.uniform(-850, 850), d.uniform(-420, 200), d.uniform(90, 260),
                             d.pick((*stage.script.accents, stage.script.rim)), 0.5)
        if d.chance(0.4):
            lights.draw_flare(pen, stage.script, d.child("flare"), -side * d.uniform(300, 800),
                              d.uniform(-380, -60))
    grade(stage)
    put_subtitle(stage, 0.4)


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
                put_bust(stage, pen, "caller", x + w / 2, y + h * 0.52, h / 420, weight=1.0)
                scan = [np.linspace((x, v), (x + w, v), 3) for v in np.arange(y, y + h, 7.0)]
                pen.hairlines(scan, 2.0, BLACK, alpha=0.4, taper="none")
    side = d.pick((-1, 1))
    if d.chance(0.6):
        with stage.layer("characters", 1.0) as pen:
            put_bust(stage, pen, "hero", side * d.uniform(40, 160), d.uniform(90, 170),
                     d.uniform(1.1, 1.5), yaw=side * d.uniform(0.3, 1), hands=0.55)
    grade(stage)
    put_subtitle(stage, 0.3)


def card(stage: Stage) -> None:
    """Draw a title over a scene or a plain ground."""
    d = stage.dice.child("shot")
    if d.chance(0.6):
        put_place(stage, blur=d.pick((0.0, 6.0)))
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
