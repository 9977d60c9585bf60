// Anime4K hybrid-m: compute form, dispatch 2 of 2
// Computes c4, c5, c6, in tiles of 32x16 pixels.
// Only what is near a line is computed.
//
// Made by tools/networks.py of the recipe with the SHA-256 851adae9982affe46ff4b62229ecc12b
// fff0fc32679789e61fa4236d37ac6b24; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!BIND NET_LINES
//!BIND NET_MAPS_1
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!COMPUTE 64 32 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-m: compute, dispatch 2 of 2

// Half floats where the compiler has them: glslang for Vulkan, NVIDIA's for OpenGL. Mesa's for
// OpenGL wants extensions before everything else.
#if defined(VULKAN) && defined(GL_EXT_shader_explicit_arithmetic_types_float16)
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#define HALVES
#elif !defined(VULKAN) && defined(GL_NV_gpu_shader5)
#extension GL_NV_gpu_shader5 : enable
#define HALVES
#endif
#ifdef HALVES
#define ONE float16_t
#define FOUR f16vec4
#define KEPT uvec2
#define kept(four) uvec2(packFloat2x16((four).xy), packFloat2x16((four).zw))
#define four_of(kept) FOUR(unpackFloat2x16((kept).x), unpackFloat2x16((kept).y))
#else
#define ONE float
#define FOUR vec4
#define KEPT vec4
#define kept(four) (four)
#define four_of(kept) (kept)
#endif

const int WIDTH = 32, HEIGHT = 16;
const int THREADS = 256, PIXELS = 2;

shared KEPT memory0[836];  // c3 38x22, c5 34x18, colours 36x20
shared KEPT memory1[720];  // c4 36x20, c6 32x16, shares 34x18

// The cells of 4x4 pixels in the tile and around it, in which a line is: a bit each
const int CELL = 4, AROUND = 1, CELL_COLUMNS = 10, CELL_ROWS = 6;
shared uint lines[CELL_ROWS];

// Whether a line is near a pixel of the tile.
bool near_line(ivec2 at) {
    uint found = 0u;
    for (int row = 0; row <= 2; row++) found |= lines[at.y / CELL + row];
    return (found >> uint(at.x / CELL) & 7u) != 0u;
}

