"""The choice of what is done to fields, from what people ask for and what samples say."""

from __future__ import annotations

from fractions import Fraction

from ...errors import OptionError
from ...lazy.dataclass import dataclass
from .scan import FILM_RATE, Material, Scan, is_video_rate
from .stage import NOTHING, FieldWork, deinterlaced_layout

DEINTERLACE = ("auto", "on", "off", "bob")
"""The values of ``--deinterlace``."""

_ORDERS = {1: "top field first", -1: "bottom field first", 0: "in an order that it does not tell"}


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What is done, and what is to be said about it, a sentence each."""

    work: FieldWork = NOTHING
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """What people ask for.

    Attributes
    ----------
    deinterlace : ``auto`` for what is interlaced, ``on`` for all frames, ``off`` for none, ``bob``
        for all, of each two
    detelecine : whether film that was telecined is restored to its own frames
    """

    deinterlace: str = "auto"
    detelecine: bool = False

    @classmethod
    def of(cls, deinterlace: str, detelecine: bool) -> FieldChoice:
        """Return a checked choice. Raises `OptionError` for what does not exist or fit together."""
        if deinterlace not in DEINTERLACE:
            raise OptionError.unknown("deinterlace", deinterlace, DEINTERLACE)
        if detelecine and deinterlace in ("off", "bob"):
            raise OptionError(
                f"--detelecine makes whole frames of fields, and --deinterlace {deinterlace} does"
                " not; give one of them"
            )
        return cls(deinterlace, detelecine)

    def decide(self, scan: Scan, rate: Fraction, layout: str) -> FieldDecision:
        """Return what is done to a video.

        Parameters
        ----------
        scan : what its samples say
        rate : frames a second by its container
        layout : FFmpeg's name of its frames' pixel layout
        """
        if self.deinterlace == "off":
            return FieldDecision(notes=_left(scan))
        if self.deinterlace in ("on", "bob"):
            decision = self._told(scan, rate)
            if self.detelecine:
                decision = self._film(scan, rate)
        else:
            decision = self._film(scan, rate) if self.detelecine else _automatic(scan, rate)
        return _possible(decision, layout)

    def _told(self, scan: Scan, rate: Fraction) -> FieldDecision:
        """Return what is done to all frames, whatever they are."""
        double = self.deinterlace == "bob"
        work = FieldWork("all", scan.first_field, double=double, even=scan.uneven and not double)
        notes = []
        if scan.material is Material.WHOLE:
            notes.append(
                f"its frames are whole, and --deinterlace {self.deinterlace} takes half of their"
                " lines where something moves; auto leaves them as they are"
            )
        order = _ORDERS[scan.first_field] if scan.first_field else "top field first, it is assumed"
        notes.append(f"deinterlaced, {order}{_rates(double, rate)}")
        return FieldDecision(work, tuple(notes))

    def _film(self, scan: Scan, rate: Fraction) -> FieldDecision:
        """Return what restores film."""
        if scan.uneven or scan.material in (Material.WHOLE, Material.INTERLACED, Material.SHIFTED):
            decision = _automatic(scan, rate)
            if scan.uneven:
                return decision
            notes = ("--detelecine: found no 3:2 pulldown", *decision.notes)
            return FieldDecision(decision.work, notes)
        work = FieldWork("flagged", scan.first_field, match=True)
        if not is_video_rate(rate) or rate > 31:
            said = (
                f"--detelecine: {_number(rate)} frames a second hold no 3:2 pulldown; fields were"
                " put together that belong together, and no frame was left out"
            )
            return FieldDecision(work, (said,))
        film = FieldWork("flagged", scan.first_field, match=True, decimate=True)
        return FieldDecision(
            film,
            (f"film restored from 3:2 pulldown: {_number(film.rate(rate))} frames a second",),
        )


AUTOMATIC = FieldChoice()
"""What is done unless something is asked for."""


def _automatic(scan: Scan, rate: Fraction) -> FieldDecision:
    """Return what is done by itself: what is certain to be better, and nothing to whole frames."""
    notes = []
    if scan.uneven:
        notes.append(
            "soft telecine: its frames are film's, and are shown evenly,"
            f" {_number(FILM_RATE)} a second"
        )
    order = scan.first_field
    material = scan.material
    if material is Material.WHOLE or (material is Material.UNKNOWN and not scan.flagged):
        if scan.flagged:
            notes.append("flagged as interlaced, but its frames are whole: they stay as they are")
        return FieldDecision(FieldWork(even=scan.uneven), tuple(notes))
    if scan.certain and scan.flagged_order and scan.flagged_order != scan.order:
        notes.append(
            f"flagged as {_ORDERS[scan.flagged_order]}, but what moves in it says"
            f" {_ORDERS[scan.order]}, which was taken"
        )
    flags_tell = material is Material.UNKNOWN or scan.flags_tell
    if material in (Material.UNKNOWN, Material.INTERLACED) or (
        material is Material.MIXED and flags_tell
    ):
        by_flags = flags_tell and not (scan.certain and scan.flagged_order != scan.order)
        work = FieldWork(
            "flagged" if flags_tell else "all", 0 if by_flags else order, even=scan.uneven
        )
        notes.append(_deinterlaced(scan, rate))
        return FieldDecision(work, tuple(notes))
    work = FieldWork("flagged", order, match=True, even=scan.uneven)
    if material is Material.PULLDOWN:
        notes.append(
            "looks like 3:2 pulldown (hard telecine): its fields were put together as they belong,"
            " and one frame of five repeats; --detelecine restores the film's 24 a second"
        )
    elif material is Material.SHIFTED:
        notes.append(
            "its frames are made of two pictures each: their fields were put together as they"
            " belong"
        )
    else:
        notes.append(
            "some of its frames are interlaced: fields were put together where they belong"
            " together, and what combs still was deinterlaced"
        )
    return FieldDecision(work, tuple(notes))


def _deinterlaced(scan: Scan, rate: Fraction) -> str:
    order = scan.first_field
    fields = f"{_number(2 * rate)} moments a second: --deinterlace bob keeps all of them"
    told = f", {_ORDERS[order]}" if order else ""
    if scan.material is Material.UNKNOWN:
        return f"flagged as interlaced{told}, and nothing moves that could tell: deinterlaced"
    if scan.material is Material.MIXED:
        return f"some of its frames are interlaced{told}: these were deinterlaced"
    if not scan.flagged:
        return f"interlaced{told}, though not flagged so: deinterlaced; it has {fields}"
    return f"interlaced{told}: deinterlaced; it has {fields}"


def _left(scan: Scan) -> tuple[str, ...]:
    if not scan.combs:
        return ()
    order = f", {_ORDERS[scan.first_field]}" if scan.first_field else ""
    what = {
        Material.PULLDOWN: "telecined (interlaced)",
        Material.SHIFTED: "made of fields of two pictures (interlaced)",
        Material.MIXED: f"interlaced in part{order}",
        Material.UNKNOWN: f"flagged as interlaced{order}",
    }.get(scan.material, f"interlaced{order}")
    return (
        f"{what}, and --deinterlace off leaves it so: lines of two moments are upscaled as one"
        " picture",
    )


def _possible(decision: FieldDecision, layout: str) -> FieldDecision:
    """Return a decision, or what can be done of it to frames of a layout."""
    work, notes = decision.work, decision.notes
    if work.match and deinterlaced_layout(layout, match=True) is None:
        work = FieldWork("all", work.order)
        notes = (
            f"frames of {layout} cannot be put together from fields here, as those of yuv420p can:"
            " they were deinterlaced instead",
        )
    if work.filters and deinterlaced_layout(layout) is None:
        work = FieldWork(even=work.even)
        notes = (
            f"frames of {layout} cannot be deinterlaced: lines of two moments are upscaled as one"
            " picture",
        )
    return FieldDecision(work, notes)


def _rates(double: bool, rate: Fraction) -> str:
    return f", to {_number(2 * rate)} frames a second" if double else ""


def _number(rate: Fraction) -> str:
    return f"{float(rate):.5g}"
