// Anime4K v1.1 after scaling: once more, edges
// As edges.glsl, where a pixel of the source is as large as three or four: the edges are wider there.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND GREY
//!SAVE EDGES
//!WIDTH GREY.w
//!HEIGHT GREY.h
//!COMPONENTS 4
//!WHEN OUTPUT.w NATIVE_CROPPED.w / 2.6 >
//!DESC Anime4K v1.1 after scaling: once more, edges

#include "common/scaled_round/edges.glsl"
