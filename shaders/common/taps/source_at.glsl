// SOURCE_AT(x, y): a tap of the source's luma

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef SOURCE_near
#define SOURCE_AT(x, y) SOURCE_near(SOURCE_pos + SOURCE_pt * vec2(x, y))
#else
#define SOURCE_AT(x, y) texelFetch(SOURCE_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(SOURCE_size) - ivec2(1, 1)), 0)
#endif
