// Which pixels a scaler reads, and what becomes of a sum beyond 0 and 1; put in front of its body.
//
// By itself a scaler stays within the picture and within [0, 1], as Pillow does. With AS_PLAYER it
// does as mpv: beyond the border the nearest pixel is read, and what overshoots is left to the end.
#ifdef AS_PLAYER
int first_tap(float from) {
    return int(floor(from + 0.5));
}
int end_tap(float to, int size) {
    return int(floor(to + 0.5));
}
int tap(int at, int size) {
    return clamp(at, 0, size - 1);
}
float counts(int at, int size) {
    return 1.0;
}
vec4 in_range(vec4 sum) {
    return sum;
}
#else
int first_tap(float from) {
    return max(int(floor(from + 0.5)), 0);
}
int end_tap(float to, int size) {
    return min(int(floor(to + 0.5)), size);
}
int tap(int at, int size) {
    return at;
}
// What a pixel weighs: nothing beyond the border.
float counts(int at, int size) {
    return at >= 0 && at < size ? 1.0 : 0.0;
}
vec4 in_range(vec4 sum) {
    return clamp(sum, 0.0, 1.0);
}
#endif

// ANTIRING takes that share of what overshoots the nearest pixels' values away.
#ifdef ANTIRING
void nearest_range(vec4 c, inout vec4 low, inout vec4 high) {
    low = min(low, c);
    high = max(high, c);
}
vec4 without_ringing(vec4 sum, vec4 low, vec4 high) {
    return mix(sum, clamp(sum, low, high), ANTIRING);
}
#else
void nearest_range(vec4 c, inout vec4 low, inout vec4 high) {
}
vec4 without_ringing(vec4 sum, vec4 low, vec4 high) {
    return sum;
}
#endif

// Alpha that is 1 but for the last bits is 1: a GPU's division may fall short of it, and a half
// float that is cut off would show that.
float whole(float alpha) {
    return alpha > 1.0 - 1.0 / 8192.0 ? 1.0 : clamp(alpha, 0.0, 1.0);
}

#ifdef HAS_ALPHA
// Colour is weighed by it, so that what is invisible does not bleed into what is not. A
// trifle counts everywhere: where nothing is visible there is a colour too, the plain mean, since
// passes that follow would take black for a line.
#define TRIFLE (1.0 / 512.0)
vec4 weighed(vec4 c) {
    float alpha = mix(TRIFLE, 1.0, c.a);
    return vec4(c.rgb * alpha, alpha);
}
vec3 straight(vec4 sum, vec3 plain) {
    vec3 colour = sum.rgb / max(sum.a, TRIFLE);
    return clamp(mix(plain, colour, clamp(sum.a / TRIFLE - 1.0, 0.0, 1.0)), 0.0, 1.0);
}
float own_alpha(float alpha) {
    return whole((alpha - TRIFLE) / (1.0 - TRIFLE));
}
#endif
