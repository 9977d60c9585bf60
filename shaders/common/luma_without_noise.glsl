// without_noise(...): a pixel's luma without the frame's noise, and sharper in a soft frame
// `c` is the pixel, then its neighbours to the sides and at the corners; `statistics` the frame's, times
// the parameters. Where luma varies by not much more than the noise, it becomes the mean of the nine
// (J.-S. Lee, 1980). With it goes how much of what the result lacks is to be given back: of a soft
// picture less, since that would make it as soft again.

vec2 without_noise(float c, vec4 side, vec4 corner, vec2 statistics) {
    vec4 one = vec4(1.0);
    float sides = dot(side - c, one), corners = dot(corner - c, one), change = (sides + corners) / 9.0;
    float variance = (dot(side - c, side - c) + dot(corner - c, corner - c)) / 9.0 - change * change;
    float share = clamp(statistics.x / max(65025.0 * variance, 0.01), 0.0, 1.0);
    float blurred = (2.0 * sides + corners) / 16.0;
    vec4 low = min(side, corner), high = max(side, corner);
    float lowest = min(c, min(min(low.x, low.y), min(low.z, low.w)));
    float highest = max(c, max(max(high.x, high.y), max(high.z, high.w)));
    float luma = c + share * change - statistics.y * (1.0 - share) * blurred;
    return vec2(clamp(luma, lowest, highest), max(1.0 - 0.7 * statistics.y, 0.0));
}