// c4, of c3
void c4_c3_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0129522, 0.00435329, 0.126263, 0.0202071) * v.x;
    s0 += FOUR(-0.0110974, -0.0788219, -0.0372199, -0.161217) * v.y;
    s0 += FOUR(-0.0569907, 0.0296354, 0.0868898, -0.0857391) * v.z;
    s0 += FOUR(0.0524448, -0.00587118, -0.0532936, -0.0715673) * v.w;
    s0 += FOUR(-0.14031, -0.0321509, 0.0925224, -0.100082) * a.x;
    s0 += FOUR(0.0571763, 0.0457671, -0.021125, 0.167783) * a.y;
    s0 += FOUR(0.054176, 0.0871269, -0.0240428, 0.28867) * a.z;
    s0 += FOUR(0.0485445, 0.0283512, -0.00630051, 0.0308507) * a.w;
}
void c4_c3_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.692522, -0.261075, 0.171145, -0.16035) * v.x;
    s0 += FOUR(0.231757, -0.0675002, 0.122429, -0.0495086) * v.y;
    s0 += FOUR(-0.309721, -0.0675548, 0.122176, -0.176871) * v.z;
    s0 += FOUR(0.0306167, -0.00306692, 0.00783874, -0.0199845) * v.w;
    s0 += FOUR(-0.789005, -0.188243, 0.356711, -0.348613) * a.x;
    s0 += FOUR(0.102937, -0.00303026, -0.12286, -0.0699941) * a.y;
    s0 += FOUR(-0.109793, 0.137582, -0.180824, 0.111127) * a.z;
    s0 += FOUR(0.0794659, -0.0047697, 0.0335524, 0.0328729) * a.w;
}
void c4_c3_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0721008, 0.152227, -0.0913865, -0.00585712) * v.x;
    s0 += FOUR(0.118379, 0.0895773, -0.0142297, 0.0294904) * v.y;
    s0 += FOUR(-0.0289526, -0.172915, 0.126258, -0.0116187) * v.z;
    s0 += FOUR(-0.003589, -0.014467, 0.0294336, -0.0275906) * v.w;
    s0 += FOUR(0.00985509, 0.0343413, 0.0171745, 0.0103699) * a.x;
    s0 += FOUR(-0.0102888, 0.00500126, -0.00912484, -0.0358566) * a.y;
    s0 += FOUR(-0.078091, 0.037925, -0.0917795, 0.0660533) * a.z;
    s0 += FOUR(0.0332374, -0.0106375, 0.0270797, -0.0350806) * a.w;
}
void c4_c3_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.57105, -0.176024, 0.389813, -0.00779501) * v.x;
    s0 += FOUR(-0.136901, -0.142694, -0.196718, -0.675871) * v.y;
    s0 += FOUR(0.256773, -0.12732, -0.161274, 0.241685) * v.z;
    s0 += FOUR(0.275137, 0.146963, 0.214843, 0.333215) * v.w;
    s0 += FOUR(-0.595841, -0.277964, 0.288432, -0.25889) * a.x;
    s0 += FOUR(-0.0725364, 0.0235625, 0.120458, -0.000486016) * a.y;
    s0 += FOUR(0.113292, 0.0451313, 0.142114, 0.302358) * a.z;
    s0 += FOUR(-0.0342182, -0.0286013, -0.0149063, -0.0664888) * a.w;
}
void c4_c3_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.103125, -0.904551, 0.944816, -0.971683) * v.x;
    s0 += FOUR(0.810503, -0.081106, -0.0602858, -0.0633597) * v.y;
    s0 += FOUR(0.40876, 0.287591, 0.329092, -0.340628) * v.z;
    s0 += FOUR(0.631711, -0.458664, -0.469912, 0.375103) * v.w;
    s0 += FOUR(-0.0456671, -0.55876, 0.74369, -0.809823) * a.x;
    s0 += FOUR(-0.0473914, -0.118972, -0.0558183, 0.127775) * a.y;
    s0 += FOUR(-0.122519, -0.271725, -0.180204, 0.238408) * a.z;
    s0 += FOUR(0.110253, -0.0774152, -0.0440571, 0.172928) * a.w;
}
void c4_c3_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0240617, -0.465676, -0.377604, -0.0270143) * v.x;
    s0 += FOUR(0.192725, 0.0875141, -0.227771, 0.00162411) * v.y;
    s0 += FOUR(0.00916838, 0.0327355, 0.22246, -0.032778) * v.z;
    s0 += FOUR(0.187411, 0.141326, -0.104601, -0.0975129) * v.w;
    s0 += FOUR(0.0424465, -0.454483, -0.274148, -0.0743114) * a.x;
    s0 += FOUR(-0.0966067, 0.0662017, -0.000428699, -0.0541423) * a.y;
    s0 += FOUR(-0.0468749, -0.00137792, -0.231063, 0.12474) * a.z;
    s0 += FOUR(0.00593724, 0.102447, -0.0133878, -0.0217072) * a.w;
}
void c4_c3_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00749305, -0.0320947, 0.0181085, 0.085137) * v.x;
    s0 += FOUR(0.0205499, 0.00288452, 0.0315249, -0.189465) * v.y;
    s0 += FOUR(0.137352, 0.00614486, -0.0914341, 0.0432455) * v.z;
    s0 += FOUR(0.0565663, 0.02898, -0.0155878, 0.0294627) * v.w;
    s0 += FOUR(-0.0308905, -0.029212, 0.0390807, 0.00579634) * a.x;
    s0 += FOUR(-0.0124695, -0.0145274, 0.0169031, 0.00652999) * a.y;
    s0 += FOUR(-0.0425269, 0.0730225, -0.0177491, 0.0666462) * a.z;
    s0 += FOUR(-0.0197943, -0.0147456, -0.0206005, -0.00349563) * a.w;
}
void c4_c3_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00431129, -0.574945, 0.102296, -0.250789) * v.x;
    s0 += FOUR(0.415798, -0.165289, 0.0855134, 0.211166) * v.y;
    s0 += FOUR(-0.0481593, -0.0620846, 0.0716842, 0.0744938) * v.z;
    s0 += FOUR(0.100871, 0.180719, -0.0856731, -0.0248104) * v.w;
    s0 += FOUR(0.112483, -0.577246, 0.0849805, -0.149532) * a.x;
    s0 += FOUR(-0.0099172, 0.020627, 0.00588027, 0.0231788) * a.y;
    s0 += FOUR(-0.0216261, 0.235031, -0.0703994, -0.0153594) * a.z;
    s0 += FOUR(-0.0278441, -0.119246, -0.0649142, -0.0791713) * a.w;
}
void c4_c3_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0927904, -0.307999, -0.051208, -0.152432) * v.x;
    s0 += FOUR(-0.00830241, 0.161604, -0.0260921, -0.0100987) * v.y;
    s0 += FOUR(0.0109398, -0.127533, 0.0156307, 0.0308415) * v.z;
    s0 += FOUR(0.114313, 0.163415, 0.00712535, 0.0270199) * v.w;
    s0 += FOUR(-0.0137269, -0.234146, -0.0526857, -0.185736) * a.x;
    s0 += FOUR(-0.0890276, 0.0891971, -0.0046575, -0.0296554) * a.y;
    s0 += FOUR(0.00993556, 0.124222, -0.0862282, 0.0374171) * a.z;
    s0 += FOUR(0.106031, 0.111346, 0.0214969, 0.0362482) * a.w;
}

