// mpv's nearest: half way between two pixels it is both of them.
#define RADIUS 1.0
float kernel(float x) {
    return clamp((0.5005 - x) * 1000.0, 0.0, 1.0);
}
