"""The run of a benchmark: size by size, and within each all variants in turn, round by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ..errors import Anime4KError, OptionError
from ..formats import RGBA8
from ..gl.context import Capabilities
from ..gl.functions import GLFunctions
from ..gl.programs import ProgramCache
from ..plan import Plan, make_plan
from ..rendering.options import FORMS
from ..rendering.shader_forms import Forms, resolve_shaders
from ..scaler_shaders import DEFAULT_SCALER, NO_SCALER
from .chains import OUTPUT, CopyWorkload, PlanWorkload, Textures, Workload
from .clock import FrameClock, GpuClock, Readings, WallClock
from .inputs import INPUTS, pictures
from .sizes import SizePair, unique
from .spread import Spread

REFERENCE = "v1.0-rc-reference"
"""The preset that all times are compared with."""

COPY = "copy"
"""The row of the copy: the time of the output's memory traffic."""

_PASS_FRAMES = 12


@dataclass(frozen=True)
class Options:
    """The options of a benchmark.

    Attributes
    ----------
    presets : names of presets; the reference is always measured
    shaders : user shader files, each measured as a preset of its own
    sizes : the source and target sizes
    backends : ``fragment`` and ``compute``
    scaler : as for `upscale`; with ``none`` the source is scaled before, outside the measurement
    rounds : how often each variant is measured
    seconds : the time of each measurement
    passes : whether to also time the passes one by one
    clock : ``auto``, ``gpu`` or ``wall``
    """

    presets: Sequence[str]
    sizes: Sequence[SizePair]
    shaders: Sequence[str] = ()
    backends: Sequence[str] = FORMS
    scaler: str = DEFAULT_SCALER
    rounds: int = 3
    seconds: float = 0.3
    passes: bool = False
    clock: str = "auto"


@dataclass
class BenchRow:
    """One variant at one size; `reason` says why it was not measured, if so."""

    name: str
    backend: str
    sizes: SizePair
    scaler: str
    reason: str | None = None
    plan: Plan | None = None
    spread: Spread | None = None
    by_input: dict[str, float] = field(default_factory=dict)
    submit: float | None = None
    wall: float | None = None
    pass_ms: dict[int, float] = field(default_factory=dict)

    @property
    def median(self) -> float | None:
        """The median in milliseconds, None if not measured."""
        return self.spread.median if self.spread else None


@dataclass
class Results:
    """The measurements, and how they were made."""

    options: Options
    capabilities: Capabilities
    clock: str
    rows: list[BenchRow]


def measure(
    context: Any, options: Options, *, progress: Callable[[str], None] = lambda text: None
) -> Results:
    """Run the benchmark on a moderngl context that nothing else uses meanwhile.

    Raises
    ------
    OptionError : an unknown preset, backend or scaler, or a shader that cannot be read
    GLError, UserShaderError : the reference preset cannot be run
    """
    for name in options.presets:
        resolve_shaders(name, ())
    for backend in options.backends:
        if backend not in FORMS:
            raise OptionError.unknown("backend", backend, FORMS)
    with ExitStack() as stack:
        programs = ProgramCache(context)
        stack.callback(programs.release)
        clock = _clock(context, options.clock, programs.capabilities)
        stack.callback(clock.release)
        rows = []
        for sizes in unique(options.sizes):
            progress(f"{sizes}, scaler {options.scaler}")
            rows += _measure_size(context, options, sizes, programs, clock, progress)
        return Results(options, programs.capabilities, clock.name, rows)


def _clock(context: Any, name: str, capabilities: Capabilities) -> FrameClock:
    if name == "auto":
        name = "wall" if capabilities.software else "gpu"
    gl = GLFunctions(context)
    if name == "wall":
        return WallClock(gl)
    if name == "gpu":
        return GpuClock(context, gl)
    raise OptionError.unknown("clock", name, ("auto", "gpu", "wall"))


