// Anime4K v1.1 after scaling: edges made smooth
// A binomial blur of five by five pixels, so that what is pushed follows an outline and not its steps.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND EDGES
//!SAVE EDGES
//!WIDTH EDGES.w
//!HEIGHT EDGES.h
//!COMPONENTS 4
//!DESC Anime4K v1.1 after scaling: edges made smooth

#include "common/scaled_round/smooth_edges.glsl"
