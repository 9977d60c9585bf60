// Anime4K hybrid-s: compute form
// Computes c0, c1, c2, c3, in tiles of 32x16 pixels.
// A tile around which luma takes no step of a line's is only scaled.
//
// Made by tools/networks.py of the recipe with the SHA-256 b22ae5be1667560064e37dcf5c44944c
// c295b1a9d9f310edc2e9968862aec2c8; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!COMPUTE 64 32 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-s: compute

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

shared KEPT memory0[960];  // luma 40x24, c1 36x20, c3 32x16, colours 36x20
shared KEPT memory1[836];  // c0 38x22, c2 34x18, shares 34x18

// From a pixel to the next one, of luma from 0 to 1: what is less is no line.
const float LEAST_STEP = 0.01;
shared int lines;

// c0, of luma
void c0_luma_0_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0255439, 0.0111503, 0.00965914, -0.101161) * v;
}
void c0_luma_1_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0331395, 0.190612, -0.000331376, 0.621269) * v;
}
void c0_luma_2_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00815733, 0.168223, -0.00438717, -0.456944) * v;
}
void c0_luma_3_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.922722, 0.528421, -0.0278225, 0.147887) * v;
}
void c0_luma_4_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.919241, -0.832742, -0.980064, 0.23965) * v;
}
void c0_luma_5_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0249545, -0.0229611, 0.000510372, -0.160906) * v;
}
void c0_luma_6_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.00918924, 0.0395371, -0.00132022, -0.0952377) * v;
}
void c0_luma_7_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0224734, 0.0558774, 1.00789, -0.0979193) * v;
}
void c0_luma_8_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00445904, -0.170891, -0.00591148, -0.00704884) * v;
}

