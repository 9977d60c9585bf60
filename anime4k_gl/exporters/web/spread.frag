#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D a4k_texture0;
uniform sampler2D a4k_texture1;
out vec4 a4k_result;
// Where a texel is not visible, the colour of its place in the picture of half the size.
void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 texel = texelFetch(a4k_texture0, at, 0);
    a4k_result = texel.a > 0.0 ? vec4(texel.rgb, 1.0) : texelFetch(a4k_texture1, at / 2, 0);
}
