// The two-parameter cubic of Mitchell and Netravali (1988), with B and C given.
#define RADIUS 2.0
float kernel(float x) {
    float p0 = (6.0 - 2.0 * B) / 6.0;
    float p2 = (-18.0 + 12.0 * B + 6.0 * C) / 6.0;
    float p3 = (12.0 - 9.0 * B - 6.0 * C) / 6.0;
    float q0 = (8.0 * B + 24.0 * C) / 6.0;
    float q1 = (-12.0 * B - 48.0 * C) / 6.0;
    float q2 = (6.0 * B + 30.0 * C) / 6.0;
    float q3 = (-B - 6.0 * C) / 6.0;
    return x < 1.0 ? p0 + x * x * (p2 + x * p3)
         : x < 2.0 ? q0 + x * (q1 + x * (q2 + x * q3))
                   : 0.0;
}