// c1, of c0
void c1_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0131552, -0.0886373, 0.0531026, 0.0641096) * v.x;
    s0 += FOUR(0.0131994, 0.241625, -0.0511633, -0.0971787) * v.y;
    s0 += FOUR(0.396812, 0.17447, 0.169937, -0.0428308) * v.z;
    s0 += FOUR(-0.0164553, -0.152378, 0.036325, 0.0133066) * v.w;
    s0 += FOUR(-0.0381238, -0.083285, -0.0533826, 0.00514552) * a.x;
    s0 += FOUR(0.109794, 0.147246, 0.0527745, 0.0156844) * a.y;
    s0 += FOUR(-0.00984032, -0.262579, -0.0761202, -0.003595) * a.z;
    s0 += FOUR(0.0850928, 0.0381382, 0.0675324, -0.0050191) * a.w;
}
void c1_c0_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.431644, 0.221336, 0.105448, -0.14412) * v.x;
    s0 += FOUR(0.174272, -0.0547229, 0.0307598, 0.0478421) * v.y;
    s0 += FOUR(1.07118, 0.163025, -0.151614, -0.183877) * v.z;
    s0 += FOUR(-0.166394, -0.175938, -0.0368793, 0.0470147) * v.w;
    s0 += FOUR(0.00632416, -0.39099, -0.0820194, 0.038932) * a.x;
    s0 += FOUR(-0.0287174, 0.0178992, 0.00261231, -0.0525461) * a.y;
    s0 += FOUR(0.87738, -0.181617, 0.0715377, 0.0111864) * a.z;
    s0 += FOUR(0.0605361, 0.0516631, 0.0956708, 0.0235074) * a.w;
}
void c1_c0_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.446633, -0.147038, -0.0902862, -0.201834) * v.x;
    s0 += FOUR(-0.121821, -0.0890333, -0.0188441, -0.0913717) * v.y;
    s0 += FOUR(0.539242, -0.00338609, 0.150816, 0.114468) * v.z;
    s0 += FOUR(-0.0819435, 0.0152491, -0.0416073, 0.0297961) * v.w;
    s0 += FOUR(-0.010636, 0.0438094, 0.0407635, 0.023558) * a.x;
    s0 += FOUR(0.000159916, -0.0642494, -0.0525209, -0.0735037) * a.y;
    s0 += FOUR(-0.0124876, 0.061966, 0.252074, -0.0150269) * a.z;
    s0 += FOUR(-0.0422565, 0.0154221, 7.95946e-05, 0.0167527) * a.w;
}
void c1_c0_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.371715, -0.122479, -0.142772, 0.0327329) * v.x;
    s0 += FOUR(-0.667849, -0.17261, 0.0576125, -0.0453206) * v.y;
    s0 += FOUR(0.0934132, -0.238492, 0.311669, 0.0687544) * v.z;
    s0 += FOUR(0.163194, 0.413162, 0.218536, 0.0625983) * v.w;
    s0 += FOUR(0.00277367, 0.0591454, -0.0557788, 0.0178531) * a.x;
    s0 += FOUR(-0.0495917, -0.204208, 0.0860992, -0.0163481) * a.y;
    s0 += FOUR(0.0225179, 0.0537522, -0.0332893, -0.00509179) * a.z;
    s0 += FOUR(-0.0141525, 0.447924, 0.214967, -0.0215267) * a.w;
}
void c1_c0_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.3025, -0.1856, 0.62673, 0.129214) * v.x;
    s0 += FOUR(-0.425746, -0.347684, -0.0904189, -0.114633) * v.y;
    s0 += FOUR(-0.00517801, -0.456202, 0.25285, 0.149443) * v.z;
    s0 += FOUR(-0.14481, 0.458003, 0.149043, -0.083758) * v.w;
    s0 += FOUR(0.0313746, -0.297283, 0.281608, -0.019653) * a.x;
    s0 += FOUR(-0.033724, -0.314363, -0.685918, 0.0907127) * a.y;
    s0 += FOUR(-0.055439, -0.137201, -0.693707, 0.0200839) * a.z;
    s0 += FOUR(-0.00823617, 0.118948, 0.0980816, -0.048098) * a.w;
}
void c1_c0_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.603516, 0.480571, -0.536797, -1.40517) * v.x;
    s0 += FOUR(0.0199375, -0.154586, -0.093673, -0.109352) * v.y;
    s0 += FOUR(-0.0131378, -0.180264, 0.700517, -0.387364) * v.z;
    s0 += FOUR(0.0808466, -0.0887004, -0.273514, -0.213132) * v.w;
    s0 += FOUR(0.0472375, -0.0455365, 0.0287054, -1.17634) * a.x;
    s0 += FOUR(0.0771138, -0.0304849, 0.132216, -0.0224811) * a.y;
    s0 += FOUR(0.0658155, 0.0349369, -0.0875467, -0.132857) * a.z;
    s0 += FOUR(0.0412135, 0.0028453, 0.0268914, 0.0587948) * a.w;
}
void c1_c0_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0376065, -0.0514816, 0.393861, 0.0298004) * v.x;
    s0 += FOUR(0.0113846, 0.244584, -0.565687, -0.020039) * v.y;
    s0 += FOUR(-0.0403448, -0.0828076, -0.0269332, 0.0200173) * v.z;
    s0 += FOUR(-0.0917618, -0.296734, -0.432627, 0.0690689) * v.w;
    s0 += FOUR(-0.0144683, 0.0157438, -0.0134982, -0.00652303) * a.x;
    s0 += FOUR(0.00839647, -0.0435977, -0.00586563, 0.00426681) * a.y;
    s0 += FOUR(0.0302389, 0.130995, 0.0571956, -0.00953546) * a.z;
    s0 += FOUR(-0.0295711, -0.0110663, -0.0361548, 0.00920334) * a.w;
}
void c1_c0_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.298243, 0.0602247, -0.244527, -0.0538173) * v.x;
    s0 += FOUR(0.426514, 0.278796, -0.39468, 0.0123249) * v.y;
    s0 += FOUR(0.0241692, 0.0403158, 0.0590616, 0.0041355) * v.z;
    s0 += FOUR(0.135936, 0.318597, 0.307443, -0.0696307) * v.w;
    s0 += FOUR(0.0164307, 0.492218, 0.116529, 0.00151042) * a.x;
    s0 += FOUR(-0.0312425, -0.187004, 0.0690754, -0.00900509) * a.y;
    s0 += FOUR(-0.0123116, 0.0904416, -0.0574531, -0.0120092) * a.z;
    s0 += FOUR(-0.172648, -0.466318, -0.131063, 0.0155195) * a.w;
}
void c1_c0_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0133336, -0.255779, 0.130267, -0.27424) * v.x;
    s0 += FOUR(0.0499258, 0.137984, 0.380997, -0.0796148) * v.y;
    s0 += FOUR(0.0598133, 0.109481, 0.0455416, 0.0768641) * v.z;
    s0 += FOUR(0.0120978, 0.0785443, 0.349025, 0.268822) * v.w;
    s0 += FOUR(0.00924904, 0.0659893, -0.25625, 0.0302474) * a.x;
    s0 += FOUR(0.0201839, -0.0320192, -0.000228047, 0.0218973) * a.y;
    s0 += FOUR(0.00493049, -0.0180634, 0.0202446, -0.00334679) * a.z;
    s0 += FOUR(-0.00954652, 0.0409428, -0.0342757, -0.0386021) * a.w;
}