// c5, of c4
void c5_c4_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0247046, 0.0806929, -0.0401378, 0.0435411) * v.x;
    s0 += FOUR(-0.057638, 0.21893, 0.349658, 0.00402112) * v.y;
    s0 += FOUR(0.062919, 0.0881009, 0.0696793, -0.0722959) * v.z;
    s0 += FOUR(-0.0307437, -0.0590382, 0.0163874, -0.012778) * v.w;
    s0 += FOUR(-0.0405477, 0.0424048, 0.0380465, 0.00670288) * a.x;
    s0 += FOUR(0.0639639, -0.133888, -0.232812, 0.10022) * a.y;
    s0 += FOUR(0.0037669, 0.105608, 0.0168473, -0.0161872) * a.z;
    s0 += FOUR(-0.0321016, -0.0177325, 0.101733, -0.0570252) * a.w;
}
void c5_c4_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.097888, -0.0292712, -0.0245257, 0.158564) * v.x;
    s0 += FOUR(-0.00498925, 0.102539, 0.1574, 0.0587549) * v.y;
    s0 += FOUR(-0.0669553, 0.109017, 0.169578, -0.0436798) * v.z;
    s0 += FOUR(-0.00659871, 0.0771519, 0.00376131, -0.0640072) * v.w;
    s0 += FOUR(0.0638954, -0.0322418, -0.0264478, 0.0470068) * a.x;
    s0 += FOUR(0.114787, -0.16747, -0.225792, 0.0544085) * a.y;
    s0 += FOUR(0.0184831, -0.0121542, -0.0578657, 0.00463352) * a.z;
    s0 += FOUR(-0.0978729, 0.046552, 0.155797, -0.0884717) * a.w;
}
void c5_c4_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0391522, 0.00483188, -0.00964477, 0.0155353) * v.x;
    s0 += FOUR(0.0329749, 0.0130001, -0.0169356, 0.104674) * v.y;
    s0 += FOUR(-0.0966596, -0.0562198, -0.0323671, 0.00479985) * v.z;
    s0 += FOUR(0.0401742, 0.0361672, 0.0356197, 0.0133477) * v.w;
    s0 += FOUR(0.0406697, -0.0232674, 0.00716619, 0.0506467) * a.x;
    s0 += FOUR(-0.0308094, -0.0422322, 0.0610394, -0.00518563) * a.y;
    s0 += FOUR(0.0431392, 0.0332419, 0.0282852, -0.0158164) * a.z;
    s0 += FOUR(-0.0658552, 0.00961449, 0.0572795, -0.0354759) * a.w;
}
void c5_c4_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.09607, -0.0826844, -0.0845835, -0.303987) * v.x;
    s0 += FOUR(0.0478074, 0.0100169, 0.0733377, -0.107804) * v.y;
    s0 += FOUR(-0.0401669, -0.093273, -0.0195484, -0.133908) * v.z;
    s0 += FOUR(0.0433199, 0.00335647, 0.0186975, 0.218995) * v.w;
    s0 += FOUR(0.0212322, -0.0327201, -0.0369979, 0.029522) * a.x;
    s0 += FOUR(0.096059, 0.0387857, -0.185704, 0.0523965) * a.y;
    s0 += FOUR(-0.0297825, -0.00804712, 0.042534, -0.218748) * a.z;
    s0 += FOUR(-0.0144271, -0.0131421, 0.113342, 0.00728018) * a.w;
}
void c5_c4_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.461514, 0.204428, 0.201379, -0.345923) * v.x;
    s0 += FOUR(0.277467, -0.399915, 0.575806, -0.329444) * v.y;
    s0 += FOUR(-0.233573, -0.486347, -0.629478, -0.37344) * v.z;
    s0 += FOUR(0.401976, -0.165717, -0.330954, 0.235875) * v.w;
    s0 += FOUR(0.0729214, 0.169455, 0.277471, 0.0721382) * a.x;
    s0 += FOUR(-0.233765, 0.345672, -0.231794, 0.174714) * a.y;
    s0 += FOUR(-0.0118381, 0.186149, -0.207719, 0.176959) * a.z;
    s0 += FOUR(0.131574, -0.186287, -0.441901, 0.133248) * a.w;
}
void c5_c4_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0973317, -0.0941874, -0.119585, 0.0212003) * v.x;
    s0 += FOUR(0.0596025, 0.0896002, 0.126024, 0.0547233) * v.y;
    s0 += FOUR(-0.0277656, 0.0220942, -0.0514261, 0.0914209) * v.z;
    s0 += FOUR(-0.219222, -0.105828, -0.105994, -0.0853825) * v.w;
    s0 += FOUR(-0.165426, -0.0242295, -0.0459927, -0.159395) * a.x;
    s0 += FOUR(-0.135176, 0.0595126, -0.0100477, 0.0332537) * a.y;
    s0 += FOUR(-0.0404439, -0.0517269, -0.0645284, -0.0944256) * a.z;
    s0 += FOUR(0.0505456, 0.0660858, 0.0375126, 0.0543679) * a.w;
}
void c5_c4_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.117333, -0.0854526, 0.0190256, 0.175338) * v.x;
    s0 += FOUR(-0.021817, 0.00469942, 0.0518042, -0.0626201) * v.y;
    s0 += FOUR(0.00115974, -0.021894, 0.0278001, -0.046139) * v.z;
    s0 += FOUR(0.0285445, 0.0093553, -0.0104901, -0.0668371) * v.w;
    s0 += FOUR(0.00654506, 0.00587156, -0.0687845, -0.0876033) * a.x;
    s0 += FOUR(-0.017532, 0.0671826, 0.058661, -0.0464883) * a.y;
    s0 += FOUR(0.0695843, -0.11612, -0.0303814, -0.0317704) * a.z;
    s0 += FOUR(-0.0858079, -0.014664, 0.0406452, -0.0278863) * a.w;
}
void c5_c4_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.174794, -0.218969, 0.0902696, 0.181457) * v.x;
    s0 += FOUR(-0.0942915, 0.000307662, 0.0551211, -0.0399997) * v.y;
    s0 += FOUR(-0.159755, 0.035372, 0.210373, 0.105418) * v.z;
    s0 += FOUR(0.0534569, -0.141208, -0.109836, 0.449043) * v.w;
    s0 += FOUR(-0.0425783, -0.0774258, -0.0716533, 0.159477) * a.x;
    s0 += FOUR(-0.121365, 0.0264187, -0.00158507, -0.0465272) * a.y;
    s0 += FOUR(0.111346, -0.0219158, -0.0186305, 0.13118) * a.z;
    s0 += FOUR(-0.026695, 0.171189, 0.0373729, -0.0337984) * a.w;
}
void c5_c4_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.293373, 0.0635082, -0.0870093, 0.0376748) * v.x;
    s0 += FOUR(-0.0186188, -0.0895387, -0.00145733, -0.018878) * v.y;
    s0 += FOUR(0.000873998, 0.0225234, 0.0788635, 0.0337921) * v.z;
    s0 += FOUR(0.4192, 0.100455, -0.256648, 0.158244) * v.w;
    s0 += FOUR(0.224396, 0.00618756, -0.06031, -0.0345034) * a.x;
    s0 += FOUR(-0.0448616, 0.00113615, -0.0219739, 0.0313188) * a.y;
    s0 += FOUR(-0.0067846, 0.051225, 0.00936062, -0.0782665) * a.z;
    s0 += FOUR(-0.0514426, -0.0453064, 0.0150877, -0.0113931) * a.w;
}

