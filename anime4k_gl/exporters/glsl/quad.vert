#version @VERSION@
@CREDIT@

// One triangle over the whole viewport: draw three vertices, without attributes.
void main() {
    vec2 at = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}
