"""The hair of characters: locks with shadow shapes and strands, fringes, manes, tails, highlights.

A lock is a ribbon along a curve that ends in a point. A head's half width is 100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.quality.scenes.curves import (
    Path,
    Points,
    bezier,
    merged,
    oval,
    path,
    ribbon,
    spline,
)
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.figures.look import Look, Pose
from benchmarks.quality.scenes.palette import Colour, Script, mix, shifted
from benchmarks.quality.scenes.pen import Pen, linear

Light = tuple[float, float]


@dataclass(frozen=True)
class Tones:
    """The colours of one head of hair."""

    base: Colour
    shade: Colour
    deep: Colour
    gleam: Colour
    ink: Colour
    trace: Colour
    """Lines within: coloured, as tracers do."""
    tip: Colour


def tones(look: Look, script: Script) -> Tones:
    """Return a character's hair under the scene's light."""
    base = script.lit(look.hair)
    return Tones(
        base,
        script.shade(base, 0.85),
        script.shade(base, 1.5),
        script.glint(shifted(base, value=1.25, saturation=0.85), 0.42),
        script.line(base, 0.6),
        mix(script.shade(base, 1.7), script.line(base, 0.6), 0.5),
        mix(base, script.glint(shifted(base, hue=0.02, value=1.2), 0.25), 0.6),
    )


def _profile(count: int, root: float) -> npt.NDArray[np.float64]:
    t = np.linspace(0, 1, count)
    return np.asarray((root + (1 - root) * np.sin(np.pi * np.minimum(t / 0.9, 1))) * (1 - t**2.6))


def lock(
    pen: Pen, spine: Points, width: float, colours: Tones, light: Light, *, dice: Dice,
    root: float = 0.55, dim: bool = False, line: float = 2.7, tone_count: int = 2,
) -> None:
    """Draw a lock along a curve from its root to its tip; a dim one lies in shadow."""
    widths = _profile(len(spine), root) * width
    outline = ribbon(spine, widths)
    n = len(spine)
    shape = path(outline)
    if dim or pen.detail < 0.5:
        pen.fill(shape, colours.shade if dim else colours.base)
    else:
        pen.fill(shape, shader=linear(spine[0], spine[-1], ((0, colours.base), (0.55, colours.base),
                                                            (1, colours.tip))))
    lit = float((spine[n // 2] - spine[0]) @ np.array([light[1], -light[0]])) > 0
    side = 1 if lit else -1
    offset = (outline[:n] - outline[n:][::-1]) / 2 * side
    with pen.clip(shape):
        # A shadow shape along the side away from the light: it grows towards the tip, or the root.
        start = dice.uniform(0.0, 0.35)
        t = np.linspace(0, 1, n)
        inner = spine - offset * (0.55 - 0.75 * np.clip((t - start) * 1.3, 0, 1))[:, None]
        outer = spine - offset * 1.3
        pen.fill(path(np.concatenate([outer, inner[::-1]])), colours.deep if dim else colours.shade)
        if tone_count > 2 and not dim:
            deep = spine - offset * (0.95 - 0.55 * np.clip((t - 0.45) * 1.6, 0, 1))[:, None]
            pen.fill(path(np.concatenate([outer, deep[::-1]])), colours.deep)
        if not dim and pen.detail > 0.3 and dice.chance(0.5):
            glint = spine + offset * (0.45 + 0.2 * np.sin(3 * t))[:, None]
            a, b = int(n * dice.uniform(0.25, 0.4)), int(n * dice.uniform(0.55, 0.8))
            if b - a > 3:
                pen.ink(glint[a:b], width * 0.12, colours.gleam, alpha=0.9, noted=False)
    for edge in (outline[:n], outline[n:][::-1]):
        share = np.clip(1.9 * np.linspace(0, 1, n) - 0.25, 0, 1)
        pen.stroke(edge, line * pen.weight * share, colours.ink)
    if pen.detail < 0.5:
        return
    # Strands within: one in ink from near the tip, finer ones in colour.
    for k in range(1 + int(dice.random() * 2.6)):
        where = dice.uniform(-0.6, 0.6)
        a, b = int(n * dice.uniform(0.05, 0.45)), int(n * dice.uniform(0.6, 0.95))
        if b - a > 3:
            strand = (spine + offset * where)[a:b]
            pen.ink(strand, line * (dice.uniform(0.5, 0.75) if k == 0 else dice.uniform(0.3, 0.55)),
                    colours.ink if k == 0 and where * (1 if lit else -1) < 0 else colours.trace)


def _skull(look: Look, yaw: float) -> tuple[float, float, float, float]:
    """Return centre and half axes of the head with its hair."""
    return -12.0 * yaw, -30.0, 113.0 * look.volume, 124.0 * look.volume


def crown_edge(look: Look, yaw: float) -> Points:
    """Return the hair's upper edge, from left to right."""
    return _crown(look, yaw)[:29]


