// sinc windowed by a sinc three times as wide.
#define RADIUS 3.0
float kernel(float x) {
    if (x < 1e-5) return 1.0;
    if (x >= 3.0) return 0.0;
    float pix = 3.14159265358979 * x;
    return 3.0 * sin(pix) * sin(pix / 3.0) / (pix * pix);
}
