// sinc windowed by a sinc RADIUS times as wide.
#ifndef RADIUS
#define RADIUS 3.0
#endif
float kernel(float x) {
    if (x < 1e-5) return 1.0;
    if (x >= RADIUS) return 0.0;
    float pix = 3.14159265358979 * x;
    return RADIUS * sin(pix) * sin(pix / RADIUS) / (pix * pix);
}
