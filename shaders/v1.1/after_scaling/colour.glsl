// Anime4K v1.1 after scaling: colour
// The scaled colour and what its luma has become, in each channel by its share around the pixel: the
// line through its nine neighbours (K. He and others, 2010).
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND GREY
//!DESC Anime4K v1.1 after scaling: colour

#ifdef HOOKED_near
#define COLOUR_AT(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y))
#else
#define COLOUR_AT(x, y) texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                            ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0)
#endif

// Luma, red and blue.
vec3 three(vec4 colour) {
    return vec3(dot(colour.rgb, vec3(0.2126, 0.7152, 0.0722)), colour.rb);
}

vec4 hook() {
    vec4 own = COLOUR_AT(0, 0);
    vec3 c = three(own);
    // Differences, whose squares lose nothing.
    vec3 tl = three(COLOUR_AT(-1, -1)) - c, t = three(COLOUR_AT(0, -1)) - c, tr = three(COLOUR_AT(1, -1)) - c;
    vec3 l = three(COLOUR_AT(-1, 0)) - c, r = three(COLOUR_AT(1, 0)) - c;
    vec3 bl = three(COLOUR_AT(-1, 1)) - c, b = three(COLOUR_AT(0, 1)) - c, br = three(COLOUR_AT(1, 1)) - c;
    vec3 sums = tl + t + tr + l + r + bl + b + br;
    vec3 products = tl.x * tl + t.x * t + tr.x * tr + l.x * l + r.x * r + bl.x * bl + b.x * b + br.x * br;
    vec3 variances = products - sums.x * sums / 9.0 + 0.001;
    vec2 share = clamp(variances.yz / variances.x, -8.0, 8.0);
    // Green's is what red and blue leave of the luma.
    float green = (1.0 - 0.2126 * share.x - 0.0722 * share.y) / 0.7152;

    vec2 at = 0.5 * gl_FragCoord.xy;
    vec4 four = texelFetch(GREY_raw, ivec2(at), 0);
    vec2 row = fract(at.y) > 0.5 ? four.zw : four.xy;
    float change = (fract(at.x) > 0.5 ? row.y : row.x) - c.x;
    return vec4(own.rgb + change * vec3(share.x, green, share.y), own.a);
}
