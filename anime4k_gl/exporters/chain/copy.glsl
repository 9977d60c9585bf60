// For all passes to read the picture in the same way, whatever it comes in.
vec4 hook() {
    return vec4(texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb, 1.0);
}
