// Statements that read nine texels of a map by `TAP(x, y)`: tl to br, of four pixels each

    vec4 tl = TAP(-1, -1), t = TAP(0, -1), tr = TAP(1, -1);
    vec4 l = TAP(-1, 0), c = TAP(0, 0), r = TAP(1, 0);
    vec4 bl = TAP(-1, 1), b = TAP(0, 1), br = TAP(1, 1);