def draw_back(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    """Draw what hangs behind the head."""
    colours = tones(look, script)
    x, y, rx, ry = _skull(look, pose.yaw)
    style = look.hair_style
    blow = pose.breeze
    if style in ("ponytail", "twintails"):
        sides = (-1, 1) if style == "twintails" else (-1 if pose.yaw > 0 else 1,)
        for side in sides:
            root = np.array([x + side * rx * (0.86 if style == "twintails" else 0.5),
                             y - ry * 0.55])
            _tail(pen, look, root, side, blow, colours, light, dice.child(f"tail{side}"))
    reach = {"long": 330.0, "curtain": 150.0, "bob": 150.0, "twintails": 70.0, "ponytail": 60.0}
    length = reach.get(style, 70.0)
    if style in ("long", "bob", "curtain"):
        spread = 1.12 if style == "long" else 1.1
        back = spline([(x - rx * 0.98, y - 20), (x - rx * spread, y + length * 0.45), (x - rx * 0.8,
                y + length * 0.84), (x, y + length * 0.8), (x + rx * 0.8, y + length * 0.84),
                       (x + rx * spread, y + length * 0.45), (x + rx * 0.98, y - 20), (x, y - ry)],
                      closed=True)
        pen.fill(path(back), colours.deep)
    count = {"long": 11, "bob": 9, "curtain": 9, "spiky": 11}.get(style, 9)
    order = sorted(range(count), key=lambda i: -abs(i - (count - 1) / 2))
    for i in reversed(order):
        d = dice.child(f"back{i}")
        a = (i / (count - 1) - 0.5) * 2
        top = (x + a * rx * 0.82, y - ry * 0.35)
        if style == "spiky":
            angle = math.pi * (0.5 - 0.78 * a) + d.around(0, 0.08)
            tip = (x + math.cos(angle) * rx * 1.42, y + math.sin(angle) * ry * 0.95 + 12)
            mid = (x + math.cos(angle + 0.2) * rx * 1.1, y + math.sin(angle + 0.2) * ry * 0.8)
            spine = bezier(top, mid, mid, tip)
            lock(pen, spine, 58, colours, light, dice=d, dim=abs(a) < 0.6, tone_count=look.tones)
            continue
        drop = length * d.uniform(0.92, 1.12)
        curl = d.uniform(-0.14, 0.14) + 0.2 * blow
        out = {"long": 1.1, "bob": 0.92, "curtain": 1.0}.get(style, 0.9)
        swell = 1.14 if style in reach and length > 100 else 0.98
        tip = (x + a * rx * out + curl * length * 0.5, y + drop)
        spine = bezier(top, (x + a * rx * swell, y + drop * 0.25),
                       (x + a * rx * (swell + 0.02) + curl * 20, y + drop * 0.7), tip)
        lock(pen, spine, rx * (0.5 if style == "long" else 0.44 if length > 100 else 0.34), colours,
             light, dice=d, dim=abs(a) < 0.75, tone_count=look.tones)


def _tail(
    pen: Pen, look: Look, root: Points, side: int, blow: float, colours: Tones, light: Light,
    dice: Dice,
) -> None:
    for i in range(5):
        d = dice.child(i)
        out = side * (58 + 22 * i) + 60 * blow
        length = d.uniform(250, 340) - 22 * i
        tip = root + [out * 0.8 + side * d.uniform(-30, 26), length]
        spine = bezier(root, root + [out * 0.9, -35 + 10 * i], root + [out * 1.25, length * 0.55],
                       tip)
        lock(pen, spine, d.uniform(46, 66), colours, light, dice=d, root=0.3,
             dim=i < 2, tone_count=look.tones)
    pen.fill(oval(root[0], root[1], 17, 14), colours.ink)
    pen.fill(oval(root[0] - 2, root[1] - 2, 12, 9), shifted(colours.gleam, hue=0.5, saturation=1.5))


def _inside(spine: Points, look: Look, yaw: float, width: float) -> Points:
    """Return a curve drawn in where it would leave the hair on top of the head."""
    x, y, rx, ry = _skull(look, yaw)
    off = (spine - [x, y]) / [rx - 0.45 * width, ry - 0.3 * width]
    far = np.maximum(1, np.hypot(off[:, 0], off[:, 1]))
    drawn_in = [x, y] + (spine - [x, y]) / far[:, None]
    share = np.clip((y + 40 - spine[:, 1]) / 60, 0, 1)[:, None]
    return np.asarray(spine * (1 - share) + drawn_in * share)


def _part(look: Look, yaw: float) -> Points:
    x, y, _, ry = _skull(look, yaw)
    return np.array([x + look.part * 70 + 22 * yaw, y - ry * 0.93])


def fringe(look: Look, pose: Pose, dice: Dice) -> list[tuple[Points, float, Dice]]:
    """Return the fringe's locks in the order of drawing: spines, widths, and each one's chance."""
    k, x = pose.yaw, -12.0 * pose.yaw
    part = _part(look, k)
    own = dice.child("fringe")
    count = (8 if look.bangs == "blunt" else 4) + int(own.random() * 4)
    to = own.pick((-1, 1))
    out = []
    for i in sorted(range(count), key=lambda i: -abs(i - (count - 1) / 2 - look.part)):
        d = dice.child(f"fringe{i}")
        a = (i / (count - 1) - 0.5) * 2
        sweep = 0.32 * look.part + 0.1 * pose.breeze
        foot = x + a * 84 + 30 * k - sweep * 60
        low = -36 + 34 * look.fringe + 22 * abs(a) + d.around(0, 8) + 6 * pose.nod
        reach = a * 22
        if look.bangs == "blunt":
            low = -22 + 18 * look.fringe + 5 * abs(a) + d.around(0, 2.5) + 6 * pose.nod
            reach = 2 * a
        elif look.bangs == "swept":
            reach = to * d.uniform(34, 52)
            low += 13 * a * to
        elif look.bangs == "parted":
            reach = math.copysign(d.uniform(26, 54), a + 0.01) * (1.1 - abs(a))
            low -= 20 * (1 - abs(a))
        spine = bezier(
            part + [a * 26, 4], (part[0] + a * 78, part[1] + 26), (foot + a * 12, -78),
            (foot + reach, low), 18,
        )
        even = look.bangs == "blunt"
        width = (d.uniform(168, 205) if even else d.uniform(140, 250)) / count + (
            20 if even else 14)
        out.append((_inside(spine, look, k, width), width, d))
        if not even and d.chance(0.5):
            # A thin lock that has come loose beside it.
            aside, fall = d.pick((-1, 1)) * d.uniform(12, 24), d.uniform(-6, 22)
            t = np.linspace(0, 1, len(spine))[:, None]
            out.append((_inside(spine + t**2 * [aside, fall], look, k, 20), d.uniform(9, 15),
                        d.child("loose")))
    return out


def fringe_shape(look: Look, pose: Pose, dice: Dice) -> Path:
    """Return the fringe's outline: what throws a shadow on the face."""
    return merged([
        path(ribbon(spine, _profile(len(spine), 0.4) * width))
        for spine, width, _ in fringe(look, pose, dice)
    ])


def draw_front(
    pen: Pen, look: Look, pose: Pose, script: Script, light: Light, dice: Dice
) -> None:
    """Draw the crown, the locks that frame the face, the fringe and the highlight."""
    colours = tones(look, script)
    x, y, rx, ry = _skull(look, pose.yaw)
    k = pose.yaw
    part = _part(look, k)
    crown = _crown(look, k)
    pen.fill(path(crown), colours.base)
    with pen.clip(path(crown)):
        away = -1 if light[0] > 0 else 1
        dark = spline([(x + away * rx * 1.1, y - ry), (x + away * rx * 0.66, y - ry * 0.5),
                       (x + away * rx * 0.74, y + 10), (x + away * rx * 1.2, y + 40)])
        pen.fill(path(dark), colours.shade)
    if look.hair_style == "spiky":
        _spikes(pen, look, (x, y, rx, ry), colours, light, dice.child("spikes"))
    framing = {"long": 185, "bob": 132, "curtain": 138, "twintails": 175, "ponytail": 150}
    for side in (-1, 1):
        hidden = 0.12 * max(0, side * k)
        drop = framing.get(look.hair_style, 62 if not look.broad else 40)
        for j in range(2):
            d = dice.child(f"side{side}{j}")
            edge = x + side * rx * (0.93 - 0.13 * j - hidden) + 12 * k
            length = drop * d.uniform(0.86, 1.08) * (1 - 0.25 * j)
            tip = (edge - side * d.uniform(2, 16) + 22 * pose.breeze, length)
            spine = bezier(part + [side * 16, 16], (x + side * rx * 0.58 + 8 * k, -116),
                           (edge + side * 12, length * 0.3),
                           tip, 20)
            width = d.uniform(36, 48)
            lock(pen, _inside(spine, look, k, width), width, colours, light, dice=d, root=0.35,
                 tone_count=look.tones)
    for spine, width, d in fringe(look, pose, dice):
        lock(pen, spine, width, colours, light, dice=d, root=0.4, tone_count=look.tones)
    with pen.clip(merged([path(crown), fringe_shape(look, pose, dice)])):
        _ring_of_light(pen, look, (x, y, rx, ry), k, colours, dice.child("ring"))
    pen.contour(crown[:29], 4.4, colours.ink, light=light, closed=False)
    if dice.chance(0.35):
        d = dice.child("ahoge")
        bend = d.pick((-1, 1)) * d.uniform(30, 60)
        lock(pen, bezier(part, part + [bend * 0.2, -60], part + [bend, -70], part + [bend * 1.4,
                -22]), 15, colours, light, dice=d, root=0.5)


def _crown(look: Look, yaw: float) -> Points:
    """Return the hair's upper edge from temple to temple, closed by the hairline."""
    x, y, rx, ry = _skull(look, yaw)
    a = np.linspace(math.pi * 1.02, math.pi * 1.98, 29)
    top = np.stack([x + rx * np.cos(a), y + ry * np.sin(a)], 1)
    hairline = spline([top[-1], (x + rx * 0.78, -62), (x + 20 * yaw, -84), (x - rx * 0.78, -62),
                       top[0]])
    return np.concatenate([top, hairline[1:-1]])


def _spikes(
    pen: Pen, look: Look, skull: tuple[float, float, float, float], colours: Tones, light: Light,
    dice: Dice,
) -> None:
    x, y, rx, ry = skull
    for i in range(9):
        d = dice.child(i)
        angle = math.pi * (1.06 + 0.88 * i / 8) + d.around(0, 0.06)
        out = d.uniform(1.22, 1.48)
        root = (x + rx * 0.35 * math.cos(angle), y + ry * 0.35 * math.sin(angle))
        tip = (x + rx * out * math.cos(angle + 0.16), y + ry * out * math.sin(angle + 0.16))
        mid = (x + rx * 1.0 * math.cos(angle - 0.05), y + ry * 1.0 * math.sin(angle - 0.05))
        lock(pen, bezier(root, mid, mid, tip), d.uniform(52, 70), colours, light, dice=d, root=0.7,
             tone_count=look.tones)


def _ring_of_light(
    pen: Pen, look: Look, skull: tuple[float, float, float, float], yaw: float, colours: Tones,
    dice: Dice,
) -> None:
    """Draw the highlight that runs round the crown in broken, pointed pieces."""
    if look.hair_style == "spiky" or dice.chance(0.15):
        return
    x, y, rx, ry = skull
    tall = dice.uniform(10, 17)
    lift = dice.uniform(0.42, 0.58)
    full = dice.chance(0.5)
    count = 26 if full else 16
    for share in np.linspace(-0.9, 0.9, count) + [dice.uniform(-0.03, 0.03) for _ in range(count)]:
        edge = 1 - share**2
        if dice.chance(0.16 if full else 0.3):
            continue
        # Each piece follows a strand: pointed at both ends, longer towards the middle.
        at = x + share * rx * 0.86 + 14 * yaw
        level = y - ry * lift + 34 * share**2 + dice.uniform(-3, 3)
        reach = tall * (0.35 + edge) * dice.uniform(0.6, 1.6)
        wide = rx * dice.uniform(0.016, 0.045)
        lean = share * 9
        piece = spline([(at - lean * 0.4, level - reach * 0.6), (at + wide, level + 2),
                        (at + lean * 1.4 + dice.uniform(-3, 3), level + reach),
                        (at - wide, level + 3)], closed=True, steps=4)
        pen.fill(path(piece), colours.gleam)
    if dice.chance(0.6):
        arc = spline([(x + s * rx * 0.8 + 14 * yaw, y - ry * (lift - 0.2) + 34 * s * s)
                      for s in (-0.8, -0.4, 0.0, 0.4, 0.8)])
        pen.ink(arc, 15, colours.gleam, alpha=0.22, noted=False)
