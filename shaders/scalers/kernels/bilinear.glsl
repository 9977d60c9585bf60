// The triangle.
#define RADIUS 1.0
float kernel(float x) {
    return max(1.0 - x, 0.0);
}
