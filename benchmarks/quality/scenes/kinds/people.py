"""The kinds of scenes with people: near, talking, in a crowd, far off, in a room."""

from __future__ import annotations

from benchmarks.quality.scenes.effects import weather
from benchmarks.quality.scenes.figures.figure import draw_from_behind
from benchmarks.quality.scenes.figures.look import pose
from benchmarks.quality.scenes.figures.stance import SOLE, leaping, sitting, standing, walking
from benchmarks.quality.scenes.kinds.common import (
    grade,
    put_bust,
    put_figure,
    put_place,
    put_subtitle,
    who_is,
)
from benchmarks.quality.scenes.settings import backdrop, city, foliage, interior
from benchmarks.quality.scenes.stage import Stage


def portrait(stage: Stage) -> None:
    """Draw one character near, off the middle, before a place out of focus."""
    d = stage.dice.child("shot")
    close = d.pick(("knees", "bust", "bust", "face", "face", "extreme"))
    if d.chance(0.25):
        with stage.layer("background", 0.35) as pen:
            backdrop.draw_backdrop(pen, stage.script, d.child("backdrop"))
    else:
        put_place(stage, blur=d.uniform(6, 16) if close != "extreme" else 18)
    side = d.pick((-1, 1))
    if close == "knees":
        with stage.layer("characters", 1.0) as pen:
            scale = d.uniform(0.8, 1.05)
            put_figure(stage, pen, "hero", side * d.uniform(60, 330),
                       -150 * scale - 250 + SOLE * scale, scale, standing(d.child("stance")),
                       degrees=d.around(0, 3))
        grade(stage)
        put_subtitle(stage)
        return
    scale = {"bust": d.uniform(1.35, 1.9), "face": d.uniform(2.1, 3.0), "extreme": d.uniform(3.8,
            5.2)}[close]
    x = side * d.uniform(90, 330) * (1 if close == "bust" else 0.7)
    y = {"bust": d.uniform(-130, -40), "face": d.uniform(-60, 30), "extreme": d.uniform(-110,
            -40)}[close]
    with stage.layer("characters", 1.0) as pen:
        put_bust(stage, pen, "hero", x, y, scale, yaw=-side * d.uniform(0.15, 1.0),
                 degrees=d.around(0, 4), hands=0.55)
    if d.chance(0.3):
        with stage.layer("foreground", 1.8) as pen:
            weather.draw_petals(pen, stage.script, d.child("petals"))
    grade(stage)
    put_subtitle(stage)


def dialogue(stage: Stage) -> None:
    """Draw two characters who face each other."""
    d = stage.dice.child("shot")
    put_place(stage, blur=d.uniform(4, 9))
    with stage.layer("characters", 1.0) as pen:
        near = d.pick((-1, 1))
        put_bust(stage, pen, "second", -near * d.uniform(330, 420), d.uniform(-60, 30),
                 d.uniform(1.0, 1.3), yaw=near * d.uniform(0.4, 1))
        put_bust(stage, pen, "hero", near * d.uniform(300, 400), d.uniform(-30, 70), d.uniform(1.5,
                1.9), yaw=-near * d.uniform(0.4, 1), hands=0.55)
    grade(stage)
    put_subtitle(stage, 0.75)


def shoulder(stage: Stage) -> None:
    """Draw one character over the shoulder of another, who is near and out of focus."""
    d = stage.dice.child("shot")
    side = d.pick((-1, 1))
    put_place(stage, blur=d.uniform(5, 10))
    with stage.layer("characters", 1.0) as pen:
        put_bust(stage, pen, "hero", -side * d.uniform(160, 260), d.uniform(-90, 0), d.uniform(1.25,
                1.6), yaw=side * d.uniform(0.2, 0.8), hands=0.55)
    with stage.layer("foreground", 1.7) as pen, pen.group(blur=d.uniform(2.5,
            7)), pen.at(side * d.uniform(470, 600), d.uniform(-20, 90), d.uniform(1.7, 2.3)):
        who = who_is(stage, "second")
        draw_from_behind(pen, who, pose(d.child("pose"), yaw=0.0), stage.script, stage.light,
                         d.child("drawn"))
    grade(stage)
    put_subtitle(stage, 0.5)


def crowd(stage: Stage) -> None:
    """Draw many figures in rows before a place."""
    d = stage.dice.child("shot")
    put_place(stage, blur=2.0, places=(city.draw_street, city.draw_skyline, interior.draw_room))
    with stage.layer("characters", 1.0) as pen:
        for row, (count, scale, y) in enumerate(((8, 0.36, 120), (6, 0.52, 180), (4, 0.8, 260))):
            for i in range(count):
                c = d.child(f"{row}{i}")
                x = (i + 0.5) / count * 1900 - 950 + c.uniform(-60, 60)
                put_bust(stage, pen, f"crowd{row}{i}", x, y + c.uniform(-24, 24),
                      scale * c.uniform(0.92, 1.06))
    grade(stage)
    put_subtitle(stage, 0.25)


def longshot(stage: Stage) -> None:
    """Draw one to three whole figures, small in a place."""
    d = stage.dice.child("shot")
    put_place(stage, places=(city.draw_street, foliage.draw_meadow, foliage.draw_wood))
    with stage.layer("characters", 1.0) as pen:
        side, near, first = d.pick((-1, 1)), d.uniform(0.22, 0.5), d.uniform(80, 330)
        for i in range(d.pick((1, 1, 2, 3))):
            c = d.child(i)
            scale = near * c.uniform(0.94, 1.06)
            foot = 330 + 190 * (scale - 0.22) / 0.28
            x = side * (first - (470 * near + c.uniform(0, 120)) * i)
            to = c.pick((-1, 1))
            stance = {
                "stand": standing(c.child("stance")), "leap": leaping(c.child("stance")),
                "walk": walking(stage.held + c.uniform(0, 2), to),
                "run": walking(stage.held + c.uniform(0, 2), to, hurry=1.0),
            }[c.pick(("stand", "stand", "stand", "walk", "walk", "run", "leap"))]
            put_figure(stage, pen, f"walker{i}", x, foot, scale, stance)
    grade(stage)
    put_subtitle(stage, 0.25)


def room(stage: Stage) -> None:
    """Draw a room with one who sits or stands in it."""
    d = stage.dice.child("shot")
    put_place(stage, places=(interior.draw_room,))
    x, how = d.pick((-1, 1)) * d.uniform(150, 480), d.random()
    with stage.layer("characters", 1.0) as pen:
        if how < 0.4:
            put_bust(stage, pen, "hero", x, d.uniform(120, 200), d.uniform(0.7, 1.1), hands=0.55)
        elif how < 0.65:
            put_figure(stage, pen, "hero", x, d.uniform(430, 470), d.uniform(0.45, 0.56),
                       standing(d.child("stance")))
        elif how < 0.85:
            stance = sitting(d.child("stance"))
            scale, floor = d.uniform(0.5, 0.6), d.uniform(440, 480)
            interior.draw_stool(pen, stage.script, d.child("stool"), x, floor, scale)
            put_figure(stage, pen, "hero", x, floor, scale, stance, shadow=False)
    grade(stage)
    put_subtitle(stage, 0.4)
