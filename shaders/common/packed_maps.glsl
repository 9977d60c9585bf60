// The maps of v1.0-rc-fast, which hold four pixels a texel: a pixel's numbers, and what they mean

#include "common/taps/control_texel.glsl"
#ifdef THINNED_near
#define THINNED_AT(at) THINNED_near((at) * THINNED_pt)
#else
#define THINNED_AT(at) texelFetch(THINNED_raw, ivec2(at), 0)
#endif

// A pixel's own number of the four in the texel it lies in, `at` in texels.
float own(vec4 block, vec2 at) {
    vec2 row = fract(at.y) < 0.5 ? block.xy : block.zw;
    return fract(at.x) < 0.5 ? row.x : row.y;
}

// A direction's step. The mean of a corner and its two neighbours is 2/3 of the way to the corner.
vec2 toward(float direction) {
    float y = floor((direction + 0.5) * (1.0 / 3.0));
    vec2 towards = vec2(direction - 3.0 * y, y) - 1.0;
    return towards * (1.0 - (1.0 / 3.0) * abs(towards.x * towards.y));
}

vec2 thinning(vec2 position) {
    vec2 at = 0.5 * clamp(position, vec2(0.5, 0.5), HOOKED_size - 0.5);
    return toward(floor(own(THINNED_AT(at), at)) + 4.0);
}
