// Anime4K v1.1 after scaling: faith to the source
// What the push took of the mean around each pixel is given back, and some of what a scaler blurs of
// that mean. Five by five pixels stand for the source's, which is not seen here. No pixel gets lighter or
// darker than the scaled ones around it, so no edge gets a halo.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/params/faith.glsl"

//!HOOK OUTPUT
//!BIND GREY
//!BIND PUSHED
//!SAVE GREY
//!WIDTH GREY.w
//!HEIGHT GREY.h
//!COMPONENTS 4
//!DESC Anime4K v1.1 after scaling: faith to the source

#include "common/scaled_round/faith.glsl"