// c2, of c1
void c2_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00603183, -0.00473873, -0.109572, -0.0531634) * v.x;
    s0 += FOUR(-0.133472, 0.168171, 0.0477916, 0.177456) * v.y;
    s0 += FOUR(0.377464, -0.662821, -0.576641, -0.267327) * v.z;
    s0 += FOUR(0.291208, 0.0787448, 0.521123, -0.111537) * v.w;
    s0 += FOUR(0.010342, -0.0119868, 0.0927289, -0.0174706) * a.x;
    s0 += FOUR(-0.0468282, 0.111055, -0.108413, -0.0361671) * a.y;
    s0 += FOUR(-0.169416, 0.20279, 0.004576, 0.0507191) * a.z;
    s0 += FOUR(0.320213, -0.00302305, 0.431819, -0.226376) * a.w;
}
void c2_c1_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.126881, 0.122095, -0.0765093, 0.138893) * v.x;
    s0 += FOUR(0.281757, -0.195036, 0.411343, -0.22428) * v.y;
    s0 += FOUR(-0.588362, 0.346023, -0.285986, -0.446529) * v.z;
    s0 += FOUR(-0.388114, 0.0932836, 0.281145, -0.389889) * v.w;
    s0 += FOUR(0.0315898, 0.0302251, 0.0872104, -0.0645014) * a.x;
    s0 += FOUR(-0.0624428, 0.165739, -0.124002, -0.0562013) * a.y;
    s0 += FOUR(0.288935, -0.269918, -0.254412, 0.213885) * a.z;
    s0 += FOUR(-0.357461, 0.241082, 0.282865, -0.333029) * a.w;
}
void c2_c1_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.166119, -0.194784, 0.00508806, 0.121309) * v.x;
    s0 += FOUR(-0.182035, 0.409894, 0.0618889, -0.151039) * v.y;
    s0 += FOUR(-0.160525, 0.119472, -0.105035, -0.0979093) * v.z;
    s0 += FOUR(-0.102778, 0.228726, 0.0550739, -0.117105) * v.w;
    s0 += FOUR(-0.0523132, 0.107034, 0.0628115, -0.0396957) * a.x;
    s0 += FOUR(0.201609, -0.14378, -0.0973023, 0.0880791) * a.y;
    s0 += FOUR(0.0285732, -0.0290972, -0.0375587, 0.0225277) * a.z;
    s0 += FOUR(-0.113703, 0.211304, 0.0639272, -0.0789516) * a.w;
}
void c2_c1_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.400478, 0.555671, -0.10837, 0.0690094) * v.x;
    s0 += FOUR(-0.0237978, 0.136867, -0.13239, 0.074721) * v.y;
    s0 += FOUR(0.525016, -0.606585, 1.05843, 0.223175) * v.z;
    s0 += FOUR(0.924138, 0.661174, -0.640354, 0.689339) * v.w;
    s0 += FOUR(0.427734, -0.570452, 0.109481, -0.0904171) * a.x;
    s0 += FOUR(-0.103734, 0.157328, -0.193793, -0.0284094) * a.y;
    s0 += FOUR(-0.272281, 0.25998, -0.382531, -0.0422556) * a.z;
    s0 += FOUR(0.879217, 0.147333, 0.228063, 0.647778) * a.w;
}
void c2_c1_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.69701, -0.256204, -0.105954, 0.0930409) * v.x;
    s0 += FOUR(-0.305822, -0.0183936, 0.363008, 0.495632) * v.y;
    s0 += FOUR(-0.166366, 0.426188, -0.129814, 0.537622) * v.z;
    s0 += FOUR(-0.29993, -0.537787, 0.493796, 0.68233) * v.w;
    s0 += FOUR(-0.562625, 0.272199, 0.57101, -0.3812) * a.x;
    s0 += FOUR(-0.315445, 0.264295, -1.16373, -0.0562064) * a.y;
    s0 += FOUR(0.265393, -0.280014, -0.258456, -0.119279) * a.z;
    s0 += FOUR(-0.552702, -0.0303264, 0.641606, 0.57898) * a.w;
}
void c2_c1_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.216133, -0.0830533, 0.173998, -0.290277) * v.x;
    s0 += FOUR(-0.271363, 0.374025, -0.0304157, 0.611463) * v.y;
    s0 += FOUR(0.197845, -0.0731977, -0.0753027, -0.0749565) * v.z;
    s0 += FOUR(-0.14566, 0.19406, -0.0267283, 0.1943) * v.w;
    s0 += FOUR(-0.367665, 0.318313, 0.00128934, -0.0703276) * a.x;
    s0 += FOUR(0.395567, -0.265916, -0.0807702, 0.0127283) * a.y;
    s0 += FOUR(0.15139, -0.130366, -0.0567788, 0.0802359) * a.z;
    s0 += FOUR(-0.208686, 0.207217, -0.0568782, 0.146235) * a.w;
}
void c2_c1_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.586977, 0.407069, -1.12212, -0.213224) * v.x;
    s0 += FOUR(0.03097, -0.0211188, 0.0126096, 0.0211838) * v.y;
    s0 += FOUR(-0.0159495, -0.006519, -0.173215, -0.114224) * v.z;
    s0 += FOUR(0.133435, -0.630029, -0.0676472, -0.561515) * v.w;
    s0 += FOUR(0.573545, -0.47274, 1.15254, 0.273054) * a.x;
    s0 += FOUR(-0.0491341, 0.0956405, -0.00321311, 0.0340917) * a.y;
    s0 += FOUR(-0.0237698, 0.0170301, -0.084431, -0.0629609) * a.z;
    s0 += FOUR(0.205321, -0.55736, 0.200828, -0.429243) * a.w;
}
void c2_c1_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.275606, -0.0715031, 0.48313, 0.402341) * v.x;
    s0 += FOUR(-0.100581, 0.0448649, -0.230266, -0.152777) * v.y;
    s0 += FOUR(-0.0875689, -0.0210204, -0.335402, -0.292459) * v.z;
    s0 += FOUR(-0.20711, -0.163924, 0.313559, -0.258446) * v.w;
    s0 += FOUR(0.151912, 0.278442, 0.68773, 0.445618) * a.x;
    s0 += FOUR(-0.0287458, 0.0544949, -0.0684392, -0.0306587) * a.y;
    s0 += FOUR(0.0368413, -0.102702, -0.149702, -0.147056) * a.z;
    s0 += FOUR(-0.101835, -0.0920116, 0.0944505, -0.207489) * a.w;
}
void c2_c1_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0600714, -0.0384477, -0.0129606, 0.389797) * v.x;
    s0 += FOUR(0.105069, -0.124567, -0.358601, -0.277644) * v.y;
    s0 += FOUR(0.0837026, -0.0917386, -0.132225, -0.0993925) * v.z;
    s0 += FOUR(-0.1692, 0.0592424, -0.119202, -0.00220061) * v.w;
    s0 += FOUR(-0.237753, 0.214261, 0.0866413, -0.052141) * a.x;
    s0 += FOUR(0.112166, -0.065542, -0.0151616, -0.0898933) * a.y;
    s0 += FOUR(0.0495986, -0.0821713, -0.0786108, -0.0313383) * a.z;
    s0 += FOUR(-0.13784, 0.0623645, -0.121227, -0.0531974) * a.w;
}

