"""The JSON schema of the manifest that goes with plain shaders."""

from __future__ import annotations

from typing import Any

VERSION = 1
"""Counts up when a reader of the manifest would have to change."""


def _object(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": description}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


def _number(description: str) -> dict[str, Any]:
    return {"type": ["number", "null"], "description": description}


_INPUT = _object(
    {
        "uniform": _text("The sampler2D uniform it is bound to."),
        "texture": _text('"picture", which is the scaled picture, or an earlier pass\'s output.'),
        "filter": {"enum": ["nearest", "linear"], "description": "How it is sampled; no mipmaps."},
        "wrap": {"const": "clamp_to_edge", "description": "In both directions."},
    },
    "A texture that a pass reads.",
)

_OUTPUT = _object(
    {
        "texture": _text("Its name, which no other output of the chain has."),
        "divisor": {
            "enum": [1, 2, 4, 8],
            "description": "Its sides are the picture's divided by this, rounded up.",
        },
        "format": {
            "enum": ["rgba8", "r16f", "rg16f", "rgba16f"],
            "description": "Its internal format: unsigned normalised bytes or half floats."
            " More precision does no harm.",
        },
    },
    "The texture that a pass writes, whole; without blending.",
)

_PASS = _object(
    {
        "name": _text("Unique in its chain, and an identifier."),
        "label": _text("For people."),
        "fragment_shader": _text("Its file."),
        "inputs": _list(_INPUT, "What it reads."),
        "input_size": {
            "type": "boolean",
            "description": "Whether it has the uniform vec2 input_size: the picture's size in"
            " pixels before it was scaled up.",
        },
        "parameters": _list(_text("A parameter's name, which is its uniform's."), "What it uses."),
        "output": _OUTPUT,
        "releases": _list(
            _text("A texture's name."), "Textures that nothing reads after this pass."
        ),
    },
    "One draw over a whole texture.",
)

_PARAMETER = _object(
    {
        "name": _text("The uniform's name."),
        "type": {"enum": ["float", "int", "uint"], "description": "The uniform's type."},
        "value": {"type": "number", "description": "What to set it to."},
        "minimum": _number("The least it may be; null is no bound."),
        "maximum": _number("The most it may be; null is no bound."),
        "description": _text("What it does."),
    },
    "Something that can be set.",
)

_CHAIN = _object(
    {
        "scale": _object(
            {
                "from": _number("The least scale; null is no bound."),
                "below": _number("The scale must be less than this; null is no bound."),
            },
            "For which scales it is: the scaled picture's width by its width before.",
        ),
        "passes": {**_list(_PASS, "In order."), "minItems": 1},
        "result": _text("The texture that is the result."),
    },
    "The passes for some scales. Of a manifest's chains exactly one fits each scale.",
)

SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Manifest of a chain of fragment shaders, as anime4k-gl export glsl writes it",
    **_object(
        {
            "$schema": _text("The schema's file."),
            "version": {"const": VERSION, "description": "Of the manifest's form."},
            "name": _text("The preset's name."),
            "title": _text("The preset's title."),
            "credit": _list(_text("A line."), "Whose work it is; keep these lines."),
            "glsl": {"enum": ["330", "300 es"], "description": "The shaders' #version."},
            "vertex_shader": _text("The file of the vertex shader, the same for all passes."),
            "parameters": _list(_PARAMETER, "All parameters."),
            "chains": {**_list(_CHAIN, "By rising scale."), "minItems": 1},
        },
        "What to draw, in which order, from which textures into which.",
    ),
}
