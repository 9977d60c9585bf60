// EDGE_AT(x, y): a tap of the edges' strength, four pixels a texel

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef EDGES_near
#define EDGE_AT(x, y) EDGES_near(EDGES_pos + EDGES_pt * vec2(x, y))
#else
#define EDGE_AT(x, y) texelFetch(EDGES_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(x, y), \
                                           ivec2(0, 0), ivec2(EDGES_size) - ivec2(1, 1)), 0)
#endif
