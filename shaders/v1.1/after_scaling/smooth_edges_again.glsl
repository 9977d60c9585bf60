// Anime4K v1.1 after scaling: once more, edges made smooth
// As smooth_edges.glsl, where a pixel of the source is as large as three or four: the edges are wider there.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND EDGES
//!SAVE EDGES
//!WIDTH EDGES.w
//!HEIGHT EDGES.h
//!COMPONENTS 4
//!WHEN OUTPUT.w NATIVE_CROPPED.w / 2.6 >
//!DESC Anime4K v1.1 after scaling: once more, edges made smooth

#include "common/scaled_round/smooth_edges.glsl"
