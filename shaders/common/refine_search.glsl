// The last statements of refine as published, over `gradient(x, y)` and `colour(x, y)`
// c_rgb, the colour here, is pulled with `strength` to where the kernel that matches is light.
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

    float tl = gradient(-1, -1), t = gradient(0, -1), tr = gradient(1, -1);
    float l = gradient(-1, 0), c = gradient(0, 0), r = gradient(1, 0);
    float bl = gradient(-1, 1), b = gradient(0, 1), br = gradient(1, 1);

    float top = lowest(tl, t, tr), bottom = lowest(bl, b, br);
    float left = lowest(tl, l, bl), right = lowest(tr, r, br);

    // The first kernel that matches ends the search; the middle of its light taps lies this way.
    vec3 light;
    if (top > highest(bl, b, br) && top > c) {                        // 0
        light = colour(-1, -1) + colour(0, -1) + colour(1, -1);
    } else if (bottom > highest(tl, t, tr) && bottom > c) {           // 4
        light = colour(-1, 1) + colour(0, 1) + colour(1, 1);
    } else if (lowest(t, tr, r) > highest(c, l, b)) {                   // 1
        light = colour(0, -1) + colour(1, -1) + colour(1, 0);
    } else if (lowest(l, bl, b) > highest(c, r, t)) {                   // 5
        light = colour(-1, 0) + colour(-1, 1) + colour(0, 1);
    } else if (right > highest(tl, l, bl) && right > c) {             // 2
        light = colour(1, -1) + colour(1, 0) + colour(1, 1);
    } else if (left > highest(tr, r, br) && left > c) {               // 6
        light = colour(-1, -1) + colour(-1, 0) + colour(-1, 1);
    } else if (lowest(r, br, b) > highest(c, l, t)) {                   // 3
        light = colour(1, 0) + colour(1, 1) + colour(0, 1);
    } else if (lowest(t, tl, l) > highest(c, r, b)) {                   // 7
        light = colour(0, -1) + colour(-1, -1) + colour(-1, 0);
    } else {
        return vec4(c_rgb, 1.0);
    }
    return vec4(mix(c_rgb, light / 3.0, strength), 1.0);
