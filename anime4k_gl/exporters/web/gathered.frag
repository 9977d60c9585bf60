#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D a4k_texture0;
out vec4 a4k_result;
// The mean colour of those of four texels that are visible at all.
void main() {
    ivec2 first = 2 * ivec2(gl_FragCoord.xy), size = textureSize(a4k_texture0, 0);
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        ivec2 at = first + ivec2(i & 1, i >> 1);
        vec4 texel = texelFetch(a4k_texture0, min(at, size - 1), 0);
        if (at.x < size.x && at.y < size.y && texel.a > 0.0) sum += vec4(texel.rgb, 1.0);
    }
    a4k_result = sum.a > 0.0 ? vec4(sum.rgb / sum.a, 1.0) : vec4(0.0);
}