// out, of c4
void out_c4_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00653257, 0.00486149, 0.0023017, 0.00991701) * v.x;
    s0 += FOUR(0.000499666, -0.0100649, -0.00181196, 0.00449322) * v.y;
    s0 += FOUR(0.0204757, 0.0178848, -0.00525088, -0.009517) * v.z;
    s0 += FOUR(0.0277858, -0.0163982, 0.0108618, -0.0432292) * v.w;
    s0 += FOUR(-0.00531858, -0.00250387, 0.0134802, 0.00194942) * a.x;
    s0 += FOUR(0.0236705, 0.00415198, 0.0236734, -0.067537) * a.y;
    s0 += FOUR(-0.0278618, 0.0100656, -0.015159, 0.0275864) * a.z;
    s0 += FOUR(0.0505183, -0.0102292, -0.00863208, -0.0369231) * a.w;
}

// c6, of c5
void c6_c5_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.229714, 0.236658, -0.0490922, -0.232107) * v.x;
    s0 += FOUR(-0.0105405, 0.00218886, -0.0435189, 0.0416951) * v.y;
    s0 += FOUR(0.000468071, -0.017969, 0.0438789, 0.0177574) * v.z;
    s0 += FOUR(-0.0541763, -0.0683859, 0.0117637, 0.0254788) * v.w;
    s0 += FOUR(-0.0759368, -0.1256, 0.0779101, 0.115891) * a.x;
    s0 += FOUR(0.0115685, 0.034562, 0.100403, -0.0618797) * a.y;
    s0 += FOUR(-0.0172007, -0.0182795, 0.036637, 0.0492418) * a.z;
    s0 += FOUR(0.0284637, 0.0578763, -0.142647, -0.0352806) * a.w;
}
void c6_c5_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0303317, -0.376768, 0.3269, -0.199506) * v.x;
    s0 += FOUR(-0.207221, -0.0316102, 0.133087, 0.232213) * v.y;
    s0 += FOUR(0.0287998, 6.25756e-05, -0.120566, -0.0971049) * v.z;
    s0 += FOUR(0.118722, 0.177884, -0.11985, 0.0167657) * v.w;
    s0 += FOUR(0.0264811, 0.382351, 0.122984, 0.0322284) * a.x;
    s0 += FOUR(0.124032, -0.069814, -0.0284128, -0.143005) * a.y;
    s0 += FOUR(-0.0856093, 0.0537079, -0.0617086, 0.0779511) * a.z;
    s0 += FOUR(-0.0927175, -0.166796, 0.127547, 0.121921) * a.w;
}
void c6_c5_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0192152, 0.031627, -0.154555, 0.0293809) * v.x;
    s0 += FOUR(-0.0492434, 0.00633283, 0.0283906, 0.0190986) * v.y;
    s0 += FOUR(0.00794408, 0.050949, 0.00890577, 0.0165216) * v.z;
    s0 += FOUR(0.034177, 0.00665241, 0.158181, -0.00242528) * v.w;
    s0 += FOUR(-0.0370704, -0.117106, -0.0945883, -0.000241186) * a.x;
    s0 += FOUR(0.0457336, -0.0968303, 0.00706632, -0.0265915) * a.y;
    s0 += FOUR(-0.0323849, -0.010171, -0.00400215, 0.00143831) * a.z;
    s0 += FOUR(-0.00527063, 0.0421103, 0.0438263, -0.0324457) * a.w;
}
void c6_c5_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0495879, 0.0447578, -0.209338, 0.288202) * v.x;
    s0 += FOUR(-0.111297, -0.102167, 0.0235253, -0.0819351) * v.y;
    s0 += FOUR(0.00222938, 0.0173109, 0.193883, 0.0563298) * v.z;
    s0 += FOUR(-0.0149839, -0.0487806, 0.00223278, -0.0686439) * v.w;
    s0 += FOUR(-0.016117, 0.00779184, -0.0283733, -0.137222) * a.x;
    s0 += FOUR(0.0297924, 0.0197138, -0.0994387, 0.0910384) * a.y;
    s0 += FOUR(-0.0758304, -0.0919172, 0.106248, -0.025472) * a.z;
    s0 += FOUR(0.0966462, 0.0985658, -0.064934, 0.074283) * a.w;
}
void c6_c5_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.569518, -0.042498, 0.16315, 0.222449) * v.x;
    s0 += FOUR(0.571023, 0.241606, -0.404579, -0.11141) * v.y;
    s0 += FOUR(-0.883092, -1.01912, -0.414201, 1.02114) * v.z;
    s0 += FOUR(0.332498, 0.124445, 0.294412, -0.00627893) * v.w;
    s0 += FOUR(0.383727, -0.0409507, 0.149693, -0.0369804) * a.x;
    s0 += FOUR(-0.085641, 0.258465, 0.4903, -0.117895) * a.y;
    s0 += FOUR(0.179851, 0.125957, 0.112934, -0.203858) * a.z;
    s0 += FOUR(-0.205984, -0.248546, 0.237069, -0.350133) * a.w;
}
void c6_c5_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0286998, -0.0575755, -0.131078, 0.0451742) * v.x;
    s0 += FOUR(-0.25945, -0.148352, -0.0947927, 0.236381) * v.y;
    s0 += FOUR(-0.107708, -0.324346, 0.017274, -0.0271364) * v.z;
    s0 += FOUR(0.0274233, -0.0176382, 0.359269, -0.143531) * v.w;
    s0 += FOUR(-0.0951725, -0.038134, -0.0498693, -0.0314349) * a.x;
    s0 += FOUR(0.0168538, 0.0217398, -0.0564669, -0.00863796) * a.y;
    s0 += FOUR(0.198322, 0.266458, 0.171598, 0.0224858) * a.z;
    s0 += FOUR(0.163482, 0.0213415, 0.28923, 0.0140134) * a.w;
}
void c6_c5_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0183174, -0.0372416, 0.00936243, -0.0726466) * v.x;
    s0 += FOUR(0.0366322, 0.00685771, 0.0383355, 0.0089053) * v.y;
    s0 += FOUR(-0.0370088, -0.0741374, 0.137431, -0.0864711) * v.z;
    s0 += FOUR(-0.0122969, 0.0216205, 0.0784975, 0.0290649) * v.w;
    s0 += FOUR(0.00455427, -0.00486938, 0.00498575, 0.015892) * a.x;
    s0 += FOUR(-0.0464758, -0.0166664, 0.0120595, 0.0878698) * a.y;
    s0 += FOUR(-0.028563, -0.0199949, 0.0452924, -0.0123113) * a.z;
    s0 += FOUR(0.000353776, -0.0237305, 0.0163139, 0.0153004) * a.w;
}
void c6_c5_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.121541, 0.0223117, -0.178489, -0.03622) * v.x;
    s0 += FOUR(-0.100238, 0.0197304, 0.017953, 0.155066) * v.y;
    s0 += FOUR(-0.014747, 0.114452, -0.206538, 0.400464) * v.z;
    s0 += FOUR(-0.0509538, -0.00382272, 0.00166887, 0.0638388) * v.w;
    s0 += FOUR(-0.0440114, -0.00814563, -0.0434315, 0.0146002) * a.x;
    s0 += FOUR(0.093126, 0.0583018, 0.0058157, -0.0312311) * a.y;
    s0 += FOUR(0.180241, -0.00296978, 0.0574948, -0.25759) * a.z;
    s0 += FOUR(-0.106349, 0.00399125, 0.102467, 0.132507) * a.w;
}
void c6_c5_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00363952, 0.0175217, -0.0113673, -0.0184012) * v.x;
    s0 += FOUR(-0.0452899, -0.00445536, -0.197157, -0.0863363) * v.y;
    s0 += FOUR(-0.105655, 0.0191648, 0.00459486, 0.0210338) * v.z;
    s0 += FOUR(-0.0425948, -0.0398381, 0.0891142, 0.0513978) * v.w;
    s0 += FOUR(0.00981638, -0.00405666, 0.0114766, -0.0408949) * a.x;
    s0 += FOUR(0.00168399, 0.00852351, 0.048448, 0.0962393) * a.y;
    s0 += FOUR(0.0262271, -0.0419023, -0.0220677, 0.0453273) * a.z;
    s0 += FOUR(-0.053605, 0.00606391, -0.0657835, 0.027439) * a.w;
}

