// Anime4K v1.0 RC, pass 4: Gaussian blur of the line mask along x
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LINES
//!SAVE LINES
//!WIDTH LINES.w
//!HEIGHT LINES.h
//!COMPONENTS 4
//!DESC Anime4K v1.0 RC: mask, Gaussian x

// A texel away from the border. NAME_near is faster; players do not have it.
#ifdef LINES_near
#define LINE(x, y) LINES_near(LINES_pos + LINES_pt * vec2(x, y))
#else
#define LINE(x, y) texelFetch(LINES_raw, ivec2(gl_FragCoord.xy) + ivec2(x, y), 0)
#endif

// The four pixels `x` texels to the right. Beyond the border, its nearest column twice; the last
// column of an odd width has no second.
vec4 column(ivec2 at, int x) {
    int last = int(HOOKED_size.x) - 1;
    vec4 v = texelFetch(LINES_raw, ivec2(clamp(at.x + x, 0, last / 2), at.y), 0);
    if (at.x + x < 0) return v.xxzz;
    if (2 * (at.x + x) >= last) return 2 * (at.x + x) > last && last % 2 == 1 ? v.yyww : v.xxzz;
    return v;
}

vec4 hook() {
    vec4 a, b, c, d, e;
    if (gl_FragCoord.x > 2.0 && 2.0 * gl_FragCoord.x + 4.5 < HOOKED_size.x) {
        a = LINE(-2, 0), b = LINE(-1, 0), c = LINE(0, 0), d = LINE(1, 0), e = LINE(2, 0);
    } else {
        ivec2 at = ivec2(gl_FragCoord.xy);
        a = column(at, -2), b = column(at, -1), c = column(at, 0), d = column(at, 1),
        e = column(at, 2);
    }
    vec2 even = 0.160854 * c.xz + 0.155931 * (b.yw + c.yw) + 0.142046 * (b.xz + d.xz)
              + 0.121597 * (a.yw + d.yw);
    vec2 odd = 0.160854 * c.yw + 0.155931 * (c.xz + d.xz) + 0.142046 * (b.yw + d.yw)
             + 0.121597 * (b.xz + e.xz);
    return clamp(vec4(even.x, odd.x, even.y, odd.y), 0.0, 1.0);
}
