"""The panel for tuning: the selected profiles, their parameters, saving and exporting."""

from __future__ import annotations

from imgui_bundle import imgui

from ...usershader import ParamType
from ..picture.parameters import Parameters
from ..picture.tunables import Tunable
from . import theme
from .model import HudModel
from .page import Page

WIDTH = 390
"""The panel's width for a scale of 1."""

_WHOLE = imgui.ComboFlags_.height_large
"""A list of all presets at once: they are more than the eight that others show."""


def draw(
    page: Page, model: HudModel, *, left: float, top: float, width: float, most: float
) -> None:
    """Draw the panel with its top left corner there, at most `most` pixels high."""
    parameters = model.parameters
    if parameters is None:
        return
    with page.panel("Tune", left=left, top=top, width=width, most_height=most):
        _head(page, parameters)
        _profiles(page, parameters)
        page.gap(2)
        imgui.separator()
        page.gap(2)
        _params(page, parameters)
        imgui.separator()
        page.gap(2)
        _save(page, model, parameters)
        page.gap(4)
        _export(page, model, parameters)
        if parameters.message:
            page.gap(2)
            page.note(parameters.message, theme.BAD if parameters.failed else theme.GOOD)


def _head(page: Page, parameters: Parameters) -> None:
    page.heading("Tune" + (" \N{BULLET}" if parameters.dirty() else ""))
    if parameters.dirty() and imgui.is_item_hovered():
        imgui.set_tooltip("Unsaved values")
    page.to_the_right("Undo", "Redo", "Reset all")
    with _enabled(parameters.can_undo):
        if imgui.button("Undo"):
            parameters.undo()
        page.mark("undo")
    imgui.same_line()
    with _enabled(parameters.can_redo):
        if imgui.button("Redo"):
            parameters.redo()
        page.mark("redo")
    imgui.same_line()
    with _enabled(bool(parameters.values())):
        if imgui.button("Reset all"):
            parameters.reset()
        page.mark("reset all")


def _profiles(page: Page, parameters: Parameters) -> None:
    half = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    selected = parameters.selected
    sides = (
        ("A", selected.after, parameters.play),
        ("B", selected.before, parameters.compare_with),
    )
    for side, chosen, choose in sides:
        imgui.set_next_item_width(half)
        if imgui.begin_combo(f"##{side}", f"{side}   {chosen}", _WHOLE):
            for name in parameters.names:
                if imgui.selectable(name, name == chosen)[0]:
                    choose(name)
                page.mark(f"look {side} {name}")
            imgui.end_combo()
        page.mark(f"look {side}")
        if side == "A":
            _tooltip("The picture shown; its values are below")
            imgui.same_line()
        else:
            _tooltip("The picture it is compared with")


def _params(page: Page, parameters: Parameters) -> None:
    tunables = parameters.tunables()
    if not tunables:
        page.note(f"{parameters.selected.after} has no parameters.")
        page.gap(2)
    several = len({t.file for t in tunables}) > 1
    file = ""
    for tunable in tunables:
        if several and tunable.file != file:
            file = tunable.file
            page.note(file)
        imgui.push_id(tunable.key)
        _param(page, parameters, tunable)
        imgui.pop_id()


def _param(page: Page, parameters: Parameters, tunable: Tunable) -> None:
    param = tunable.param
    with theme.coloured(theme.TEXT if tunable.changed else theme.DIM):
        imgui.text_unformatted(param.name)
    if param.desc:
        _tooltip(param.desc)
    if tunable.changed:
        with theme.font(page.fonts.text, theme.SMALL):
            page.to_the_right("reset")
            if imgui.small_button("reset"):
                parameters.reset(tunable.key)
            page.mark(f"reset {tunable.key}")
    imgui.set_next_item_width(-1)
    if param.members:
        _members(page, parameters, tunable)
    elif tunable.is_switch:
        _switch(page, parameters, tunable)
    else:
        _slider(page, parameters, tunable)
    if param.desc:
        _tooltip(param.desc)
    page.gap(1)


def _members(page: Page, parameters: Parameters, tunable: Tunable) -> None:
    members = tunable.param.members
    if imgui.begin_combo("##value", members[int(tunable.value)]):
        for index, member in enumerate(members):
            if imgui.selectable(member, index == tunable.value)[0]:
                parameters.set(tunable.key, index)
            page.mark(f"value {tunable.key} {member}")
        imgui.end_combo()
    page.mark(f"value {tunable.key}")


