// The two-parameter cubic of Mitchell and Netravali (1988), with B and C given.
#define RADIUS 2.0
float within_one(float x) {
    float p0 = (6.0 - 2.0 * B) / 6.0;
    float p2 = (-18.0 + 12.0 * B + 6.0 * C) / 6.0;
    float p3 = (12.0 - 9.0 * B - 6.0 * C) / 6.0;
    return p0 + x * x * (p2 + x * p3);
}
float within_two(float x) {
    float q0 = (8.0 * B + 24.0 * C) / 6.0;
    float q1 = (-12.0 * B - 48.0 * C) / 6.0;
    float q2 = (6.0 * B + 30.0 * C) / 6.0;
    float q3 = (-B - 6.0 * C) / 6.0;
    return q0 + x * (q1 + x * (q2 + x * q3));
}
float kernel(float x) {
    return x < 1.0 ? within_one(x) : x < 2.0 ? within_two(x) : 0.0;
}
// The same where it is known which whole number x comes after: 0 or 1.
#define KERNEL_AFTER(whole, x) ((whole) == 0 ? within_one(x) : within_two(x))
