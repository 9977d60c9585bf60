// GREY_AT(x, y): a tap of the source's luma

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef GREY_near
#define GREY_AT(x, y) GREY_near(GREY_pos + GREY_pt * vec2(x, y))
#else
#define GREY_AT(x, y) texelFetch(GREY_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(GREY_size) - ivec2(1, 1)), 0)
#endif
