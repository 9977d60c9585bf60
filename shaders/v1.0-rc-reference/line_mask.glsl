// Anime4K v1.0 RC, pass 5: line mask
// A line is darker than its blurred surroundings. The clamped luma replaces the luma: gradient and
// FXAA read it.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND LINEMAP
//!SAVE LINEMAP
//!COMPONENTS 3
//!DESC Anime4K v1.0 RC: line mask

vec4 hook() {
    vec4 c = texelFetch(LINEMAP_raw, ivec2(LINEMAP_pos * LINEMAP_size), 0);
    float y = clamp(c.x, 0.001, 0.999);
    float blurred = clamp(c.y, 0.001, 0.999);
    float darker = min(y / blurred, 1.0);
    float mask = 1.0 - clamp(darker - 0.05, 0.0, 1.0);
    return vec4(y, mask, 0.0, 1.0);
}
