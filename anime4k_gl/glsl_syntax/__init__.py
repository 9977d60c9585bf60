"""The one reader of GLSL text: tokens, comments, directives, macros and conditions.

Far from a compiler: it knows what the preprocessor knows, and brackets. All of it takes any text,
and time linear in its length.
"""
