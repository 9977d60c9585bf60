#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform vec2 a4k_input_size;
uniform vec2 a4k_out_size;
in vec2 a4k_at;
out vec4 a4k_result;
@UNIFORMS@