def _switch(page: Page, parameters: Parameters, tunable: Tunable) -> None:
    names = ("off", "on")
    if imgui.begin_combo("##value", names[int(tunable.value)]):
        for index, name in enumerate(names):
            if imgui.selectable(name, index == tunable.value)[0]:
                parameters.set(tunable.key, index)
            page.mark(f"value {tunable.key} {name}")
        imgui.end_combo()
    page.mark(f"value {tunable.key}")


def _slider(page: Page, parameters: Parameters, tunable: Tunable) -> None:
    param, value = tunable.param, tunable.value
    low, high = param.minimum, param.maximum
    clamp = imgui.SliderFlags_.always_clamp
    changed: bool
    new: float | int
    if param.type is ParamType.FLOAT:
        if low is not None and high is not None:
            changed, new = imgui.slider_float("##value", value, low, high, "%.3f", clamp)
        else:
            step = max(abs(value), abs(param.default), 1.0) / 200
            changed, new = imgui.drag_float("##value", value, step, format="%.3f")
    elif low is not None and high is not None:
        changed, new = imgui.slider_int("##value", int(value), int(low), int(high), "%d", clamp)
    else:
        changed, new = imgui.drag_int("##value", int(value), 0.2)
    page.mark(f"value {tunable.key}")
    if changed:
        # Typed values and drags without an end may go past the limits there are.
        new = new if low is None else max(new, low)
        new = new if high is None else min(new, high)
        parameters.set(tunable.key, new, dragging=True)
    if imgui.is_item_deactivated():
        parameters.end_drag()


def _save(page: Page, model: HudModel, parameters: Parameters) -> None:
    fields = model.fields
    _label("Save as preset")
    imgui.set_next_item_width(_room_beside("Save"))
    enter = imgui.InputTextFlags_.enter_returns_true
    entered, fields.name = imgui.input_text_with_hint("##name", "a name", fields.name, enter)
    page.mark("name")
    imgui.same_line()
    with _enabled(bool(fields.name.strip())):
        if imgui.button("Save##preset") or entered:
            parameters.save(fields.name, overwrite=fields.overwrite)
        page.mark("save")


def _export(page: Page, model: HudModel, parameters: Parameters) -> None:
    fields = model.fields
    _label("Export to")
    imgui.set_next_item_width(imgui.get_content_region_avail().x * 0.36)
    if imgui.begin_combo("##target", fields.target):
        for target in fields.targets:
            if imgui.selectable(target, target == fields.target)[0]:
                fields.target = target
            page.mark(f"target {target}")
        imgui.end_combo()
    page.mark("target")
    imgui.same_line()
    imgui.set_next_item_width(_room_beside("Export"))
    _, fields.folder = imgui.input_text_with_hint("##folder", "a folder", fields.folder)
    page.mark("folder")
    imgui.same_line()
    if imgui.button("Export"):
        parameters.export(
            fields.target, fields.folder, scale=model.scale, overwrite=fields.overwrite
        )
    page.mark("export")
    _, fields.overwrite = imgui.checkbox("overwrite existing files", fields.overwrite)
    page.mark("overwrite")


def _label(text: str) -> None:
    with theme.coloured(theme.DIM):
        imgui.text_unformatted(text)


def _room_beside(button: str) -> float:
    style = imgui.get_style()
    width = imgui.calc_text_size(button).x + 2 * style.frame_padding.x
    return imgui.get_content_region_avail().x - width - style.item_spacing.x


def _tooltip(text: str) -> None:
    """Explain the widget drawn last while the mouse rests on it: beside the panel, not over it."""
    if imgui.is_item_hovered(imgui.HoveredFlags_.delay_short) and not imgui.is_item_active():
        panel, gap = imgui.get_window_pos(), imgui.get_style().item_spacing.x
        imgui.set_next_window_pos((panel.x - gap, imgui.get_item_rect_min().y), pivot=(1, 0))
        imgui.begin_tooltip()
        imgui.push_text_wrap_pos(imgui.get_font_size() * 22)
        imgui.text_unformatted(text)
        imgui.pop_text_wrap_pos()
        imgui.end_tooltip()


class _enabled:
    """Widgets that are greyed out where they have nothing to do."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __enter__(self) -> None:
        imgui.begin_disabled(not self._on)

    def __exit__(self, *_: object) -> None:
        imgui.end_disabled()
