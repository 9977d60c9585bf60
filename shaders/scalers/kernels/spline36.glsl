// The interpolating cubic spline over 36 pixels (Dersch, Panorama Tools).
#define RADIUS 3.0
float kernel(float x) {
    if (x < 1.0) return ((13.0 / 11.0 * x - 453.0 / 209.0) * x - 3.0 / 209.0) * x + 1.0;
    float y = x - (x < 2.0 ? 1.0 : 2.0);
    if (x < 2.0) return ((-6.0 / 11.0 * y + 270.0 / 209.0) * y - 156.0 / 209.0) * y;
    if (x < 3.0) return ((1.0 / 11.0 * y - 45.0 / 209.0) * y + 26.0 / 209.0) * y;
    return 0.0;
}
