#version 300 es
precision highp float;
out vec2 a4k_at;
void main() {
    int corner = int[6](0, 1, 2, 3, 2, 1)[gl_VertexID];
    a4k_at = vec2(float(corner >> 1), float(corner & 1));
    gl_Position = vec4(2.0 * a4k_at - 1.0, 0.0, 1.0);
}