def _measure_size(
    context: Any,
    options: Options,
    sizes: SizePair,
    programs: ProgramCache,
    clock: FrameClock,
    progress: Callable[[str], None],
) -> list[BenchRow]:
    """Measure every variant at one size; free its resources at the end."""
    with ExitStack() as stack:
        images = Textures(context, pictures(sizes.source))
        stack.callback(images.release)
        scaled = _scaled(context, sizes, images.textures, programs, stack)
        textures = scaled if options.scaler == NO_SCALER else images.textures
        rows: list[BenchRow] = []
        timed: list[tuple[BenchRow, Workload]] = []
        for backend in options.backends:
            row = BenchRow(COPY, backend, sizes, options.scaler)
            rows.append(row)
            if backend == "compute" and not programs.capabilities.compute:
                row.reason = "this driver has no compute shaders"
                continue
            copy = CopyWorkload(context, sizes.target, scaled, compute=backend == "compute")
            stack.callback(copy.release)
            timed.append((row, copy))
        for name, backend in _variants(options):
            row = BenchRow(name, backend, sizes, options.scaler)
            rows.append(row)
            try:
                row.plan = _plan(row, programs.capabilities)
                chain = PlanWorkload(context, row.plan, textures, programs, timing=options.passes)
            except Anime4KError as error:
                if name == REFERENCE and backend == "fragment":
                    raise
                row.reason = str(error)
                continue
            stack.callback(chain.release)
            timed.append((row, chain))
        readings: dict[int, list[Readings]] = defaultdict(list)
        for number in range(options.rounds):
            # The order rotates, so that no variant always follows the same one.
            for row, chain_or_copy in (*timed[number:], *timed[:number]):
                progress(f"  round {number + 1} of {options.rounds}: {row.name}, {row.backend}")
                readings[id(row)].append(clock.measure(chain_or_copy, seconds=options.seconds))
        for row, chain_or_copy in timed:
            _sum_up(row, readings[id(row)])
            if options.passes and isinstance(chain_or_copy, PlanWorkload):
                row.pass_ms = _pass_times(chain_or_copy, clock, readings[id(row)][-1])
        return rows


def _variants(options: Options) -> list[tuple[str, str]]:
    """Return (preset or file, backend), the reference's fragment form first."""
    named = [(name, b) for name in (*options.presets, *options.shaders) for b in options.backends]
    return list(dict.fromkeys([(REFERENCE, "fragment"), *named]))


def _plan(row: BenchRow, capabilities: Capabilities) -> Plan:
    """Return a variant's plan.

    Raises
    ------
    OptionError : the preset or the driver does not support that backend; the message says which
    """
    is_file = row.name.endswith((".glsl", ".hook"))
    forms = Forms.of(row.backend, "none" if is_file else row.name, (row.name,) if is_file else ())
    run = forms.on(capabilities)
    scaled_before = row.scaler == NO_SCALER
    plan = make_plan(
        run.shaders,
        source=row.sizes.target if scaled_before else row.sizes.source,
        target=row.sizes.target,
        native=row.sizes.source,
        scaler=row.scaler,
        source_format=RGBA8,
        # As for a video: four channels in memory, but no alpha to scale.
        source_alpha=False,
        output=OUTPUT,
        compute=capabilities.compute,
        compute_scaling=run.compute_scaling and not is_file,
        wide=run.wide,
    )
    computes = any(r.shader_pass.compute for r in plan.runs if is_file or not r.builtin)
    scales = any(r.shader_pass.compute for r in plan.runs) and not run.shaders
    if row.backend == "compute" and not (computes or scales):
        raise OptionError(f"{row.name} has no compute passes")
    if row.backend == "fragment" and computes:
        raise OptionError(f"{row.name} has compute passes")
    return plan


def _scaled(
    context: Any,
    sizes: SizePair,
    textures: Sequence[Any],
    programs: ProgramCache,
    stack: ExitStack,
) -> list[Any]:
    """Return the inputs at the target's size, by the default scaler."""
    plan = make_plan(
        (), source=sizes.source, target=sizes.target, source_format=RGBA8, output=OUTPUT
    )
    results = []
    chain = PlanWorkload(context, plan, textures, programs, timing=False)
    try:
        for index in range(len(textures)):
            results.append(chain.result(context, index))
            stack.callback(results[-1].release)
    finally:
        chain.release()
    return results


def _sum_up(row: BenchRow, measured: Sequence[Readings]) -> None:
    true = [(i, ms, r.ceiling) for r in measured for i, ms in r.milliseconds]
    ceiling = max(r.ceiling for r in measured)
    row.spread = Spread.from_readings([ms for _, ms, _ in true], ceiling=ceiling)
    if row.spread is None:
        row.reason = "all readings of the timer are impossible"
    for index, name in enumerate(INPUTS):
        spread = Spread.from_readings([ms for i, ms, _ in true if i == index], ceiling=ceiling)
        if spread:
            row.by_input[name] = spread.median
    row.submit = median(r.submit for r in measured)
    row.wall = median(r.wall for r in measured)


def _pass_times(chain: PlanWorkload, clock: FrameClock, readings: Readings) -> dict[int, float]:
    """Return the median milliseconds of each pass, by index of the plan's runs."""
    times: dict[int, list[float]] = defaultdict(list)
    frames = max(chain.inputs, min(_PASS_FRAMES, int(2000 / max(readings.wall, 1e-3))))
    for index in range(frames):
        clock.before_pass_timing(readings)
        chain.frame(index)
        for run, ms in chain.pass_timings().items():
            times[run].append(ms)
    return {run: median(values) for run, values in times.items()}
