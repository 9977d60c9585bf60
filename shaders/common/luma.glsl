// The approximate luma, (2R + 3G + B) / 6
// As plain sums, which half floats make exact: pixels whose lumas are equal must come out equal on
// every driver, since the kernels compare them.
//
// The algorithm is Anime4K by B. Peng and contributors (2019, MIT licence).

float luma(vec3 rgb) {
    return (rgb.r + rgb.r + rgb.g + rgb.g + rgb.g + rgb.b) / 6.0;
}