// out, of c1
void out_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0372909, 0.0165594, 0.0494933, 0.061523) * v.x;
    s0 += FOUR(0.0284066, 0.0135395, 0.0717013, 0.010213) * v.y;
    s0 += FOUR(-0.00810892, -0.003319, -0.0349025, -0.0665917) * v.z;
    s0 += FOUR(0.0339066, -0.0202479, 0.0347613, -0.015079) * v.w;
    s0 += FOUR(0.0226074, 0.0402301, -0.03922, -0.0498853) * a.x;
    s0 += FOUR(-0.0354404, -0.0488123, 0.0345719, -0.0102369) * a.y;
    s0 += FOUR(-0.0300993, -0.00615133, -0.0130962, 0.0295877) * a.z;
    s0 += FOUR(0.0140431, 0.0137829, 0.0253593, 0.0408028) * a.w;
}

// c3, of c2
void c3_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.075245, 0.123635, 0.0391398, -0.0150178) * v.x;
    s0 += FOUR(-0.21304, 0.134109, -0.00456971, -0.00985314) * v.y;
    s0 += FOUR(0.117651, -0.0304997, 0.0374718, -0.0348529) * v.z;
    s0 += FOUR(0.171722, -0.092908, -0.0711951, 0.129002) * v.w;
    s0 += FOUR(-0.0144887, 0.101967, -0.0948216, 0.0780476) * a.x;
    s0 += FOUR(-0.0200647, -0.0138213, 0.0778172, -0.0495179) * a.y;
    s0 += FOUR(-0.156549, -0.0143788, -0.0895774, 0.0671595) * a.z;
    s0 += FOUR(-0.013356, 0.012278, -0.0808284, 0.0792045) * a.w;
}
void c3_c2_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.452185, 0.318139, -0.123356, -0.0183473) * v.x;
    s0 += FOUR(-0.331401, 0.451837, 0.0125165, 0.0469711) * v.y;
    s0 += FOUR(-0.665445, 1.06243, -0.0873087, 0.0329217) * v.z;
    s0 += FOUR(-0.463261, 0.342964, 0.0842981, -0.446395) * v.w;
    s0 += FOUR(0.0431264, -0.0932436, 0.0856236, 0.00297695) * a.x;
    s0 += FOUR(-0.0160957, 0.162081, -0.0386605, 0.00133124) * a.y;
    s0 += FOUR(0.827373, -1.07505, 0.146484, -0.095051) * a.z;
    s0 += FOUR(-0.222372, 0.240722, 0.0591081, -0.240632) * a.w;
}
void c3_c2_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.241216, 0.0465972, -0.0372869, -0.00735558) * v.x;
    s0 += FOUR(-0.0623894, 0.104523, 0.142807, 0.017251) * v.y;
    s0 += FOUR(-0.659073, 0.147812, 0.0993395, -0.161534) * v.z;
    s0 += FOUR(-0.0454165, 0.0891856, 0.209051, 0.0861481) * v.w;
    s0 += FOUR(-0.0425514, 0.0289691, -0.0278656, 0.00875644) * a.x;
    s0 += FOUR(-0.129657, -0.0515485, -0.0597097, 0.0602892) * a.y;
    s0 += FOUR(0.653811, -0.2048, -0.0139793, 0.0808924) * a.z;
    s0 += FOUR(-0.17926, 0.158708, 0.0536751, 0.125634) * a.w;
}
void c3_c2_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0252635, -0.746205, -0.0822558, -0.344387) * v.x;
    s0 += FOUR(-0.0378928, 0.0257646, -0.398905, 0.175891) * v.y;
    s0 += FOUR(0.0464945, 0.778016, 0.0268091, 0.636366) * v.z;
    s0 += FOUR(0.0339033, -0.148181, 0.350385, -0.21243) * v.w;
    s0 += FOUR(0.0938547, 0.388354, 0.119976, 0.254451) * a.x;
    s0 += FOUR(-0.297381, 0.095927, -0.348413, 0.144752) * a.y;
    s0 += FOUR(-0.0817426, -0.626227, -0.0870846, -0.607691) * a.z;
    s0 += FOUR(-0.00433146, -0.0646186, 0.0811896, -0.171709) * a.w;
}
void c3_c2_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.869667, -0.489636, 0.165524, 0.249656) * v.x;
    s0 += FOUR(0.102151, -0.663539, -0.487986, 0.525461) * v.y;
    s0 += FOUR(-1.30583, 1.01878, -1.22924, 1.18326) * v.z;
    s0 += FOUR(0.0314403, 0.215298, -0.650265, 0.226149) * v.w;
    s0 += FOUR(0.018066, -0.615282, 0.179784, -0.63496) * a.x;
    s0 += FOUR(0.675496, -0.221007, 0.619781, -0.175886) * a.y;
    s0 += FOUR(0.821727, -0.75207, 0.903571, -0.399255) * a.z;
    s0 += FOUR(0.397577, -0.457147, 0.012509, 0.220684) * a.w;
}
void c3_c2_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.262492, 0.214106, -0.194768, 0.218186) * v.x;
    s0 += FOUR(0.494759, 0.277002, 0.152628, 0.181175) * v.y;
    s0 += FOUR(-1.19993, 0.17063, -1.61554, 0.397388) * v.z;
    s0 += FOUR(-0.0885123, -0.0449315, 0.379682, -0.142742) * v.w;
    s0 += FOUR(-0.10764, 0.361042, -0.125154, 0.325988) * a.x;
    s0 += FOUR(-0.277228, -0.259048, -0.309385, -0.237002) * a.y;
    s0 += FOUR(1.22499, -0.15531, 1.19417, -0.375627) * a.z;
    s0 += FOUR(0.195762, -0.0630337, -0.0586028, -0.0512252) * a.w;
}
void c3_c2_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0691429, 0.108525, -0.139898, -0.174028) * v.x;
    s0 += FOUR(0.166231, -0.0498726, 0.341017, -0.0570428) * v.y;
    s0 += FOUR(0.102382, -0.0719344, 0.215139, 0.165099) * v.z;
    s0 += FOUR(-0.149181, 0.0426368, -0.0506617, -0.14759) * v.w;
    s0 += FOUR(-0.0717212, 0.0751825, -0.0028611, 0.184773) * a.x;
    s0 += FOUR(0.017525, -0.0597867, -0.0410093, -0.0893036) * a.y;
    s0 += FOUR(0.0134555, 0.016718, -0.082855, -0.148324) * a.z;
    s0 += FOUR(0.0335044, 0.0169261, -0.00771898, 0.0805492) * a.w;
}
void c3_c2_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.313091, 0.259384, 0.111377, -0.0666548) * v.x;
    s0 += FOUR(-0.237008, 0.286315, 0.174948, -0.527961) * v.y;
    s0 += FOUR(-0.276092, 0.170134, -1.01873, 0.833291) * v.z;
    s0 += FOUR(0.347116, -0.352807, 0.0178031, 0.390902) * v.w;
    s0 += FOUR(0.0817897, -0.10662, 0.0, -0.286261) * a.x;
    s0 += FOUR(0.0561085, -0.0540431, 0.173219, 0.0711521) * a.y;
    s0 += FOUR(0.178888, -0.103908, 0.934936, -1.12922) * a.z;
    s0 += FOUR(-0.26789, 0.330044, -0.157752, 0.0774628) * a.w;
}
void c3_c2_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.114026, 0.04825, 0.0485132, 0.18545) * v.x;
    s0 += FOUR(-0.0250589, -0.0425163, 0.0636856, 0.215295) * v.y;
    s0 += FOUR(0.0542897, -0.030032, -0.327947, 0.097588) * v.z;
    s0 += FOUR(0.0997637, 0.0162899, -0.0132711, -0.176803) * v.w;
    s0 += FOUR(0.071593, 0.00644242, 0.0367463, 0.130816) * a.x;
    s0 += FOUR(-0.0475609, 0.058648, -0.0557396, -0.144287) * a.y;
    s0 += FOUR(-0.0768628, 0.0453667, 0.506909, -0.0181928) * a.z;
    s0 += FOUR(-0.144591, 0.0343475, -0.0321325, 0.0243133) * a.w;
}

