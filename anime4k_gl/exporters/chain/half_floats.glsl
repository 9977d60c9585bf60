// Rounded here: what a GPU does when it writes half floats is its own affair.
vec4 hook() {
    vec3 c = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 unit = exp2(floor(log2(max(c, vec3(6.103515625e-05)))) - 10.0);
    return vec4(floor(c / unit + 0.5) * unit, 1.0);
}
