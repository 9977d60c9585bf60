"""A check of the machine: the OpenGL driver, the optional parts, and a run of every preset."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from .dependencies import DEPENDENCIES, Dependency, DependencyError, is_older, require
from .errors import Anime4KError
from .version import version as own_version

if TYPE_CHECKING:
    from .gl.context import Capabilities

# What is built on other packages is imported where it is looked at: the packages come first.

# Each section's word for a missing part.
_MISSING = {
    "checks": "FAILED",
    "optional parts": "not installed",
    "decoding video on a device (--hwdec)": "not available",
}


@dataclass(frozen=True)
class Check:
    """One finding: the thing checked, whether it works, and how to fix it if not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass
class Report:
    """Everything `examine` found."""

    versions: dict[str, str] = field(default_factory=dict)
    driver: dict[str, Any] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    optional: list[Check] = field(default_factory=list)
    hwdec: list[Check] = field(default_factory=list)
    times: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def healthy(self) -> bool:
        """Whether all required parts work."""
        return all(check.ok for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "healthy": self.healthy,
            "versions": self.versions,
            "opengl": self.driver,
            "checks": [asdict(check) for check in self.checks],
            "optional": [asdict(check) for check in self.optional],
            "hwdec": [asdict(check) for check in self.hwdec],
            "preset_milliseconds": self.times,
        }

    def to_text(self) -> str:
        """Return the report as text, a line per finding."""
        lines = [f"{name} {value}" for name, value in self.versions.items()]
        driver = [f"{name.replace('_', ' ')}: {value}" for name, value in self.driver.items()]
        lines += ["", *driver, ""] if driver else [""]
        sections = (self.checks, self.optional, self.hwdec)
        for title, checks in zip(_MISSING, sections, strict=True):
            if not checks:
                continue
            lines.append(f"{title}:")
            for check in checks:
                missing = _MISSING[title]
                lines.append(f"  {check.name}: {'ok' if check.ok else missing}, {check.detail}")
                if check.remedy and not check.ok:
                    lines.append(f"    to fix it: {check.remedy}")
        lines += self._table()
        lines += ["", "everything works" if self.healthy else "problems found, see FAILED above"]
        return "\n".join(lines)

    def _table(self) -> list[str]:
        """Return what `times` has as lines: the sizes, then a preset each."""
        if not self.driver:
            return []
        from .library import ranked_presets
        from .rendering.choosing.choice import SHARE

        ranked = ranked_presets()
        lines = ["", "presets as preset auto knows them, milliseconds a frame:"]
        if not self.times:
            return [*lines, "  none measured yet; doctor --rehearse measures them"]
        for conditions, times in self.times.items():
            lines.append(f"  {conditions}:")
            for name in reversed([name for name in ranked if name in times]):
                rate = 1000 * SHARE / times[name]
                lines.append(f"    {name:<16} {times[name]:9.2f}, up to {rate:.0f} frames a second")
        return lines


REHEARSED = ("960x540", "1920x1080")
"""The sizes of frames that `rehearse_presets` doubles."""


def rehearse_presets(say: Callable[[str], None]) -> None:
    """Measure the presets for preset ``auto`` at two usual sizes, and forget all others.

    A machine that was busy the last time is judged anew.

    Parameters
    ----------
    say : takes a line about what cannot be measured or kept

    Raises
    ------
    GLError : no OpenGL here
    """
    from .defaults import DEFAULT_BACKEND, DEFAULT_SCALER
    from .formats import Size
    from .rendering.choosing.choice import budget
    from .rendering.choosing.memory import TimesMemory
    from .rendering.choosing.offscreen import Work, measure_offscreen
    from .sizes import parse_size, scaled

    memory = TimesMemory(report=say)
    memory.forget()
    for text in REHEARSED:
        source = parse_size(text, Size(16, 9))
        work = Work(source, scaled(source, 2.0), source, DEFAULT_SCALER, DEFAULT_BACKEND)
        found = measure_offscreen(work, budget_ms=budget(0), memory=memory)
        for name, why in found.failures.items():
            say(f"preset {name} cannot be measured: {why}")


def examine() -> Report:
    """Check the machine and run every preset on a 64x64 picture."""
    report = Report()
    report.versions = {"anime4k-gl": own_version(), "Python": platform.python_version(),
                       "system": f"{platform.system()} {platform.machine()}"}  # fmt: skip
    for dependency in DEPENDENCIES.values():
        if not dependency.extra and (dependency.module != "tomli" or sys.version_info < (3, 11)):
            _examine_package(dependency, report)
    if not report.healthy:
        return report  # nothing else can be looked at without these
    from .library import preset_names
    from .media.video.hwdec import DEVICES

    capabilities = _examine_driver(report)
    if capabilities is not None and report.healthy:
        for name in preset_names():
            report.checks.append(_try_preset(name, capabilities))
    report.checks.append(_examine_window())
    report.optional = [_examine_sound(), _examine_libass()]
    report.optional.append(_examine_panels())
    report.hwdec[:0] = [_examine_hwdec(kind) for kind in DEVICES]
    return report


