#version @VERSION@
@CREDIT@
// @LABEL@

@IF ES@
precision highp float;
precision highp int;
precision highp sampler2D;
@END@
@SAMPLERS@
@IF INPUT_SIZE@
uniform vec2 input_size;
@END@
out vec4 result;
