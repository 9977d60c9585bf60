// A polar (elliptical weighted average) scaler: the weight of a source pixel depends on its
// distance alone. The kernel (`kernel(x)` for x >= 0, and RADIUS) is put in front of the body.
//
// Downscaling, borders and alpha are treated as in the separable scaler.

//!HOOK PREKERNEL
//!BIND HOOKED
//!BIND KERNEL
//!SAVE SCALED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!COMPONENTS 4
//!DESC scale: polar

vec4 hook() {
#ifdef NO_STRETCH
    vec2 stretch = vec2(1.0, 1.0);
#else
    vec2 stretch = max(HOOKED_size / a4k_out_size, vec2(1.0, 1.0));
#ifdef AS_PLAYER
#ifdef LIBPLACEBO
    stretch = vec2(max(stretch.x, stretch.y));
#else
    stretch = vec2(min(stretch.x, stretch.y));  // one factor for both axes, the milder
#endif
#endif
#endif
#ifdef AS_PLAYER
    // In players the stretched kernel ends where the unstretched one does.
    vec2 reach = vec2(CUTOFF);
#else
    vec2 reach = RADIUS * stretch;
#endif
    vec2 centre = HOOKED_pos * HOOKED_size;
    ivec2 size = ivec2(HOOKED_size);
    ivec2 first = ivec2(first_tap(centre.x - reach.x), first_tap(centre.y - reach.y));
    ivec2 end = ivec2(end_tap(centre.x + reach.x, size.x), end_tap(centre.y + reach.y, size.y));

    vec4 sum = vec4(0.0);
    float total = 0.0;
#ifdef HAS_ALPHA
    vec3 plain = vec3(0.0);
#endif
    vec4 low = vec4(1e6), high = vec4(-1e6);
    for (int y = first.y; y < end.y; y++) {
        for (int x = first.x; x < end.x; x++) {
            vec2 away = vec2(float(x), float(y)) + 0.5 - centre;
            if (length(away / reach) < 1.0) {
                float weight = kernel(length(away / stretch));
                vec4 c = texelFetch(HOOKED_raw, ivec2(tap(x, size.x), tap(y, size.y)), 0);
#ifdef HAS_ALPHA
                plain += weight * c.rgb;
                c = weighed(c);
#endif
                sum += weight * c;
                total += weight;
                if (max(abs(away.x), abs(away.y)) < 1.0) nearest_range(c, low, high);
            }
        }
    }
    sum = without_ringing(sum / total, low, high);
#ifdef HAS_ALPHA
    return vec4(straight(sum, plain / total), own_alpha(sum.a));
#else
    return vec4(in_range(sum).rgb, 1.0);
#endif
}
