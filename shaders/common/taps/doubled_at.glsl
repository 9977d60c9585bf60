// DOUBLED_AT(x, y): a tap of the doubled luma, four pixels a texel

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef DOUBLED_near
#define DOUBLED_AT(x, y) DOUBLED_near(DOUBLED_pos + DOUBLED_pt * vec2(x, y))
#else
#define DOUBLED_AT(x, y) texelFetch(DOUBLED_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(DOUBLED_size) - ivec2(1, 1)), 0)
#endif