// out, of c5
void out_c5_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0159147, 0.00677229, -0.0028563, 0.00220378) * v.x;
    s0 += FOUR(0.00829319, 0.00933578, 0.0, -0.0104246) * v.y;
    s0 += FOUR(-0.18522, 0.0834455, 0.0632324, 0.0407112) * v.z;
    s0 += FOUR(0.0134889, 0.0435024, -0.0458842, -0.00354541) * v.w;
    s0 += FOUR(-0.0127703, 0.0341628, -0.0262056, 0.00550414) * a.x;
    s0 += FOUR(-0.0133853, -0.0017985, 0.00525496, -0.000299904) * a.y;
    s0 += FOUR(-0.201052, 0.0659132, 0.0751526, 0.0506624) * a.z;
    s0 += FOUR(-0.0326328, -0.0153488, 0.0151508, 0.0309362) * a.w;
}

// out, of c6
void out_c6_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0755913, -0.0923375, -0.0415331, 0.206255) * v.x;
    s0 += FOUR(-0.0668172, 0.190577, -0.0537044, -0.059786) * v.y;
    s0 += FOUR(0.0904464, -0.0828167, 0.10372, -0.104184) * v.z;
    s0 += FOUR(0.0619068, 0.033954, -0.149015, 0.0425931) * v.w;
    s0 += FOUR(0.0531705, 0.0582212, 0.0528768, -0.167588) * a.x;
    s0 += FOUR(0.0653528, -0.177778, 0.0503436, 0.0593951) * a.y;
    s0 += FOUR(-0.0716456, 0.0834063, -0.0963793, 0.09284) * a.z;
    s0 += FOUR(0.0712845, 0.0486164, -0.162151, 0.0343333) * a.w;
}

