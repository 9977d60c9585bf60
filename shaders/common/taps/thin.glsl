// TAP(x, y): a tap of THIN

// One tap, of the nearest texel within the picture. NAME_near is faster than fetching clamped
// coordinates; players do not have it.
#ifdef THIN_near
#define TAP(x, y) THIN_near(THIN_pos + THIN_pt * vec2(x, y))
#else
#define TAP(x, y) texelFetch(THIN_raw, clamp(ivec2(THIN_pos * THIN_size) + ivec2(x, y), \
                                         ivec2(0, 0), ivec2(THIN_size) - ivec2(1, 1)), 0)
#endif
