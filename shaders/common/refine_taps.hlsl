// The first statements of refine: what it reads more than once

    // The lumas of 5 x 5 pixels, a row each; the colours of the 3 x 3 in the middle:
    //
    //     tl  t  tr
    //      l  c  r
    //     bl  b  br
    //
    float4 tl = tap(tex, -1, -1), t = tap(tex, 0, -1), tr = tap(tex, 1, -1);
    float4 l = tap(tex, -1, 0), c = tap(tex, 0, 0), r = tap(tex, 1, 0);
    float4 bl = tap(tex, -1, 1), b = tap(tex, 0, 1), br = tap(tex, 1, 1);
    float4 above = tap(tex, 0, -2), below = tap(tex, 0, 2);
