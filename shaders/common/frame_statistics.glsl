// statistics_of(sums): the frame's noise, a variance in codes of 255, and how soft it is, from 0 to 1
// Rounding to eight bits is no noise. Of flat blocks with noise, the weighed mean of nine pixels'
// variances is half of it. On slopes the second differences' squares are 0.41 to 0.69 of the first ones'
// in drawings brought down to their size, by any kernel, and 0.25 to 0.34 in those that were scaled up
// from two thirds of it, whatever they show.

vec2 statistics_of(vec4 sums) {
    float noise = clamp(2.0 * sums.x / max(sums.y, 0.00001) - 0.3, 0.0, 400.0);
    float sharpness = sums.w > 0.0 ? sums.z / sums.w : 1.0;
    return vec2(noise, clamp((0.43 - sharpness) / 0.13, 0.0, 1.0));
}
