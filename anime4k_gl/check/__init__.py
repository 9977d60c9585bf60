"""Checking user shaders: what players would refuse, skip or read otherwise than it was meant.

`check_text` and `check_file` read a shader however broken it is and return findings, in the order
of the text. Every rule is a function with the rule as its docstring, in one of the tables:

- `layout`: blocks, marks and line ends
- `trailing`: words behind what a directive reads
- `passes`: directives of a pass and what they say together
- `names`: textures that are bound or measured, and whether anything provides them
- `expressions`: the size expressions
- `resources`: lookup textures, buffers and parameters
- `bodies`: the GLSL
- `constants`: parameters where GLSL wants constants
- `channels`: what a saved texture keeps, and how planes are scaled
- `literals`: integers where OpenGL ES wants floats

The GLSL rules look at tokens: nothing is preprocessed or compiled, so they find what is certain
from the text and miss the rest. An empty list says that none of these rules fired, not that a
driver will take the shader.
"""

from .model import Finding, Severity, TargetPlayer
from .run import RULES, check_file, check_text

__all__ = ["RULES", "Finding", "Severity", "TargetPlayer", "check_file", "check_text"]
