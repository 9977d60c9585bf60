// Anime4K v0.9: thin lines
// Dark lines give way to the lighter side of their edges.
//
// The algorithm is Anime4K v0.9 by B. Peng and contributors (2019, MIT licence).

// As thin_lines.glsl: sums of half floats that single precision holds exactly.
#include "common/luma.hlsl"

#include "common/thin_lines.hlsl"

// The taps, by compass position, one pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
MAIN {
    #include "common/thin_lines_search.hlsl"
    return float4(best.rgb, 1.0);
}
