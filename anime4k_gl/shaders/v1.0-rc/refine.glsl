// Anime4K v1.0 RC, pass 7: refine
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

//!PARAM fxaa_line_multiplier
//!DESC How fast line probability turns into anti-aliasing (published: 4)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
4.0

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THIN
//!BIND CONTROL
//!DESC Anime4K v1.0 RC: refine

// One tap, of the nearest texel within the picture. NAME_near is faster than fetching clamped
// coordinates; players do not have it.
#ifdef THIN_near
#define TAP(x, y) THIN_near(THIN_pos + THIN_pt * vec2(x, y))
#else
#define TAP(x, y) texelFetch(THIN_raw, clamp(ivec2(THIN_pos * THIN_size) + ivec2(x, y), \
                                         ivec2(0, 0), ivec2(THIN_size) - ivec2(1, 1)), 0)
#endif

// What the control pass found for this pixel, which shares a texel with three others.
float control() {
    vec2 at = 0.5 * gl_FragCoord.xy;
#ifdef CONTROL_near
    vec4 four = CONTROL_near(at * CONTROL_pt);
#else
    vec4 four = texelFetch(CONTROL_raw, ivec2(at), 0);
#endif
    vec2 row = fract(at.y) > 0.5 ? four.zw : four.xy;
    return 5.0 * (fract(at.x) > 0.5 ? row.y : row.x);
}

vec4 hook() {
    vec3 c = TAP(0, 0).rgb;
    float found = control();
    float kernel = floor(abs(found));
    if (kernel == 0.0) return vec4(c, 1.0);

    float most = 1.0 / clamp(min(refine_line_multiplier, fxaa_line_multiplier), 1.0, 32.0);
    float probability = most * (1.0 / 203.0) * floor(204.0 * fract(abs(found)));
    float scale = HOOKED_size.x / input_size.x;
    float line = clamp(refine_line_multiplier * probability, 0.0, 1.0);
    if (line < line_threshold) line = 0.0;
    float strength = min(scale * refine_strength, 1.0) * line;

    // The light taps: the one in the kernel's direction, and its neighbours on the ring around c. From
    // 1 to 4: up, up and right, right, down and right; with a minus the opposite.
    vec2 middle = sign(found) * vec2(min(kernel - 1.0, 1.0), clamp(kernel - 3.0, -1.0, 1.0));
    vec2 across = vec2(-middle.y, middle.x);
    vec2 one = clamp(middle + across, -1.0, 1.0), other = clamp(middle - across, -1.0, 1.0);
    vec3 light = TAP(middle.x, middle.y).rgb + TAP(one.x, one.y).rgb + TAP(other.x, other.y).rgb;
    return vec4(c + strength * (light * (1.0 / 3.0) - c), 1.0);
}
