"""The timing of methods: medians of one run with nothing else running, by both backends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from anime4k_gl.comparing.drawing import MethodDrawing
from anime4k_gl.comparing.methods import Method, parse_methods
from anime4k_gl.comparing.subjects import Subject
from anime4k_gl.formats import Size
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.offscreen import OFFSCREEN
from benchmarks.quality import degradations
from benchmarks.quality.league.kept import Times
from benchmarks.quality.league.plan import Plan, scene_of


def measure(plan: Plan) -> Times:
    """Return milliseconds with scaling included, see `MethodDrawing`, of the plan's first scene.

    Compute shaders are timed where they are a graphics card's; scalers have none of their own.
    """
    scene, chain = scene_of(plan.seeds[0]), degradations.parse(plan.chains[0])
    capabilities = OFFSCREEN.call(Capabilities.from_context)
    methods = parse_methods(plan.texts)
    drawn = [method for method in methods if not method.options.forms.compute_only]
    backends = {"fragment": [in_fragments(method) for method in drawn]}
    if capabilities.compute and not capabilities.software:
        backends["compute"] = with_compute(methods)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for pair in plan.pairs:
        source = chain.apply(scene, source_size=pair.source_size, seed=plan.seeds[0])
        subject = Subject("timing", source)
        for backend, methods in backends.items():
            if not methods:
                continue
            with MethodDrawing(methods) as painter:
                drawn = painter.draw(subject, Size(*pair.size))
            own = found.setdefault(pair.name, {}).setdefault(backend, {})
            own.update({name: round(ms, 4) for name, (_, ms) in drawn.items() if ms is not None})
    return found


def in_fragments(method: Method) -> Method:
    """Return a method in fragment passes."""
    forms = method.options.forms.fragment_only()
    return replace(method, options=replace(method.options, forms=forms))


def with_compute(methods: Sequence[Method]) -> list[Method]:
    """Return the presets that have compute shaders, with those."""
    forms = {method.name: method.options.forms for method in methods}
    names = [
        name
        for name, form in forms.items()
        if form.compute_only or (form.compute and form.compute != form.fragment)
    ]
    return parse_methods(names, backend="compute") if names else []
