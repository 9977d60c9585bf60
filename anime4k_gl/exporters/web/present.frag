#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D a4k_texture0;
uniform sampler2D a4k_texture1;
out vec4 a4k_result;
void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    at.y = textureSize(a4k_texture0, 0).y - 1 - at.y;
    a4k_result = vec4(texelFetch(a4k_texture0, at, 0).rgb, texelFetch(a4k_texture1, at, 0).a);
}
