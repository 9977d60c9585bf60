// control(): this pixel's number of CONTROL, as v1.0-rc/control.glsl writes it

// What the control pass found for this pixel, which shares a texel with three others.
float control() {
    vec2 at = 0.5 * gl_FragCoord.xy;
#ifdef CONTROL_near
    vec4 four = CONTROL_near(at * CONTROL_pt);
#else
    vec4 four = texelFetch(CONTROL_raw, ivec2(at), 0);
#endif
    vec2 row = fract(at.y) > 0.5 ? four.zw : four.xy;
    return 5.0 * (fract(at.x) > 0.5 ? row.y : row.x);
}
