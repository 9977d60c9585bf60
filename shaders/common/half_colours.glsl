// A colour as half floats, as shared memory holds it

uvec2 as_half(vec3 c) {
    return uvec2(packHalf2x16(c.rg), packHalf2x16(vec2(c.b, 0.0)));
}

vec3 as_float(uvec2 c) {
    return vec3(unpackHalf2x16(c.x), unpackHalf2x16(c.y).x);
}
