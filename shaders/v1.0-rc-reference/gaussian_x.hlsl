// Anime4K v1.0 RC: Gaussian blur of alpha along x
// A chain has it twice: over the luma, then over the line mask.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

MAIN {
    float4 c = tap(tex, 0, 0);
    float blurred = 0.160854 * c.a
                  + 0.155931 * (tap(tex, -1, 0).a + tap(tex, 1, 0).a)
                  + 0.142046 * (tap(tex, -2, 0).a + tap(tex, 2, 0).a)
                  + 0.121597 * (tap(tex, -3, 0).a + tap(tex, 3, 0).a);
    return float4(c.rgb, saturate(blurred));
}