// out, of c2
void out_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0956431, 0.0272471, 0.0959773, 0.0174028) * v.x;
    s0 += FOUR(0.0779612, 0.0573258, 0.059244, 0.0313353) * v.y;
    s0 += FOUR(-9.04209e-05, -0.0106169, 0.0258, -0.0134418) * v.z;
    s0 += FOUR(-0.0250162, -0.0236119, 0.00302206, 0.0140384) * v.w;
    s0 += FOUR(0.0158144, -0.0215462, 0.0124449, -0.0168004) * a.x;
    s0 += FOUR(-0.032155, 0.0240119, -0.0356916, 0.0096021) * a.y;
    s0 += FOUR(0.0, -0.0142761, -0.00534077, -0.0238291) * a.z;
    s0 += FOUR(-0.0121597, -0.00470554, -0.0196514, 0.000215488) * a.w;
}

// out, of c3
void out_c3_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0297586, 0.128845, -0.0434021, -0.0515276) * v.x;
    s0 += FOUR(-0.122961, 0.042718, 0.0339533, 0.0387915) * v.y;
    s0 += FOUR(-0.046291, -0.0393893, -0.0260173, 0.135856) * v.z;
    s0 += FOUR(0.0281079, 0.0398252, -0.110571, 0.0471234) * v.w;
    s0 += FOUR(0.0326333, -0.127703, 0.0316515, 0.0468262) * a.x;
    s0 += FOUR(-0.123218, 0.0441029, 0.0432999, 0.0407201) * a.y;
    s0 += FOUR(0.038052, 0.0470659, 0.0328313, -0.124099) * a.z;
    s0 += FOUR(0.0367258, 0.0295357, -0.111282, 0.0391057) * a.w;
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
    if (thread == 0) lines = 0;
    // luma
    for (int i = thread; i < 960; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 40u, uint(i) / 40u) - 4;
        at = origin + clamp(at, low, high);
        float grey = dot(texelFetch(HOOKED_raw, at, 0).rgb, LUMA) - 0.5;
        memory0[i] = kept(FOUR(vec4(grey, 0.0, 0.0, 0.0)));
    }
    FOUR sums[PIXELS];
    for (int n = 0; n < PIXELS; n++) {
        sums[n] = FOUR(0.000131599, -0.00107814, 0.000563476, -0.00025947);
    }
    barrier();
    // c0
    for (int i = thread; i < 418; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 38u, uint(i) / 38u * 2u) - 3;
        FOUR s0_0 = FOUR(0.00265841, 0.0042483, 0.000870564, 0.0269337);
        FOUR s1_0 = FOUR(0.00265841, 0.0042483, 0.000870564, 0.0269337);
        float largest = 0.0;
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 4;
            int x1 = clamp(at.x, low.x, high.x) + 4;
            int x2 = clamp(at.x + 1, low.x, high.x) + 4;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 4) * 40;
            int y1 = (clamp(at.y, low.y, high.y) + 4) * 40;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 4) * 40;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 4) * 40;
            ONE v0_0_0 = four_of(memory0[y0 + x0]).x;
            c0_luma_0_0(s0_0, v0_0_0);
            ONE v0_1_0 = four_of(memory0[y0 + x1]).x;
            c0_luma_1_0(s0_0, v0_1_0);
            ONE v0_2_0 = four_of(memory0[y0 + x2]).x;
            c0_luma_2_0(s0_0, v0_2_0);
            ONE v1_0_0 = four_of(memory0[y1 + x0]).x;
            c0_luma_3_0(s0_0, v1_0_0);
            c0_luma_0_0(s1_0, v1_0_0);
            ONE v1_1_0 = four_of(memory0[y1 + x1]).x;
            c0_luma_4_0(s0_0, v1_1_0);
            c0_luma_1_0(s1_0, v1_1_0);
            ONE v1_2_0 = four_of(memory0[y1 + x2]).x;
            c0_luma_5_0(s0_0, v1_2_0);
            c0_luma_2_0(s1_0, v1_2_0);
            ONE v2_0_0 = four_of(memory0[y2 + x0]).x;
            c0_luma_6_0(s0_0, v2_0_0);
            c0_luma_3_0(s1_0, v2_0_0);
            ONE v2_1_0 = four_of(memory0[y2 + x1]).x;
            c0_luma_7_0(s0_0, v2_1_0);
            c0_luma_4_0(s1_0, v2_1_0);
            ONE v2_2_0 = four_of(memory0[y2 + x2]).x;
            c0_luma_8_0(s0_0, v2_2_0);
            c0_luma_5_0(s1_0, v2_2_0);
            ONE v3_0_0 = four_of(memory0[y3 + x0]).x;
            c0_luma_6_0(s1_0, v3_0_0);
            ONE v3_1_0 = four_of(memory0[y3 + x1]).x;
            c0_luma_7_0(s1_0, v3_1_0);
            ONE v3_2_0 = four_of(memory0[y3 + x2]).x;
            c0_luma_8_0(s1_0, v3_2_0);
            largest = max(largest, abs(float(v1_0_0 - v1_1_0)));
            largest = max(largest, abs(float(v2_0_0 - v2_1_0)));
            largest = max(largest, abs(float(v1_1_0 - v1_2_0)));
            largest = max(largest, abs(float(v2_1_0 - v2_2_0)));
            largest = max(largest, abs(float(v0_1_0 - v1_1_0)));
            largest = max(largest, abs(float(v1_1_0 - v2_1_0)));
            largest = max(largest, abs(float(v2_1_0 - v3_1_0)));
        }
        if (largest >= LEAST_STEP) lines = 1;
        int place = (at.y + 3) * 38 + at.x + 3;
        memory1[place] = kept(s0_0);
        memory1[place + 38] = kept(s1_0);
    }
    barrier();
    int busy = lines;  // 0 where there is no line: no turns
    // c1
    for (int i = thread; i < busy * 360; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 36u, uint(i) / 36u * 2u) - 2;
        FOUR s0_0 = FOUR(0.00726397, 0.00453719, 0.0212689, 0.000228755);
        FOUR s1_0 = FOUR(0.00726397, 0.00453719, 0.0212689, 0.000228755);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 3;
            int x1 = clamp(at.x, low.x, high.x) + 3;
            int x2 = clamp(at.x + 1, low.x, high.x) + 3;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 3) * 38;
            int y1 = (clamp(at.y, low.y, high.y) + 3) * 38;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 3) * 38;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 3) * 38;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            c1_c0_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory1[y0 + x1]);
            c1_c0_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory1[y0 + x2]);
            c1_c0_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory1[y1 + x0]);
            c1_c0_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c1_c0_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory1[y1 + x1]);
            c1_c0_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c1_c0_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory1[y1 + x2]);
            c1_c0_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c1_c0_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory1[y2 + x0]);
            c1_c0_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c1_c0_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory1[y2 + x1]);
            c1_c0_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c1_c0_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory1[y2 + x2]);
            c1_c0_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c1_c0_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory1[y3 + x0]);
            c1_c0_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory1[y3 + x1]);
            c1_c0_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory1[y3 + x2]);
            c1_c0_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 2) * 36 + at.x + 2;
        memory0[place] = kept(s0_0);
        memory0[place + 36] = kept(s1_0);
    }
    barrier();
    // c2
    for (int i = thread; i < busy * 306; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 34u, uint(i) / 34u * 2u) - 1;
        FOUR s0_0 = FOUR(-0.00546003, 0.00262101, -0.0179684, 0.00717145);
        FOUR s1_0 = FOUR(-0.00546003, 0.00262101, -0.0179684, 0.00717145);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 2;
            int x1 = clamp(at.x, low.x, high.x) + 2;
            int x2 = clamp(at.x + 1, low.x, high.x) + 2;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 2) * 36;
            int y1 = (clamp(at.y, low.y, high.y) + 2) * 36;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 2) * 36;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 2) * 36;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            c2_c1_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory0[y0 + x1]);
            c2_c1_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory0[y0 + x2]);
            c2_c1_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory0[y1 + x0]);
            c2_c1_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c2_c1_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory0[y1 + x1]);
            c2_c1_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c2_c1_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory0[y1 + x2]);
            c2_c1_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c2_c1_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory0[y2 + x0]);
            c2_c1_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c2_c1_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory0[y2 + x1]);
            c2_c1_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c2_c1_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory0[y2 + x2]);
            c2_c1_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c2_c1_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory0[y3 + x0]);
            c2_c1_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory0[y3 + x1]);
            c2_c1_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory0[y3 + x2]);
            c2_c1_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 1) * 34 + at.x + 1;
        memory1[place] = kept(s0_0);
        memory1[place + 34] = kept(s1_0);
    }
    // out, of c1
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 2;
            int y0 = (clamp(at.y, low.y, high.y) + 2) * 36;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            out_c1_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // c3
    for (int i = thread; i < busy * 256; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 32u, uint(i) / 32u * 2u) - 0;
        FOUR s0_0 = FOUR(0.0067193, -0.00675828, 0.00367881, -0.00556247);
        FOUR s1_0 = FOUR(0.0067193, -0.00675828, 0.00367881, -0.00556247);
        {
            int x0 = clamp(at.x - 1, low.x, high.x) + 1;
            int x1 = clamp(at.x, low.x, high.x) + 1;
            int x2 = clamp(at.x + 1, low.x, high.x) + 1;
            int y0 = (clamp(at.y - 1, low.y, high.y) + 1) * 34;
            int y1 = (clamp(at.y, low.y, high.y) + 1) * 34;
            int y2 = (clamp(at.y + 1, low.y, high.y) + 1) * 34;
            int y3 = (clamp(at.y + 2, low.y, high.y) + 1) * 34;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            c3_c2_0_0(s0_0, v0_0_0, max(v0_0_0, -v0_0_0));
            FOUR v0_1_0 = four_of(memory1[y0 + x1]);
            c3_c2_1_0(s0_0, v0_1_0, max(v0_1_0, -v0_1_0));
            FOUR v0_2_0 = four_of(memory1[y0 + x2]);
            c3_c2_2_0(s0_0, v0_2_0, max(v0_2_0, -v0_2_0));
            FOUR v1_0_0 = four_of(memory1[y1 + x0]);
            c3_c2_3_0(s0_0, v1_0_0, max(v1_0_0, -v1_0_0));
            c3_c2_0_0(s1_0, v1_0_0, max(v1_0_0, -v1_0_0));
            FOUR v1_1_0 = four_of(memory1[y1 + x1]);
            c3_c2_4_0(s0_0, v1_1_0, max(v1_1_0, -v1_1_0));
            c3_c2_1_0(s1_0, v1_1_0, max(v1_1_0, -v1_1_0));
            FOUR v1_2_0 = four_of(memory1[y1 + x2]);
            c3_c2_5_0(s0_0, v1_2_0, max(v1_2_0, -v1_2_0));
            c3_c2_2_0(s1_0, v1_2_0, max(v1_2_0, -v1_2_0));
            FOUR v2_0_0 = four_of(memory1[y2 + x0]);
            c3_c2_6_0(s0_0, v2_0_0, max(v2_0_0, -v2_0_0));
            c3_c2_3_0(s1_0, v2_0_0, max(v2_0_0, -v2_0_0));
            FOUR v2_1_0 = four_of(memory1[y2 + x1]);
            c3_c2_7_0(s0_0, v2_1_0, max(v2_1_0, -v2_1_0));
            c3_c2_4_0(s1_0, v2_1_0, max(v2_1_0, -v2_1_0));
            FOUR v2_2_0 = four_of(memory1[y2 + x2]);
            c3_c2_8_0(s0_0, v2_2_0, max(v2_2_0, -v2_2_0));
            c3_c2_5_0(s1_0, v2_2_0, max(v2_2_0, -v2_2_0));
            FOUR v3_0_0 = four_of(memory1[y3 + x0]);
            c3_c2_6_0(s1_0, v3_0_0, max(v3_0_0, -v3_0_0));
            FOUR v3_1_0 = four_of(memory1[y3 + x1]);
            c3_c2_7_0(s1_0, v3_1_0, max(v3_1_0, -v3_1_0));
            FOUR v3_2_0 = four_of(memory1[y3 + x2]);
            c3_c2_8_0(s1_0, v3_2_0, max(v3_2_0, -v3_2_0));
        }
        int place = (at.y + 0) * 32 + at.x + 0;
        memory0[place] = kept(s0_0);
        memory0[place + 32] = kept(s1_0);
    }
    // out, of c2
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 1;
            int y0 = (clamp(at.y, low.y, high.y) + 1) * 34;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            out_c2_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // out, of c3
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 0;
            int y0 = (clamp(at.y, low.y, high.y) + 0) * 32;
            FOUR v0_0_0 = four_of(memory0[y0 + x0]);
            out_c3_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
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
        if (busy != 0) {
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
