// Anime4K v1.1, compute dispatch 3 where no time is left: luma doubled
// What the passes rows and columns do, of a tile of the source in shared memory, and nothing is
// pushed. Beyond the picture's border each step has the values of its nearest pixel.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

//!HOOK MAIN
//!BIND GREY
//!SAVE DOUBLED
//!COMPONENTS 4
//!COMPUTE 16 16 16 16
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K v1.1: luma doubled

const int TILE = 16, THREADS = 256;
const int GREY = TILE + 6;

shared float grey[GREY * GREY];
shared uint rows[TILE * GREY];  // half floats, as the picture with everything has them

vec2 row(int i) {
    return unpackHalf2x16(rows[i]);
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * TILE, last = ivec2(GREY_size) - 1;
    for (int i = thread; i < GREY * GREY; i += THREADS) {
        ivec2 at = origin - 3 + ivec2(uint(i) % uint(GREY), uint(i) / uint(GREY));
        grey[i] = texelFetch(GREY_raw, clamp(at, ivec2(0, 0), last), 0).x;
    }
    barrier();
    for (int i = thread; i < TILE * GREY; i += THREADS) {
        int k = int(uint(i) / uint(TILE)) * GREY + int(uint(i) % uint(TILE)) + 3;
        float a = grey[k - 3], b = grey[k - 2], c = grey[k - 1], d = grey[k];
        float e = grey[k + 1], f = grey[k + 2], g = grey[k + 3];
        rows[i] = packHalf2x16(vec2(
            0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
            0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g));
    }
    barrier();
    ivec2 own = ivec2(gl_LocalInvocationID.xy), pixel = origin + own;
    int k = (own.y + 3) * TILE + own.x;
    vec2 a = row(k - 3 * TILE), b = row(k - 2 * TILE), c = row(k - TILE), d = row(k);
    vec2 e = row(k + TILE), f = row(k + 2 * TILE), g = row(k + 3 * TILE);
    if (all(lessThanEqual(pixel, last))) imageStore(out_image, pixel, vec4(
        0.0073783 * a - 0.0679973 * b + 0.2710106 * c + 0.8927708 * d - 0.1332746 * e + 0.0301123 * f,
        0.0301123 * b - 0.1332746 * c + 0.8927708 * d + 0.2710106 * e - 0.0679973 * f + 0.0073783 * g));
}
