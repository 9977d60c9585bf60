// LINE(x, y): a tap of LINES, four pixels a texel

#ifdef LINES_near
#define LINE(x, y) LINES_near(LINES_pos + LINES_pt * vec2(x, y))
#else
#define LINE(x, y) texelFetch(LINES_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(LINES_size) - ivec2(1, 1)), 0)
#endif
