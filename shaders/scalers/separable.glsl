// A separable scaler: rows first, then columns. The kernel (`kernel(x)` for x >= 0, and RADIUS) is
// put in front of each body.
//
// Downscaling stretches the kernel over the source pixels that fall into an output pixel, which
// is what keeps it free of aliasing; NO_STRETCH says that there are none, and the taps are counted
// beforehand. At the picture's border the kernel is cut off and what is left of it weighted up, as
// Pillow does. Colour is weighted by alpha, so that what is invisible does not bleed into what is
// not; the result is straight (not premultiplied) again, with a colour where alpha is 0, too.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED_ROWS
//!WIDTH OUTPUT.w
//!COMPONENTS 4
//!DESC scale: horizontal

// A tap, of the nearest pixel within the picture. NAME_near clamps by itself; only ours has it.
#ifdef HOOKED_near
#define TAP(i) HOOKED_near(vec2(at + float(i) * HOOKED_pt.x, (float(y) + 0.5) * HOOKED_pt.y))
#else
#define TAP(i) texelFetch(HOOKED_raw, ivec2(clamp(first + i, 0, size - 1), y), 0)
#endif

#include "common/weighted_sum.glsl"

#ifdef HAS_ALPHA
vec3 plain = vec3(0.0);
#endif

void add(vec4 c, float away, float weight) {
#ifdef HAS_ALPHA
    plain += weight * c.rgb;
    c = weighed(c);
#endif
    sum += weight * c;
    total += weight;
    if (away < 1.0) nearest_range(c, low, high);
}

vec4 hook() {
    int size = int(HOOKED_size.x);
    int y = int(gl_FragCoord.y);
    float centre = HOOKED_pos.x * HOOKED_size.x;
#ifdef NO_STRETCH
    const int TAPS = 2 * int(ceil(RADIUS));
    int first = int(floor(centre - 0.5)) - TAPS / 2 + 1;
    float at = (float(first) + 0.5) * HOOKED_pt.x;
    #include "common/weighed_taps.glsl"
#else
    float stretch = max(HOOKED_size.x / a4k_out_size.x, 1.0);
    int first = first_tap(centre - RADIUS * stretch), end = end_tap(centre + RADIUS * stretch, size);
    for (int x = first; x < end; x++) {
        float away = abs(float(x) + 0.5 - centre);
        add(texelFetch(HOOKED_raw, ivec2(tap(x, size), y), 0), away, kernel(away / stretch));
    }
#endif
    sum = without_ringing(sum / total, low, high);
#ifdef HAS_ALPHA
    // What alpha loses to the clamp its colour loses too, or an overshoot would tint the edge.
    float alpha = max(whole(sum.a), TRIFLE);
    return vec4(straight(sum, plain / total) * alpha, alpha);
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

// A tap, of the nearest pixel within the picture. NAME_near clamps by itself; only ours has it.
#ifdef SCALED_ROWS_near
#define TAP(i) SCALED_ROWS_near(vec2((float(x) + 0.5) * SCALED_ROWS_pt.x, \
                                     at + float(i) * SCALED_ROWS_pt.y))
#else
#define TAP(i) texelFetch(SCALED_ROWS_raw, ivec2(x, clamp(first + i, 0, size - 1)), 0)
#endif

#include "common/weighted_sum.glsl"

#ifdef HAS_ALPHA
vec3 plain = vec3(0.0);
#endif

void add(vec4 c, float away, float weight) {
#ifdef HAS_ALPHA
    plain += weight * c.rgb / c.a;
#endif
    sum += weight * c;
    total += weight;
    if (away < 1.0) nearest_range(c, low, high);
}

vec4 hook() {
    int size = int(SCALED_ROWS_size.y);
    int x = int(gl_FragCoord.x);
    float centre = SCALED_ROWS_pos.y * SCALED_ROWS_size.y;
#ifdef NO_STRETCH
    const int TAPS = 2 * int(ceil(RADIUS));
    int first = int(floor(centre - 0.5)) - TAPS / 2 + 1;
    float at = (float(first) + 0.5) * SCALED_ROWS_pt.y;
    #include "common/weighed_taps.glsl"
#else
    float stretch = max(SCALED_ROWS_size.y / a4k_out_size.y, 1.0);
    int first = first_tap(centre - RADIUS * stretch), end = end_tap(centre + RADIUS * stretch, size);
    for (int y = first; y < end; y++) {
        float away = abs(float(y) + 0.5 - centre);
        add(texelFetch(SCALED_ROWS_raw, ivec2(x, tap(y, size)), 0), away, kernel(away / stretch));
    }
#endif
    sum = without_ringing(sum / total, low, high);
#ifdef HAS_ALPHA
    return vec4(straight(sum, plain / total), own_alpha(sum.a));
#else
    return vec4(in_range(sum).rgb, 1.0);
#endif
}
