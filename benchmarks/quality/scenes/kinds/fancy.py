"""The kinds of scenes of fantasy and haste: machines, beasts, pages of manga, action, spells."""

from __future__ import annotations

import dataclasses

from benchmarks.quality.scenes import lettering, palette
from benchmarks.quality.scenes.curves import box, path, spline
from benchmarks.quality.scenes.effects import lights, lines, magic, weather
from benchmarks.quality.scenes.figures.figure import draw_bust
from benchmarks.quality.scenes.figures.look import pose
from benchmarks.quality.scenes.figures.stance import leaping, standing, walking
from benchmarks.quality.scenes.kinds.common import (
    grade,
    put_bust,
    put_figure,
    put_place,
    put_subtitle,
    who_is,
)
from benchmarks.quality.scenes.palette import WHITE, mix
from benchmarks.quality.scenes.pen import linear
from benchmarks.quality.scenes.settings import (
    backdrop,
    city,
    creature,
    fauna,
    foliage,
    machine,
    vehicles,
)
from benchmarks.quality.scenes.settings.sky import draw_sky
from benchmarks.quality.scenes.stage import Stage


def mecha(stage: Stage) -> None:
    """Draw a hull near, a robot near or at full height before a place, or a ship in space."""
    d = stage.dice.child("shot")
    what = d.pick(("hull", "head", "giant", "giant", "ship"))
    if what == "hull":
        with stage.layer("background", 0.6) as pen:
            machine.draw_hull(pen, stage.script, d.child("hull"))
    elif what == "ship":
        with stage.layer("background", 0.1) as pen:
            vehicles.draw_stars(pen, stage.script, d.child("stars"))
        with stage.layer("characters", 1.0) as pen:
            for i in reversed(range(d.pick((1, 1, 2)))):
                far = 0.4 ** i
                with pen.at(d.uniform(-120, 160) - 520 * i, d.uniform(-60, 60) - 240 * i,
                            far * d.uniform(0.85, 1.25), d.around(-6, 5), flip=d.chance(0.5)):
                    vehicles.draw_ship(pen, stage.script, d.child(f"ship{i}"))
    else:
        put_place(stage, blur=d.uniform(1.5, 5), places=(city.draw_skyline, foliage.draw_meadow))
        with stage.layer("characters", 1.0) as pen:
            if what == "head":
                with pen.at(d.uniform(-260, 260), d.uniform(-10, 90), d.uniform(0.85, 1.5),
                            d.around(0, 5)):
                    machine.draw_robot(pen, stage.script, d.child("robot"))
            else:
                own = d.child("stance")
                stance = leaping(own) if own.chance(0.3) else standing(own)
                scale = d.uniform(0.58, 0.98)
                with pen.at(d.uniform(-260, 260), -480 * scale + d.uniform(0, 160), scale,
                            d.around(0, 5)):
                    pen.weight = 1.2
                    vehicles.draw_giant(pen, stage.script, d.child("robot"), stance)
    with stage.layer("effects") as pen:
        if d.chance(0.4):
            lines.draw_speed_lines(pen, d.child("speed"), WHITE, degrees=d.uniform(-20, 20),
                                   count=40, alpha=0.7)
        if d.chance(0.4):
            lights.draw_flare(pen, stage.script, d, d.uniform(-600, 600), d.uniform(-350, 100))
    grade(stage)


def beast(stage: Stage) -> None:
    """Draw a dragon, a furred beast, a bird of prey or a serpent, near."""
    d = stage.dice.child("shot")
    with stage.layer("background", 0.3) as pen:
        if d.chance(0.5):
            backdrop.draw_wash(pen, stage.script, d.child("wash"))
        else:
            draw_sky(pen, stage.script, d.child("sky"), horizon=420)
    with stage.layer("characters", 1.0) as pen, pen.at(d.uniform(-180, 60), d.uniform(-20, 90),
                                                       d.uniform(0.8, 1.5), d.around(0, 6),
                                                       flip=d.chance(0.5)):
        draw = d.pick((creature.draw_beast, fauna.draw_furred, fauna.draw_bird, fauna.draw_serpent))
        draw(pen, stage.script, d.child("beast"))
    grade(stage)


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
        who = who_is(stage, "hero")
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
        if d.chance(0.5):
            to = -side
            stance = d.pick((leaping(d.child("stance")), walking(stage.held + 0.4, to, hurry=1.0)))
            scale = d.uniform(0.6, 0.82)
            soles = 60 + (640 + stance.lift) * scale
            put_figure(stage, pen, "hero", side * d.uniform(60, 300), soles, scale,
                       stance, yaw=to * d.uniform(0.5, 1), degrees=to * d.uniform(0, 16),
                       shadow=False)
        else:
            put_bust(stage, pen, "hero", side * d.uniform(160, 320), d.uniform(-60, 60),
                     d.uniform(1.3, 2.0), yaw=-side * d.uniform(0.5, 1),
                     degrees=-side * d.uniform(4, 14), hands=0.55)
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
    put_place(stage, blur=d.uniform(5, 10))
    side = d.pick((-1, 1))
    hue = mix(stage.script.accents[0], WHITE, 0.15)
    with stage.layer("background", 0.7) as pen:
        pen.cover(stage.script.ink, 0.4)
        magic.draw_circle(pen, stage.script, d.child("behind"), side * 160, -30, d.uniform(300,
                460), hue)
    with stage.layer("characters", 1.0) as pen:
        if d.chance(0.35):
            scale = d.uniform(0.55, 0.85)
            put_figure(stage, pen, "hero", side * d.uniform(130, 260), 60 + 560 * scale, scale,
                       standing(d.child("stance")), shadow=False)
        else:
            put_bust(stage, pen, "hero", side * d.uniform(130, 260), d.uniform(-70, 10),
                     d.uniform(1.2, 1.7), yaw=-side * d.uniform(0.1, 0.9), hands=0.55)
    with stage.layer("effects") as pen:
        if d.chance(0.6):
            magic.draw_circle(pen, stage.script, d.child("before"), -side * d.uniform(280, 420),
                              d.uniform(200, 330), d.uniform(200, 300), hue, squash=0.4)
        weather.draw_sparkles(pen, stage.script, d.child("sparkles"))
        lights.draw_glow(pen, -side * 320, 120, 320, hue, 0.5)
    grade(stage)
    put_subtitle(stage, 0.3)
