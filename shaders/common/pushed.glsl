// Statements that read the four rows around a texel's four pixels `x` and `y` away: `pushed`
// Linear between a pixel and its neighbours: along x in the three rows around it, then along y.

    vec4 left = max(-x, 0.0), right = max(x, 0.0);
    vec4 above = vec4(row0.yz, row1.yz), here = vec4(row1.yz, row2.yz), below = vec4(row2.yz, row3.yz);
    above += left * (vec4(row0.xy, row1.xy) - above) + right * (vec4(row0.zw, row1.zw) - above);
    here += left * (vec4(row1.xy, row2.xy) - here) + right * (vec4(row1.zw, row2.zw) - here);
    below += left * (vec4(row2.xy, row3.xy) - below) + right * (vec4(row2.zw, row3.zw) - below);
    vec4 pushed = here + max(-y, 0.0) * (above - here) + max(y, 0.0) * (below - here);
