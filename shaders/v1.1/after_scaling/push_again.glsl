// Anime4K v1.1 after scaling: once more, push
// As push.glsl, where a pixel of the source is as large as three or four: the edges are wider there.
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
//!WHEN OUTPUT.w NATIVE_CROPPED.w / 2.6 >
//!DESC Anime4K v1.1 after scaling: once more, push

#include "common/scaled_round/push.glsl"
