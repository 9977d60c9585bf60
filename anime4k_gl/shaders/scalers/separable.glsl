// A separable scaler: rows first, then columns. The kernel (`kernel(x)` for x >= 0, and RADIUS) is
// put in front of each body.
//
// Downscaling stretches the kernel over the source pixels that fall into an output pixel, which
// is what keeps it free of aliasing; NO_STRETCH says that there are none, and the taps are counted
// beforehand. At the picture's border the kernel is cut off and what is left of it weighted up, as
// Pillow does. Colour is weighted by alpha, so that what is invisible does not bleed into what is
// not; the result is straight (not premultiplied) again.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED_ROWS
//!WIDTH OUTPUT.w
//!COMPONENTS 4
//!DESC scale: horizontal

#define ROW int(gl_FragCoord.y)
#define FETCH(i) texelFetch(HOOKED_raw, ivec2(i, ROW), 0)
#ifdef HOOKED_near
#define TAP(i) HOOKED_near(vec2(at + float(i) * HOOKED_pt.x, (float(ROW) + 0.5) * HOOKED_pt.y))
#endif
#ifdef HAS_ALPHA
#define TIMES_ALPHA
#endif
#include "common/weighted_sum.glsl"

vec4 hook() {
    float stretch = max(HOOKED_size.x / a4k_out_size.x, 1.0);
    vec4 sum = around(HOOKED_pos.x * HOOKED_size.x, int(HOOKED_size.x), HOOKED_pt.x, stretch);
#ifdef HAS_ALPHA
    // What alpha loses to the clamp its colour loses too, or an overshoot would tint the edge.
    float alpha = whole(sum.a);
    return vec4(clamp(sum.rgb * (alpha / max(sum.a, 1.0 / 65536.0)), 0.0, alpha), alpha);
#else
    return in_range(sum);
#endif
}

//!HOOK PREKERNEL
//!BIND SCALED_ROWS
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!COMPONENTS 4
//!DESC scale: vertical

#define COLUMN int(gl_FragCoord.x)
#define FETCH(i) texelFetch(SCALED_ROWS_raw, ivec2(COLUMN, i), 0)
#ifdef SCALED_ROWS_near
#define TAP(i) SCALED_ROWS_near(vec2((float(COLUMN) + 0.5) * SCALED_ROWS_pt.x, \
                                     at + float(i) * SCALED_ROWS_pt.y))
#endif
#include "common/weighted_sum.glsl"

vec4 hook() {
    float stretch = max(SCALED_ROWS_size.y / a4k_out_size.y, 1.0);
    vec4 sum = around(SCALED_ROWS_pos.y * SCALED_ROWS_size.y, int(SCALED_ROWS_size.y),
                      SCALED_ROWS_pt.y, stretch);
#ifdef HAS_ALPHA
    return vec4(clamp(sum.rgb / max(sum.a, 1.0 / 65536.0), 0.0, 1.0), whole(sum.a));
#else
    return vec4(in_range(sum).rgb, 1.0);
#endif
}