def _examine_package(dependency: Dependency, report: Report) -> None:
    """Note a package's version, and what is wrong with it."""
    with contextlib.suppress(PackageNotFoundError):
        report.versions[dependency.package] = version(dependency.package)
    try:
        require(dependency.module)
    except DependencyError as error:
        what, _, remedy = str(error).removeprefix(f"{dependency.name} ").partition("; run ")
        report.checks.append(Check(dependency.name, False, what.removeprefix("is "), remedy))


def _examine_driver(report: Report) -> Capabilities | None:
    """Note what the driver says of itself, and return it; None where there is no OpenGL."""
    from .gl import cuda
    from .gl.context import HEADLESS_REMEDY, Capabilities, create_headless_context
    from .rendering.choosing.memory import TimesMemory

    try:
        context = create_headless_context()
    except Anime4KError as error:
        report.checks.append(Check("OpenGL", False, str(error), HEADLESS_REMEDY))
        return None
    capabilities = Capabilities.from_context(context)
    extensions = context.extensions
    failure = cuda.unusable()
    report.hwdec.append(
        Check("cuda to OpenGL", failure is None, failure or "frames stay on the device")
    )
    context.release()
    report.times = TimesMemory().of_machine(capabilities.machine)
    report.driver = {
        "vendor": capabilities.vendor,
        "renderer": capabilities.renderer,
        "version": capabilities.version,
        "software_rendering": "yes" if capabilities.software else "no",
        "largest_texture": capabilities.max_texture_size,
        "textures_a_pass_may_read": capabilities.max_texture_units,
        "compute_shaders": "yes" if capabilities.compute else "no",
        "debug_labels": "yes" if "GL_KHR_debug" in extensions else "no",
    }
    kind, _, number = capabilities.profile.name.rpartition(" ")
    report.checks.append(Check(kind, True, number))
    if capabilities.software:
        report.checks.append(
            Check("graphics driver", True, "software rendering: correct but slow; install the"
                  " graphics card's driver to play in real time")
        )  # fmt: skip
    return capabilities


def _try_preset(name: str, capabilities: Capabilities) -> Check:
    import numpy as np

    from .defaults import DEFAULT_BACKEND
    from .rendering.arrays.api import upscale
    from .rendering.shader_forms import offered

    ramp = np.linspace(0, 255, 64, dtype=np.uint8)
    picture = np.stack(np.broadcast_arrays(ramp[None, :], ramp[:, None], ramp[None, ::-1]), axis=2)
    title = f"preset {name}"
    if not offered(name, DEFAULT_BACKEND, capabilities):
        why = "are compiled for minutes here" if capabilities.compute else "are missing here"
        return Check(title, True, f"not tried: its compute shaders {why}")
    try:
        result = upscale(picture, preset=name)
    except Anime4KError as error:
        return Check(title, False, str(error), "update the graphics driver")
    if result.shape != (128, 128, 3):
        return Check(title, False, f"the result has the shape {result.shape}")
    # Away from its edges a ramp is only stretched: the passes find no line in it.
    expected = np.linspace(0, 255, 128)
    error_here = float(np.abs(result[64, 8:-8, 0] - expected[8:-8]).max())
    if error_here > 4:
        return Check(title, False, f"a colour ramp is off by {error_here:.0f} of 255",
                     "update the graphics driver")  # fmt: skip
    return Check(title, True, "64x64 to 128x128")


def _examine_window() -> Check:
    """Check whether a window can be opened; a server without a display is no problem."""
    needed = sys.platform.startswith(("linux", "freebsd"))
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if needed and not shown:
        return Check("window", True, "no display: play is not available, upscale is")
    return Check("window", True, "display found")


def _examine_sound() -> Check:
    """Find the device for sound; a server without one is no problem."""
    purpose = "sound while playing"
    try:
        from .player.audio.output_device import SoundDeviceError, default_device, missing
    except ImportError as error:  # a part that is needed, named above
        return Check("sounddevice", False, f"{purpose}; {error}")
    failure = missing()
    if failure is not None:
        what, _, remedy = failure.removeprefix("no sound: ").partition("; ")
        return Check("sounddevice", False, f"{purpose}; {what}", remedy)
    try:
        return Check("sounddevice", True, f"{purpose}, on {default_device()}")
    except SoundDeviceError as error:
        return Check("sounddevice", True, f"{purpose}; {str(error).removeprefix('no sound: ')}")


def _examine_panels() -> Check:
    # Not imported where it is not asked for: it loads a window library of its own.
    module, purpose = "imgui_bundle", "sliders and charts while playing"
    dependency = DEPENDENCIES[module]
    if importlib.util.find_spec(module) is None:
        return Check(module, False, purpose, dependency.install)
    with contextlib.suppress(PackageNotFoundError):
        found = version(dependency.package)
        if is_older(found, dependency.oldest):
            detail = f"{purpose}; {found} is too old, {dependency.oldest} or newer is needed"
            return Check(module, False, detail, dependency.upgrade)
    return Check(module, True, purpose)


def _examine_libass() -> Check:
    from .player.subtitles import libass

    purpose = "text subtitles while playing"
    try:
        return Check("libass", True, f"{purpose}, version {libass.version()}")
    except Anime4KError:
        return Check("libass", False, purpose, libass.REMEDY)


def _examine_hwdec(kind: str) -> Check:
    from .media.video.hwdec import available

    failure = available(kind)
    return Check(kind, failure is None, failure or "device found")
