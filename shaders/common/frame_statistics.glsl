// statistics_of(sums): the frame's noise, a variance in codes of 255, and how soft it is, from 0 to 1
// Rounding to eight bits is no noise. Of flat blocks with noise, the weighed mean of nine pixels'
// variances is half of it. The seconds' squares are 0.9 to 1.2 times the firsts' in drawings that are as
// sharp as their pixels, and 0.5 to 0.7 times in those that were scaled up from two thirds.

vec2 statistics_of(vec4 sums) {
    float noise = clamp(2.0 * sums.x / max(sums.y, 0.00001) - 0.3, 0.0, 400.0);
    float sharpness = sums.w > 0.0 ? sums.z / sums.w : 1.0;
    return vec2(noise, clamp((0.9 - sharpness) / 0.25, 0.0, 1.0));
}
