// Anime4K v1.1 after scaling: edges
// How steep the luma is at each of the four pixels, by Sobel: largest in the middle of an edge.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND GREY
//!SAVE EDGES
//!WIDTH GREY.w
//!HEIGHT GREY.h
//!COMPONENTS 4
//!DESC Anime4K v1.1 after scaling: edges

#include "common/scaled_round/edges.glsl"
