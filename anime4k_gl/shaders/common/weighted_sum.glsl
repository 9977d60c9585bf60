// A scaler's taps along one axis, for both passes of a separable scaler
// FETCH(i) is the i-th pixel along the axis. TAP(i), where a pass has one, is the same from the
// first tap on, clamped by the sampler: NAME_near, which only ours has.

#ifndef TAP
#define TAP(i) FETCH(clamp(first + i, 0, size - 1))
#endif
#ifndef KERNEL_AFTER
#define KERNEL_AFTER(whole, x) kernel(x)
#endif

vec4 sum = vec4(0.0);
float total = 0.0;
vec4 low = vec4(1e6), high = vec4(-1e6);

void add(vec4 c, float away, float weight) {
#ifdef TIMES_ALPHA
    c.rgb *= c.a;
#endif
    sum += weight * c;
    total += weight;
    if (away < 1.0) nearest_range(c, low, high);
}

// What the taps around a place amount to, of an axis with `size` pixels, each `texel` wide.
vec4 around(float centre, int size, float texel, float stretch) {
#ifdef NO_STRETCH
    const int TAPS = 2 * int(ceil(RADIUS));
    int first = int(floor(centre - 0.5)) - TAPS / 2 + 1;
    float at = (float(first) + 0.5) * texel;
    float weights[TAPS];
    for (int i = 0; i < TAPS; i++) {
        float away = abs(float(first + i) + 0.5 - centre);
        weights[i] = KERNEL_AFTER(i < TAPS / 2 ? TAPS / 2 - 1 - i : i - TAPS / 2, away);
    }
    // Not around the fetches: a software rasteriser computes both sides of a branch.
    if (first < 0 || first + TAPS > size) {
        for (int i = 0; i < TAPS; i++) weights[i] *= counts(first + i, size);
    }
    for (int i = 0; i < TAPS; i++) {
        float away = abs(float(first + i) + 0.5 - centre);
        add(TAP(i), away, weights[i]);
    }
#else
    int first = first_tap(centre - RADIUS * stretch), end = end_tap(centre + RADIUS * stretch, size);
    for (int i = first; i < end; i++) {
        float away = abs(float(i) + 0.5 - centre);
        add(FETCH(tap(i, size)), away, kernel(away / stretch));
    }
#endif
    return without_ringing(sum / total, low, high);
}