const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

// The n-th of a thread's own pixels of the tile.
ivec2 own_pixel(int thread, int n) {
    uint i = uint(thread + n * THREADS);
    return ivec2(i % uint(WIDTH), i / uint(WIDTH));
}

void hook() {
    int thread = int(gl_LocalInvocationIndex);
    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT), last = ivec2(HOOKED_size) - 1;
    // The picture's corners, seen from the tile's: beyond, every map repeats its edge.
    ivec2 low = -origin, high = last - origin;
    if (thread < CELL_ROWS) {
        uint found = 0u;
        for (int i = 0; i < CELL_COLUMNS; i++) {
            ivec2 cell = clamp(origin / CELL + ivec2(i, thread) - AROUND, ivec2(0), last / CELL);
            if (texelFetch(NET_LINES_raw, cell, 0).x > 0.5) found |= 1u << uint(i);
        }
        lines[thread] = found;
    }
    barrier();
    uint found = 0u;
    for (int row = 0; row < CELL_ROWS; row++) found |= lines[row];
    int busy = found != 0u ? 1 : 0;  // 0 where there is no line: no turns
    // c3
    for (int i = thread; i < busy * 836; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 38u, uint(i) / 38u) - 3;
        at = origin + clamp(at, low, high);
        memory0[i] =
            kept(FOUR(texelFetch(NET_MAPS_1_raw, ivec2(at.x * 2, at.y), 0)));
    }
    FOUR sums[PIXELS];
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = origin + clamp(own_pixel(thread, n), low, high);
        sums[n] = FOUR(texelFetch(NET_MAPS_1_raw, ivec2(at.x * 2 + 1, at.y), 0));
    }
    barrier();
    // c4
    for (int i = thread; i < busy * 360; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 36u, uint(i) / 36u * 2u) - 2;
        FOUR s0_0 = FOUR(0.00695567, 0.0234097, -0.0465106, 0.0444529);
        FOUR s1_0 = FOUR(0.00695567, 0.0234097, -0.0465106, 0.0444529);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 3;
            int x1 = clamp(at.x, low.x, high.x) + 3;
            int x2 = clamp(at.x + 1, low.x, high.x) + 3;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 3) * 38;
            int y1 = (clamp(at.y, low.y, high.y) + 3) * 38;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 3) * 38;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 3) * 38;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            c4_c3_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory0[y0 + x1]);
            c4_c3_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory0[y0 + x2]);
            c4_c3_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory0[y1 + x0]);
            c4_c3_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c4_c3_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory0[y1 + x1]);
            c4_c3_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c4_c3_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory0[y1 + x2]);
            c4_c3_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c4_c3_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory0[y2 + x0]);
            c4_c3_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c4_c3_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory0[y2 + x1]);
            c4_c3_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c4_c3_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory0[y2 + x2]);
            c4_c3_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c4_c3_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory0[y3 + x0]);
            c4_c3_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory0[y3 + x1]);
            c4_c3_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory0[y3 + x2]);
            c4_c3_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 2) * 36 + at.x + 2;
        memory1[place] = kept(s0_0);
        memory1[place + 36] = kept(s1_0);
    }
    barrier();
    // c5
    for (int i = thread; i < busy * 306; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 34u, uint(i) / 34u * 2u) - 1;
        FOUR s0_0 = FOUR(-0.0249858, 0.00986365, 0.00883362, -0.0111327);
        FOUR s1_0 = FOUR(-0.0249858, 0.00986365, 0.00883362, -0.0111327);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 2;
            int x1 = clamp(at.x, low.x, high.x) + 2;
            int x2 = clamp(at.x + 1, low.x, high.x) + 2;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 2) * 36;
            int y1 = (clamp(at.y, low.y, high.y) + 2) * 36;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 2) * 36;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 2) * 36;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            c5_c4_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory1[y0 + x1]);
            c5_c4_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory1[y0 + x2]);
            c5_c4_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory1[y1 + x0]);
            c5_c4_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c5_c4_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory1[y1 + x1]);
            c5_c4_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c5_c4_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory1[y1 + x2]);
            c5_c4_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c5_c4_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory1[y2 + x0]);
            c5_c4_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c5_c4_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory1[y2 + x1]);
            c5_c4_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c5_c4_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory1[y2 + x2]);
            c5_c4_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c5_c4_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory1[y3 + x0]);
            c5_c4_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory1[y3 + x1]);
            c5_c4_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory1[y3 + x2]);
            c5_c4_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 1) * 34 + at.x + 1;
        memory0[place] = kept(s0_0);
        memory0[place + 34] = kept(s1_0);
    }
    // out, of c4
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 2;
            int y0 = (clamp(at.y, low.y, high.y) + 2) * 36;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            out_c4_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // c6
    for (int i = thread; i < busy * 256; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 32u, uint(i) / 32u * 2u) - 0;
        FOUR s0_0 = FOUR(0.00294103, -0.00280046, 0.00872411, -0.0159134);
        FOUR s1_0 = FOUR(0.00294103, -0.00280046, 0.00872411, -0.0159134);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 1;
            int x1 = clamp(at.x, low.x, high.x) + 1;
            int x2 = clamp(at.x + 1, low.x, high.x) + 1;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 1) * 34;
            int y1 = (clamp(at.y, low.y, high.y) + 1) * 34;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 1) * 34;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 1) * 34;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            c6_c5_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory0[y0 + x1]);
            c6_c5_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory0[y0 + x2]);
            c6_c5_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory0[y1 + x0]);
            c6_c5_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c6_c5_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory0[y1 + x1]);
            c6_c5_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c6_c5_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory0[y1 + x2]);
            c6_c5_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c6_c5_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory0[y2 + x0]);
            c6_c5_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c6_c5_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory0[y2 + x1]);
            c6_c5_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c6_c5_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory0[y2 + x2]);
            c6_c5_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c6_c5_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory0[y3 + x0]);
            c6_c5_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory0[y3 + x1]);
            c6_c5_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory0[y3 + x2]);
            c6_c5_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 0) * 32 + at.x + 0;
        memory1[place] = kept(s0_0);
        memory1[place + 32] = kept(s1_0);
    }
    // out, of c5
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 1;
            int y0 = (clamp(at.y, low.y, high.y) + 1) * 34;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            out_c5_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // out, of c6
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 0;
            int y0 = (clamp(at.y, low.y, high.y) + 0) * 32;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            out_c6_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // The colours around: luma, red, blue
    for (int i = thread; i < busy * 720; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 36u, uint(i) / 36u) - 2;
        vec3 rgb = texelFetch(HOOKED_raw, origin + clamp(at, low, high), 0).rgb;
        memory0[i] = kept(FOUR(vec4(dot(rgb, LUMA), rgb.rb, 0.0)));
    }
    barrier();
    // By how much red and blue change where luma does: the line through the nine
    // around (K. He and others, 2010)
    for (int i = thread; i < busy * 612; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 34u, uint(i) / 34u) - 1;
        at = clamp(at, low, high);
        int k = (at.y + 2) * 36 + at.x + 2;
        vec3 c = vec3(four_of(memory0[k]).xyz), total = vec3(0.0), products = vec3(0.0);
        for (int y = -1; y <= 1; y++) {
            for (int x = -1; x <= 1; x++) {
                vec3 difference = vec3(four_of(memory0[k + y * 36 + x]).xyz) - c;
                total += difference;
                products += difference.x * difference;
            }
        }
        vec3 spread = products - total.x * total / 9.0 + 0.001;
        // Half floats are cut off in some places: grey's share of 1 less nothing stays 1.
        vec2 share = clamp(spread.yz / spread.x + 0.0002, -8.0, 8.0);
        memory1[i] = kept(FOUR(vec4(share, 0.0, 0.0)));
    }
    barrier();
    for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n), pixel = origin + at;
        if (any(greaterThan(pixel, last))) continue;
        // The colours scaled linearly: along x in three rows, then along y
        vec3 left[3], right[3];
        for (int row = 0; row < 3; row++) {
            ivec3 x = clamp(at.x + ivec3(-1, 0, 1), low.x, high.x) + origin.x;
            int y = clamp(at.y + row - 1, low.y, high.y) + origin.y;
            vec3 c = texelFetch(HOOKED_raw, ivec2(x.y, y), 0).rgb;
            left[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.x, y), 0).rgb, 0.25);
            right[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.z, y), 0).rgb, 0.25);
        }
        vec3 rgb[4] = vec3[4](mix(left[1], left[0], 0.25), mix(right[1], right[0], 0.25),
                              mix(left[1], left[2], 0.25), mix(right[1], right[2], 0.25));
        vec4 added = vec4(0.0);
        vec2 share[4] = vec2[4](vec2(0.0), vec2(0.0), vec2(0.0), vec2(0.0));
        if (near_line(at)) {
            added = vec4(sums[n]);
            vec2 west[3], east[3];
            for (int row = 0; row < 3; row++) {
                int k = (at.y + 1) * 34 + at.x + 1 + (row - 1) * 34;
                vec2 c = vec2(four_of(memory1[k]).xy);
                west[row] = mix(c, vec2(four_of(memory1[k - 1]).xy), 0.25);
                east[row] = mix(c, vec2(four_of(memory1[k + 1]).xy), 0.25);
            }
            share = vec2[4](mix(west[1], west[0], 0.25), mix(east[1], east[0], 0.25),
                            mix(west[1], west[2], 0.25), mix(east[1], east[2], 0.25));
        }
        for (int part = 0; part < 4; part++) {
            // Green's share is what red and blue leave of the luma.
            float green = (1.0 - dot(share[part], LUMA.rb)) / LUMA.g;
            vec3 change = added[part] * vec3(share[part].x, green, share[part].y);
            imageStore(out_image, 2 * pixel + ivec2(part & 1, part >> 1),
                       vec4(clamp(rgb[part] + change, 0.0, 1.0), 1.0));
        }
    }
}
