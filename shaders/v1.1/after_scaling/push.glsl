// Anime4K v1.1 after scaling: push
// Each pixel takes the luma from further down the slope of the edges' strength, at most one pixel away
// in x and in y, and less where the picture was scaled by less than two: edges become steep, lines thin,
// and nothing is lighter or darker than what was there.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/push_strength.glsl"
#include "common/params/push_least.glsl"

//!HOOK OUTPUT
//!BIND GREY
//!BIND EDGES
//!SAVE PUSHED
//!WIDTH GREY.w
//!HEIGHT GREY.h
//!COMPONENTS 4
//!DESC Anime4K v1.1 after scaling: push

#include "common/scaled_round/push.glsl"
