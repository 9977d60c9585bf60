//!PARAM strength
//!DESC How dark the corners become; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.6

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC Vignette
vec4 hook() {
    vec2 from_middle = HOOKED_pos - 0.5;
    vec4 colour = HOOKED_tex(HOOKED_pos);
    colour.rgb *= 1.0 - strength * 2.0 * dot(from_middle, from_middle);
    return colour;
}
