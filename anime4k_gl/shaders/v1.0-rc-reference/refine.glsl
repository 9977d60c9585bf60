// Anime4K v1.0 RC, pass 9: refine
// Colour is pulled along the gradient, away from an edge, where a line is likely. On a flat area
// the line mask is 0.05, so the strength never falls below 0.4 there: the published behaviour.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!PARAM refine_strength
//!DESC Edge refinement per unit of scale, at most 1 in all; 0 turns it off (published: 1)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
1.0

//!PARAM line_threshold
//!DESC Line strength under which a pixel is left alone (published: 0.2)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.2

//!PARAM refine_line_multiplier
//!DESC How fast line probability turns into refinement (published: 8)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
8.0

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINEMAP
//!DESC Anime4K v1.0 RC: refine

float highest(float x, float y, float z) {
    return max(x, max(y, z));
}

float lowest(float x, float y, float z) {
    return min(x, min(y, z));
}

float gradient(int x, int y) {
    ivec2 last = ivec2(LINEMAP_size) - ivec2(1, 1);
    ivec2 c = ivec2(LINEMAP_pos * LINEMAP_size);
    return texelFetch(LINEMAP_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).z;
}

vec3 colour(int x, int y) {
    ivec2 last = ivec2(HOOKED_size) - ivec2(1, 1);
    ivec2 c = ivec2(HOOKED_pos * HOOKED_size);
    return texelFetch(HOOKED_raw, clamp(c + ivec2(x, y), ivec2(0, 0), last), 0).rgb;
}

// The gradient's taps, by compass position, one output pixel apart:
//
//     tl  t  tr
//      l  c  r
//     bl  b  br
//
vec4 hook() {
    vec3 c_rgb = colour(0, 0);
    float scale = HOOKED_size.x / input_size.x;
    float probability = texelFetch(LINEMAP_raw, ivec2(LINEMAP_pos * LINEMAP_size), 0).y;
    float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
    if (line < line_threshold) line = 0.0;
    float strength = clamp(min(scale * refine_strength, 1.0) * line, 0.0, 1.0);
    if (strength == 0.0) return vec4(c_rgb, 1.0);

    float tl = gradient(-1, -1), t = gradient(0, -1), tr = gradient(1, -1);
    float l = gradient(-1, 0), c = gradient(0, 0), r = gradient(1, 0);
    float bl = gradient(-1, 1), b = gradient(0, 1), br = gradient(1, 1);

    float top = lowest(tl, t, tr), bottom = lowest(bl, b, br);
    float left = lowest(tl, l, bl), right = lowest(tr, r, br);

    // The first kernel that matches ends the search; the middle of its light taps lies this way.
    vec3 light;
    if (top > highest(bl, b, br) && top > c) {                        // 0
        light = colour(-1, -1) + colour(0, -1) + colour(1, -1);
    } else if (bottom > highest(tl, t, tr) && bottom > c) {           // 4
        light = colour(-1, 1) + colour(0, 1) + colour(1, 1);
    } else if (lowest(t, tr, r) > highest(c, l, b)) {                   // 1
        light = colour(0, -1) + colour(1, -1) + colour(1, 0);
    } else if (lowest(l, bl, b) > highest(c, r, t)) {                   // 5
        light = colour(-1, 0) + colour(-1, 1) + colour(0, 1);
    } else if (right > highest(tl, l, bl) && right > c) {             // 2
        light = colour(1, -1) + colour(1, 0) + colour(1, 1);
    } else if (left > highest(tr, r, br) && left > c) {               // 6
        light = colour(-1, -1) + colour(-1, 0) + colour(-1, 1);
    } else if (lowest(r, br, b) > highest(c, l, t)) {                   // 3
        light = colour(1, 0) + colour(1, 1) + colour(0, 1);
    } else if (lowest(t, tl, l) > highest(c, r, b)) {                   // 7
        light = colour(0, -1) + colour(-1, -1) + colour(-1, 0);
    } else {
        return vec4(c_rgb, 1.0);
    }
    return vec4(mix(c_rgb, light / 3.0, strength), 1.0);
}
