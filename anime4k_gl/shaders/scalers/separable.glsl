// A separable scaler: rows first, then columns. The kernel (`kernel(x)` for x >= 0, and RADIUS) is
// put in front of each body.
//
// Downscaling stretches the kernel over the source pixels that fall into an output pixel, which
// is what keeps it free of aliasing. At the picture's border the kernel is cut off and what is
// left of it weighted up, as Pillow does. Colour is weighted by alpha, so that what is invisible
// does not bleed into what is not; the result is straight (not premultiplied) again.

//!HOOK PREKERNEL
//!BIND HOOKED
//!SAVE SCALED_ROWS
//!WIDTH OUTPUT.w
//!COMPONENTS 4
//!DESC scale: horizontal

vec4 hook() {
#ifdef NO_STRETCH
    float stretch = 1.0;
#else
    float stretch = max(HOOKED_size.x / a4k_out_size.x, 1.0);
#endif
    float reach = RADIUS * stretch;
    vec2 centre = HOOKED_pos * HOOKED_size;
    int first = first_tap(centre.x - reach);
    int end = end_tap(centre.x + reach, int(HOOKED_size.x));
    int y = int(gl_FragCoord.y);

    vec4 sum = vec4(0.0);
    float total = 0.0;
    vec4 low = vec4(1e6), high = vec4(-1e6);
    for (int x = first; x < end; x++) {
        float weight = kernel(abs(float(x) + 0.5 - centre.x) / stretch);
        vec4 c = texelFetch(HOOKED_raw, ivec2(tap(x, int(HOOKED_size.x)), y), 0);
#ifdef HAS_ALPHA
        c.rgb *= c.a;
#endif
        sum += weight * c;
        total += weight;
        if (abs(float(x) + 0.5 - centre.x) < 1.0) nearest_range(c, low, high);
    }
    sum = without_ringing(sum / total, low, high);
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

vec4 hook() {
#ifdef NO_STRETCH
    float stretch = 1.0;
#else
    float stretch = max(SCALED_ROWS_size.y / a4k_out_size.y, 1.0);
#endif
    float reach = RADIUS * stretch;
    vec2 centre = SCALED_ROWS_pos * SCALED_ROWS_size;
    int first = first_tap(centre.y - reach);
    int end = end_tap(centre.y + reach, int(SCALED_ROWS_size.y));
    int x = int(gl_FragCoord.x);

    vec4 sum = vec4(0.0);
    float total = 0.0;
    vec4 low = vec4(1e6), high = vec4(-1e6);
    for (int y = first; y < end; y++) {
        float weight = kernel(abs(float(y) + 0.5 - centre.y) / stretch);
        vec4 c = texelFetch(SCALED_ROWS_raw, ivec2(x, tap(y, int(SCALED_ROWS_size.y))), 0);
        sum += weight * c;
        total += weight;
        if (abs(float(y) + 0.5 - centre.y) < 1.0) nearest_range(c, low, high);
    }
    sum = without_ringing(sum / total, low, high);
#ifdef HAS_ALPHA
    return vec4(clamp(sum.rgb / max(sum.a, 1.0 / 65536.0), 0.0, 1.0), whole(sum.a));
#else
    return vec4(in_range(sum).rgb, 1.0);
#endif
}
