// Anime4K v1.1 after scaling: edges made smooth
// A binomial blur of five by five pixels, so that what is pushed follows an outline and not its steps.
// Alpha: 1 less the edges' strength.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

float row(float2 tex, float y) {
    return tap(tex, -2, y).a + 4.0 * (tap(tex, -1, y).a + tap(tex, 1, y).a)
         + 6.0 * tap(tex, 0, y).a + tap(tex, 2, y).a;
}

MAIN {
    float blurred = row(tex, -2) + 4.0 * (row(tex, -1) + row(tex, 1)) + 6.0 * row(tex, 0)
                  + row(tex, 2);
    return float4(tap(tex, 0, 0).rgb, blurred / 256.0);
}
