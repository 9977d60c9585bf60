"""The steps that go with plain shaders."""

README = """\
{title}
{rule}

Plain fragment shaders, and manifest.json, which says what to draw. manifest.schema.json describes
each of its fields.

1. Scale the picture to the size it is to have: bicubic (Catmull-Rom) is best, any kind will do. It
   is the texture called "picture", R'G'B' from 0 to 1 as screens take it (not linear light, and not
   an sRGB texture format). Pixel (0, 0) is its top left one: upload rows from the top down.
2. Take the chain whose "scale" has the scaled width divided by the width before.
3. For each of its passes, in order: bind the pass's output as the render target, with its size and
   format and the viewport over all of it, without blending; bind each input to its uniform with its
   filter; set input_size where the pass has it, and the pass's parameters; draw three vertices with
   quad.vert and no attributes.
   Texture objects can be used again once a pass "releases" them.
4. The chain's "result" is the picture, opaque. Nothing was turned over: row 0 is still the top one.
   On the way to a window OpenGL's rows go from the bottom up, so turn it over there.

Set the parameters anew whenever you like; "minimum" and "maximum" bound them. Uniforms that a
compiler found to be of no use may be missing: pass over those.

OpenGL ES 3.0 and WebGL 2 need an extension to render to half floats (EXT_color_buffer_float or
EXT_color_buffer_half_float), and for those textures that the manifest reads with linear filters
none more: they are rgba8 or half floats, which are filterable.

anime4k_gl's examples/run_manifest.py does all of this in 40 lines of Python.

{credit}
"""
