@CREDIT@
// TOP @NUMBER@: @LABEL@

@IF SOURCE_SIZE@
uniform vec2 uSourceSize;
@END@
@UNIFORMS@
layout(location = 0) out vec4 fragColor;
vec4 result;

vec4 a4k_fetch(sampler2D image, ivec2 at) {
    return texelFetch(image, ivec2(at.x, textureSize(image, 0).y - 1 - at.y), 0);
}

vec4 a4k_sample(sampler2D image, vec2 at) {
    return textureLod(image, vec2(at.x, 1.0 - at.y), 0.0);
}

#define texelFetch(image, at, lod) a4k_fetch(image, at)
#define texture(image, at) a4k_sample(image, at)

// The picture's pixel, counted from above.
#define a4k_out_res (uTDOutputInfo.res.zw)
#define a4k_at (floor(vec2(vUV.x, 1.0 - vUV.y) * a4k_out_res) + 0.5)
