// colour_shares(): by how much red and blue change where luma does, around a pixel of HOOKED
// The line through its nine neighbours (K. He and others, "Guided image filtering", 2010), by sums of
// their differences to the pixel itself, whose squares lose nothing. In flat colour it is 1.

#ifdef HOOKED_near
#define COLOUR_AT(x, y) HOOKED_near(HOOKED_pos + HOOKED_pt * vec2(x, y)).rgb
#else
#define COLOUR_AT(x, y) texelFetch(HOOKED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                            ivec2(0, 0), ivec2(HOOKED_size) - ivec2(1, 1)), 0).rgb
#endif

vec3 sums = vec3(0.0), products = vec3(0.0);

void add(vec3 difference) {
    float luma = dot(difference, vec3(0.2126, 0.7152, 0.0722));
    vec3 three = vec3(luma, difference.rb);
    sums += three;
    products += luma * three;
}

vec2 colour_shares() {
    vec3 c = COLOUR_AT(0, 0);
    add(COLOUR_AT(-1, -1) - c);
    add(COLOUR_AT(0, -1) - c);
    add(COLOUR_AT(1, -1) - c);
    add(COLOUR_AT(-1, 0) - c);
    add(COLOUR_AT(1, 0) - c);
    add(COLOUR_AT(-1, 1) - c);
    add(COLOUR_AT(0, 1) - c);
    add(COLOUR_AT(1, 1) - c);
    vec3 variances = products - sums.x * sums / 9.0 + 0.001;
    // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
    return clamp(variances.yz / variances.x + 0.0002, -8.0, 8.0);
}
