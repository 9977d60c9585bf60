// Anime4K hybrid-m: compute form, dispatch 1 of 2
// Computes c0, c1, c2, c3, in tiles of 32x16 pixels.
// Only what is near a line is computed.
//
// Made by tools/networks.py of the recipe with the SHA-256 851adae9982affe46ff4b62229ecc12b
// fff0fc32679789e61fa4236d37ac6b24; change that and train, not this file.

//!HOOK MAIN
//!BIND HOOKED
//!BIND NET_LINES
//!SAVE NET_MAPS_1
//!WIDTH HOOKED.w 2 *
//!COMPONENTS 4
//!COMPUTE 64 16 32 8
//!WHEN OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +
//!DESC Anime4K hybrid-m: compute, dispatch 1 of 2

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

shared KEPT memory0[960];  // luma 40x24, c1 36x20, c3 32x16
shared KEPT memory1[836];  // c0 38x22, c2 34x18

// The cells of 4x4 pixels in the tile and around it, in which a line is: a bit each
const int CELL = 4, AROUND = 2, CELL_COLUMNS = 12, CELL_ROWS = 8;
shared uint lines[CELL_ROWS];

// c0, of luma
void c0_luma_0_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00143208, -0.0659102, -0.0598812, -0.0361021) * v;
}
void c0_luma_1_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0259216, 0.588745, 0.046405, 0.0191412) * v;
}
void c0_luma_2_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.00566792, 0.260294, -0.0567596, 0.0750509) * v;
}
void c0_luma_3_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.872633, 0.0641103, -0.121329, 0.0382523) * v;
}
void c0_luma_4_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.920957, -0.639598, -0.47785, 0.0786402) * v;
}
void c0_luma_5_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0320546, -0.197137, -0.0420273, -0.0212574) * v;
}
void c0_luma_6_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0227724, 0.171053, 0.599934, 0.0445117) * v;
}
void c0_luma_7_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0350543, -0.0939601, 0.0876553, 0.0561314) * v;
}
void c0_luma_8_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0249237, -0.0837495, 0.0183286, -0.392891) * v;
}

// c1, of c0
void c1_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0243681, 0.0259336, 0.0588624, 0.00999996) * v.x;
    s0 += FOUR(0.0700603, 0.0123926, -0.00923993, -0.0182308) * v.y;
    s0 += FOUR(-0.0670226, 0.117077, 0.047293, -0.0110473) * v.z;
    s0 += FOUR(0.346613, -0.0873533, -0.930684, -0.0695106) * v.w;
    s0 += FOUR(-0.0749166, 0.00706494, 0.0180956, -0.011038) * a.x;
    s0 += FOUR(0.0773775, 0.0387641, 0.00928317, -0.000798346) * a.y;
    s0 += FOUR(0.136796, 0.00540305, 0.0234528, 0.00067027) * a.z;
    s0 += FOUR(0.689448, -0.194771, -0.628551, -0.0849279) * a.w;
}
void c1_c0_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0709272, -0.0690881, -0.0477148, 0.00670106) * v.x;
    s0 += FOUR(-0.0185994, 0.022572, 0.0642835, 0.0109215) * v.y;
    s0 += FOUR(-0.0383405, 0.266908, -0.222941, -0.187886) * v.z;
    s0 += FOUR(0.105029, -0.166269, -0.249936, -0.112367) * v.w;
    s0 += FOUR(0.157085, -0.0251245, -0.00711006, -0.0177556) * a.x;
    s0 += FOUR(0.0496859, -0.0212475, 0.0738107, 0.00117032) * a.y;
    s0 += FOUR(0.181787, -0.0484518, -0.0193891, 0.017586) * a.z;
    s0 += FOUR(0.160491, -0.137407, -0.424119, -0.0474209) * a.w;
}
void c1_c0_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.273321, 0.0480572, -0.149355, -0.171115) * v.x;
    s0 += FOUR(-0.0134027, -0.00657886, 0.0518611, -0.00502667) * v.y;
    s0 += FOUR(0.14657, -0.24734, -0.0187212, -0.0584933) * v.z;
    s0 += FOUR(0.0274184, 0.101586, 0.060552, -0.026316) * v.w;
    s0 += FOUR(0.0668258, 0.00334935, 0.0445296, -0.0158989) * a.x;
    s0 += FOUR(0.0709397, 0.00148412, -0.0997269, 0.0067015) * a.y;
    s0 += FOUR(-0.0423192, 0.0499834, -0.180739, 0.0646824) * a.z;
    s0 += FOUR(-0.0420504, 0.0271336, 0.144582, -0.041744) * a.w;
}
void c1_c0_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.015223, -0.0543137, -0.0465893, -0.0187642) * v.x;
    s0 += FOUR(-0.236914, 0.235148, -0.0189383, -0.0371416) * v.y;
    s0 += FOUR(0.17758, -0.0268687, 0.0940261, -0.0328051) * v.z;
    s0 += FOUR(0.161059, -0.276526, -0.24005, 0.135651) * v.w;
    s0 += FOUR(-0.0214391, 0.0100775, -0.000566164, 0.0104096) * a.x;
    s0 += FOUR(0.324624, 0.0410039, 0.0846909, -0.0130837) * a.y;
    s0 += FOUR(-0.0610176, -0.00833164, -0.121876, 0.000361014) * a.z;
    s0 += FOUR(0.143051, -0.0669997, -0.347962, -0.0324679) * a.w;
}
void c1_c0_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0926722, -0.477603, 0.258846, 0.245268) * v.x;
    s0 += FOUR(-0.239413, -0.0249449, 0.043938, 0.00780559) * v.y;
    s0 += FOUR(0.198418, -0.525451, 0.168484, 0.317188) * v.z;
    s0 += FOUR(0.39515, 0.0819256, -0.0301636, -0.207703) * v.w;
    s0 += FOUR(-0.0282645, 0.000705883, -0.0977686, 0.0358045) * a.x;
    s0 += FOUR(0.127091, -0.0190379, 0.254723, -0.0188191) * a.y;
    s0 += FOUR(-0.237528, -0.00768912, -0.287682, 0.0201674) * a.z;
    s0 += FOUR(0.433275, -0.0419326, -0.407216, 0.00325595) * a.w;
}
void c1_c0_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.21633, 0.336313, 0.23388, -1.07859) * v.x;
    s0 += FOUR(-0.245654, -0.118917, -0.0267167, -0.180916) * v.y;
    s0 += FOUR(-0.392847, -0.0849314, 0.647706, -0.495324) * v.z;
    s0 += FOUR(-0.0606386, -0.0927953, -0.289869, 0.113178) * v.w;
    s0 += FOUR(-0.3309, 0.0803148, 0.381649, 0.182229) * a.x;
    s0 += FOUR(-0.0120352, 0.0257805, -0.0202698, -0.0224331) * a.y;
    s0 += FOUR(0.0501408, -0.106096, -0.216446, -0.00741781) * a.z;
    s0 += FOUR(-0.0454303, -0.0605092, -0.10436, 0.00768595) * a.w;
}
void c1_c0_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0507489, -0.0740675, 0.00589498, 0.0518799) * v.x;
    s0 += FOUR(-0.303507, 0.453415, -0.0621196, -0.195788) * v.y;
    s0 += FOUR(0.0292867, -0.148396, 0.0130621, 0.0461324) * v.z;
    s0 += FOUR(0.12852, 0.213088, 0.185157, -0.0117307) * v.w;
    s0 += FOUR(0.0516355, -0.00831715, -0.00124285, -0.000855675) * a.x;
    s0 += FOUR(0.286645, 0.0194291, -0.0343563, -0.0145131) * a.y;
    s0 += FOUR(-0.0848749, -0.0271822, 0.0218649, 0.0109157) * a.z;
    s0 += FOUR(-0.0480456, 0.124934, 0.296117, -0.00808186) * a.w;
}
void c1_c0_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.261842, 0.398567, -0.0217956, -0.287986) * v.x;
    s0 += FOUR(0.0143859, 0.634225, -0.34237, 0.0217826) * v.y;
    s0 += FOUR(-0.155096, -0.0276295, -0.070857, -0.046708) * v.z;
    s0 += FOUR(0.0574235, -0.118927, 0.0525091, 0.0131144) * v.w;
    s0 += FOUR(-0.2437, -0.0664265, -0.277069, -0.0108896) * a.x;
    s0 += FOUR(-0.168326, 0.0315468, -0.146782, -0.000852527) * a.y;
    s0 += FOUR(0.0631193, 0.0104458, 0.0298279, -0.00247695) * a.z;
    s0 += FOUR(-0.106974, 0.0455317, 0.202658, -0.0117546) * a.w;
}
void c1_c0_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0690097, -0.0744383, -0.140342, 0.0414021) * v.x;
    s0 += FOUR(0.0336491, 0.0310504, 0.335101, -0.0400731) * v.y;
    s0 += FOUR(0.227786, 0.0514258, -0.0905516, 0.00473535) * v.z;
    s0 += FOUR(0.128395, 0.00712761, 0.0218405, 0.0124324) * v.w;
    s0 += FOUR(0.0706899, -0.0490365, -0.0932362, -0.00862829) * a.x;
    s0 += FOUR(-0.104679, 0.03332, 0.0663532, 0.0175981) * a.y;
    s0 += FOUR(-0.0909543, -0.0671408, -0.240449, -0.00389291) * a.z;
    s0 += FOUR(0.143259, -0.028671, 0.0316656, -0.0107604) * a.w;
}

// out, of c0
void out_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.10981, -0.0328559, -0.128359, -0.045566) * v.x;
    s0 += FOUR(-0.132041, -0.145308, -0.0761809, 0.0713344) * v.y;
    s0 += FOUR(0.0147855, 0.0148193, -0.0229701, -0.00735074) * v.z;
    s0 += FOUR(-0.0473193, 0.0115747, 0.00955154, -0.0019156) * v.w;
    s0 += FOUR(0.0846842, -0.00409327, 0.0460187, -0.0189136) * a.x;
    s0 += FOUR(-0.0374141, 0.0510209, -0.0318194, 0.0138317) * a.y;
    s0 += FOUR(-0.00442583, -0.0223293, 0.0367721, -0.000679309) * a.z;
    s0 += FOUR(-0.0514153, 0.00599357, 0.00270567, -0.0154071) * a.w;
}

// c2, of c1
void c2_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.081529, -0.089372, 0.00494359, -0.00602704) * v.x;
    s0 += FOUR(-0.0602096, 0.113121, 0.130159, -0.251033) * v.y;
    s0 += FOUR(0.10279, -0.134551, 0.00579798, -0.316034) * v.z;
    s0 += FOUR(0.209068, -0.39677, 0.140222, -0.17964) * v.w;
    s0 += FOUR(0.103462, 0.00574513, 0.012732, 0.0263232) * a.x;
    s0 += FOUR(0.156419, 0.215153, 0.00816553, 0.123725) * a.y;
    s0 += FOUR(0.119397, -0.0246543, 0.0442412, -0.341383) * a.z;
    s0 += FOUR(0.164321, 0.260702, 0.0136191, 0.192572) * a.w;
}
void c2_c1_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0324801, 0.190944, 0.0640529, 0.0768666) * v.x;
    s0 += FOUR(-0.18222, 0.210899, 0.868958, 0.126826) * v.y;
    s0 += FOUR(0.256192, 0.032511, -0.238881, -0.299736) * v.z;
    s0 += FOUR(-0.0676716, -0.0198928, -0.504645, -0.0345104) * v.w;
    s0 += FOUR(-0.00243319, -0.0291916, -0.0510745, -0.107649) * a.x;
    s0 += FOUR(-0.0682311, -0.0279697, 0.366969, 0.0279049) * a.y;
    s0 += FOUR(0.264729, -0.0743504, -0.00426196, -0.492032) * a.z;
    s0 += FOUR(-0.0276746, -0.0310726, 0.0603765, -0.189969) * a.w;
}
void c2_c1_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.199834, -0.31124, 0.00735941, -0.0325454) * v.x;
    s0 += FOUR(0.0679151, -0.0553748, 0.346915, 0.31661) * v.y;
    s0 += FOUR(0.154907, -0.0367409, -0.100327, -0.201265) * v.z;
    s0 += FOUR(0.0888306, -0.00410098, -0.0250485, 0.0340488) * v.w;
    s0 += FOUR(0.348466, 0.11515, -0.0100426, -0.0759474) * a.x;
    s0 += FOUR(-0.166492, -0.0765868, -0.00190456, -0.0674978) * a.y;
    s0 += FOUR(0.18846, 0.0113222, 0.0170978, -0.0691403) * a.z;
    s0 += FOUR(-0.0861778, -0.0898689, -0.00488121, -0.057798) * a.w;
}
void c2_c1_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.163274, 0.00071483, -0.0465834, -0.0707446) * v.x;
    s0 += FOUR(0.251978, -0.0475753, -0.0102206, 0.159107) * v.y;
    s0 += FOUR(-0.100788, -0.274511, -0.01134, -0.292903) * v.z;
    s0 += FOUR(0.318129, -0.771777, -0.150428, -0.0547138) * v.w;
    s0 += FOUR(0.106704, 0.0167771, -0.0198884, -0.0821453) * a.x;
    s0 += FOUR(0.0216929, 0.0136337, 0.014384, 0.0271949) * a.y;
    s0 += FOUR(-0.0609515, -0.0456078, 0.0121607, -0.147668) * a.z;
    s0 += FOUR(0.176591, 1.04161, -0.0413243, 0.363161) * a.w;
}
void c2_c1_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.473256, -0.265534, -0.192198, 0.108607) * v.x;
    s0 += FOUR(0.090578, -0.0560619, -0.147112, -0.554933) * v.y;
    s0 += FOUR(0.252182, -0.180536, 0.0313696, -0.0398145) * v.z;
    s0 += FOUR(-0.34215, 0.426657, 0.363431, 0.471608) * v.w;
    s0 += FOUR(0.0141425, -0.0253935, -0.0165234, 0.0115108) * a.x;
    s0 += FOUR(-0.417056, -0.46342, -0.029354, 0.274615) * a.y;
    s0 += FOUR(0.0175368, -0.134937, 0.0471303, -0.229189) * a.z;
    s0 += FOUR(-0.593799, 0.177545, -0.102626, -0.269924) * a.w;
}
void c2_c1_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.352238, 0.0703243, 0.027739, 0.210539) * v.x;
    s0 += FOUR(0.0911223, -0.151842, 0.0485327, 0.0684967) * v.y;
    s0 += FOUR(-0.0155654, -0.0137201, -0.00907305, -0.21312) * v.z;
    s0 += FOUR(-0.175899, -0.125415, 0.0182868, -0.121737) * v.w;
    s0 += FOUR(0.211621, 0.0566986, 0.0105679, -0.125368) * a.x;
    s0 += FOUR(-0.0147887, -0.162953, 0.00462529, 0.0998931) * a.y;
    s0 += FOUR(0.0420098, -0.15212, -0.0276772, -0.217922) * a.z;
    s0 += FOUR(0.0456526, 0.0528335, 0.00242441, 0.0358334) * a.w;
}
void c2_c1_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.158702, -0.156004, 0.00876344, -0.00284895) * v.x;
    s0 += FOUR(-0.0503228, 0.00559985, -0.0254976, -0.00165284) * v.y;
    s0 += FOUR(-0.00566059, -0.171737, -0.00800169, -0.14029) * v.z;
    s0 += FOUR(-0.0979909, -0.109135, -0.0405363, -0.415538) * v.w;
    s0 += FOUR(0.389365, 0.0627301, -0.0226608, -0.104876) * a.x;
    s0 += FOUR(-0.0417611, -0.0458688, -0.0251947, -0.0031035) * a.y;
    s0 += FOUR(0.00873711, -0.152828, 0.0206209, -0.208327) * a.z;
    s0 += FOUR(0.0842888, -0.0451551, -0.0394502, 0.0419215) * a.w;
}
void c2_c1_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.102016, 0.0678771, 0.0132057, 0.0252097) * v.x;
    s0 += FOUR(0.0120565, 0.0122331, 0.0338298, 0.0458808) * v.y;
    s0 += FOUR(0.063478, -0.117869, -0.0292174, -0.200258) * v.z;
    s0 += FOUR(-0.0912464, 0.184644, 0.0677862, 0.0925662) * v.w;
    s0 += FOUR(0.196103, 0.0479533, 0.00342536, -0.0815323) * a.x;
    s0 += FOUR(0.00487319, -0.0168271, 0.00848657, 0.0128462) * a.y;
    s0 += FOUR(0.00249263, -0.0870448, -0.0296886, -0.154644) * a.z;
    s0 += FOUR(-0.00703319, -0.0914054, 0.0125473, 0.0133503) * a.w;
}
void c2_c1_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.325819, 0.284721, -0.0156966, -0.020647) * v.x;
    s0 += FOUR(0.0252657, 0.0797325, -0.00106728, 0.0119258) * v.y;
    s0 += FOUR(0.0404226, 0.0710284, 0.000425041, 0.0523046) * v.z;
    s0 += FOUR(0.1087, 0.0537286, 0.0181521, 0.0266273) * v.w;
    s0 += FOUR(0.00588115, -0.0388908, -0.0262089, -0.128559) * a.x;
    s0 += FOUR(0.116436, 0.139823, -0.00556903, 0.0527378) * a.y;
    s0 += FOUR(0.0409793, -0.100331, -0.0261658, -0.0625701) * a.z;
    s0 += FOUR(-0.0285463, 0.0321633, 0.00246886, -0.0338051) * a.w;
}

// out, of c1
void out_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0419713, -0.00724405, -0.0124923, 0.0335891) * v.x;
    s0 += FOUR(0.0793239, 0.0564239, 0.0949891, 0.0797808) * v.y;
    s0 += FOUR(-0.0188132, 0.0110266, -0.0244682, -0.0219569) * v.z;
    s0 += FOUR(-0.0838432, -0.0851893, -0.0782229, -0.0926282) * v.w;
    s0 += FOUR(0.00405469, 0.0106431, 0.00857823, -0.0180811) * a.x;
    s0 += FOUR(-0.047664, -0.0382057, 0.0285308, 0.0358469) * a.y;
    s0 += FOUR(-0.0011749, 0.00997309, 0.000940216, 0.0125964) * a.z;
    s0 += FOUR(0.013618, 0.0651323, -0.0338294, 0.069093) * a.w;
}

// c3, of c2
void c3_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0778504, -0.000640666, -0.0605196, -0.0468731) * v.x;
    s0 += FOUR(0.000880138, -0.150912, 0.117646, 0.0374923) * v.y;
    s0 += FOUR(0.00465793, 0.0407316, -0.0663766, -0.101599) * v.z;
    s0 += FOUR(0.0970343, 0.108363, -0.141258, 0.104503) * v.w;
    s0 += FOUR(0.0642389, 0.0105592, 0.0340171, -0.0224059) * a.x;
    s0 += FOUR(-0.00565409, 0.130779, -0.093388, -0.0543171) * a.y;
    s0 += FOUR(0.0174817, -0.0444131, 0.0155942, 0.00652668) * a.z;
    s0 += FOUR(-0.0744814, -0.11641, 0.143336, 0.0239162) * a.w;
}
void c3_c2_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0548728, 0.14182, 0.0165802, -0.201244) * v.x;
    s0 += FOUR(0.0241573, 0.0274865, 0.0717715, 0.263244) * v.y;
    s0 += FOUR(-0.0636816, -0.0398933, 0.0107715, 0.0712267) * v.z;
    s0 += FOUR(-0.032972, -0.12851, 0.0432905, -0.0375119) * v.w;
    s0 += FOUR(0.0621592, 0.0914279, -0.143992, -0.0400904) * a.x;
    s0 += FOUR(-0.035112, 0.0537808, -0.0765303, -0.0457267) * a.y;
    s0 += FOUR(0.059069, 0.0259893, -0.0128646, 0.0259933) * a.z;
    s0 += FOUR(-0.00990788, -0.168462, 0.0317016, -0.057558) * a.w;
}
void c3_c2_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.110058, -0.0285697, 0.119801, 0.0014098) * v.x;
    s0 += FOUR(-0.000113012, -0.036342, -0.0318228, -0.209367) * v.y;
    s0 += FOUR(-0.0123301, -0.0219603, 0.0399309, 0.0207244) * v.z;
    s0 += FOUR(-0.0192123, 0.0899661, -0.00613159, 0.0126632) * v.w;
    s0 += FOUR(-0.0159567, 0.0728681, 0.0305051, 0.0517054) * a.x;
    s0 += FOUR(0.0423067, 0.122617, -0.0133726, -0.00191736) * a.y;
    s0 += FOUR(0.0423444, 0.0583758, -0.0102661, -0.000373787) * a.z;
    s0 += FOUR(0.0426627, 0.0130295, 0.0842353, 0.00943259) * a.w;
}
void c3_c2_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.10314, 0.107429, 0.0435389, -0.0186324) * v.x;
    s0 += FOUR(-0.00788447, -0.0227391, -0.0253028, -0.157914) * v.y;
    s0 += FOUR(-0.288786, -0.0955246, -0.143458, -0.128149) * v.z;
    s0 += FOUR(-0.0306221, -0.0545834, -0.0389352, 0.0915196) * v.w;
    s0 += FOUR(0.0154249, -0.0782348, -0.0393715, 0.0273907) * a.x;
    s0 += FOUR(-0.0215261, 0.0557062, -0.0693201, 0.0681244) * a.y;
    s0 += FOUR(0.0250453, -0.0481286, 0.014381, -0.00512389) * a.z;
    s0 += FOUR(-0.058389, -0.0901941, 0.183863, 0.0791193) * a.w;
}
void c3_c2_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.305668, -0.338474, -0.0344947, -0.487695) * v.x;
    s0 += FOUR(1.0653, 0.463672, -0.24165, -0.218349) * v.y;
    s0 += FOUR(0.534431, -0.207452, -0.355955, 0.696506) * v.z;
    s0 += FOUR(-0.770994, -0.36772, -0.16446, -0.0777467) * v.w;
    s0 += FOUR(-0.31035, 0.2974, 0.0450964, 0.124909) * a.x;
    s0 += FOUR(0.0335929, 0.0361838, -0.118271, 0.0223627) * a.y;
    s0 += FOUR(0.670135, 0.185884, 0.170712, -0.0953806) * a.z;
    s0 += FOUR(-0.444567, -0.77888, 0.0387953, 0.02759) * a.w;
}
void c3_c2_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0263032, 0.0663207, -0.0212833, -0.0493468) * v.x;
    s0 += FOUR(-0.0917321, 0.0946106, 0.00164004, 0.00878075) * v.y;
    s0 += FOUR(0.114921, 0.162068, -0.00848367, -0.18588) * v.z;
    s0 += FOUR(0.144734, -0.153449, 0.196976, -0.0192747) * v.w;
    s0 += FOUR(-0.00737754, -0.0959724, 0.0285403, -0.0535964) * a.x;
    s0 += FOUR(-0.00891321, 0.150881, -0.0658872, -0.010816) * a.y;
    s0 += FOUR(0.000437912, -0.0219549, 0.0341081, 0.0374023) * a.z;
    s0 += FOUR(0.0237659, -0.0791296, 0.0799678, -0.0544971) * a.w;
}
void c3_c2_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.111708, 0.123602, -0.0524418, -0.051739) * v.x;
    s0 += FOUR(0.0156782, -0.0794845, 0.0650708, 0.0491318) * v.y;
    s0 += FOUR(-0.189822, 0.113157, -0.0378789, 0.126654) * v.z;
    s0 += FOUR(0.0417488, 0.116592, -0.136546, -0.00444191) * v.w;
    s0 += FOUR(0.0430509, -0.145799, 0.00383449, 0.0513694) * a.x;
    s0 += FOUR(0.00909747, 0.054273, 0.00728281, -0.00350797) * a.y;
    s0 += FOUR(0.0478647, -0.0375789, -0.0338907, -0.118699) * a.z;
    s0 += FOUR(-0.114381, -0.0914886, 0.0714705, -0.0362125) * a.w;
}
void c3_c2_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0533914, 0.174345, -0.061883, 0.0136556) * v.x;
    s0 += FOUR(0.00696497, 0.0125625, -0.0191815, 0.0489161) * v.y;
    s0 += FOUR(-0.491543, -0.643241, 0.382236, -0.057641) * v.z;
    s0 += FOUR(0.00421056, 0.24651, -0.140136, 0.0909002) * v.w;
    s0 += FOUR(-0.0274432, -0.0181545, 0.0224616, -0.0405726) * a.x;
    s0 += FOUR(-0.0166399, 0.0677312, -0.0472868, -0.051631) * a.y;
    s0 += FOUR(0.610782, 0.344055, -0.246615, -0.173129) * a.z;
    s0 += FOUR(-0.0466513, -0.093554, 0.0040558, -0.0303162) * a.w;
}
void c3_c2_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0490243, 0.0116878, -0.0713295, -0.13819) * v.x;
    s0 += FOUR(0.0362391, 0.0534058, -0.0125373, -0.0549324) * v.y;
    s0 += FOUR(0.245098, -0.0317663, 0.0420699, -0.172544) * v.z;
    s0 += FOUR(0.111291, 0.0876228, -0.0554264, 0.0786586) * v.w;
    s0 += FOUR(0.0227197, -0.134898, 0.0137366, -0.00227181) * a.x;
    s0 += FOUR(0.0460416, 0.183101, -0.0761624, -0.0390234) * a.y;
    s0 += FOUR(0.0386342, 0.21131, -0.0689176, 0.101938) * a.z;
    s0 += FOUR(-0.0114314, -0.0594606, 0.135893, -0.0406003) * a.w;
}

// out, of c2
void out_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00228951, 0.0497751, -0.0207148, 0.0341846) * v.x;
    s0 += FOUR(-0.0222476, -0.0231626, -0.0102382, -0.01474) * v.y;
    s0 += FOUR(-0.0178092, 0.0198863, -0.0409466, -0.0544125) * v.z;
    s0 += FOUR(0.00746111, 0.0411898, -0.0106418, 0.00122357) * v.w;
    s0 += FOUR(0.0461691, -0.0495306, 0.04208, -0.0438022) * a.x;
    s0 += FOUR(-0.00315181, 0.00627682, -0.0144848, 0.00593095) * a.y;
    s0 += FOUR(0.0328004, 0.0283192, -0.0131532, -0.0229626) * a.z;
    s0 += FOUR(-0.0491549, 0.0506872, -0.0365748, 0.0193877) * a.w;
}

// out, of c3
void out_c3_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00933232, 0.0750565, -0.0265849, 0.0324431) * v.x;
    s0 += FOUR(0.00387394, -0.0202028, 0.00925158, -0.0117971) * v.y;
    s0 += FOUR(0.0174674, 0.0174584, -0.0209116, -0.00843034) * v.z;
    s0 += FOUR(0.0277238, 0.000500826, 0.0343283, -0.0132704) * v.w;
    s0 += FOUR(0.0161128, -0.0494823, 0.00399803, -0.0491074) * a.x;
    s0 += FOUR(0.00257201, -0.0142406, 0.000540785, -0.00068053) * a.y;
    s0 += FOUR(0.0017101, 0.00338742, -0.0119741, 0.00349787) * a.z;
    s0 += FOUR(0.0132645, -0.0239887, 0.0534488, -0.0318029) * a.w;
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
    // luma
    for (int i = thread; i < busy * 960; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 40u, uint(i) / 40u) - 4;
        at = origin + clamp(at, low, high);
        float grey = dot(texelFetch(HOOKED_raw, at, 0).rgb, LUMA) - 0.5;
        memory0[i] = kept(FOUR(vec4(grey, 0.0, 0.0, 0.0)));
    }
    FOUR sums[PIXELS];
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        sums[n] = FOUR(-0.00166687, 0.000108374, -0.00107702, 0.000193477);
    }
    barrier();
    // c0
    for (int i = thread; i < busy * 418; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 38u, uint(i) / 38u * 2u) - 3;
        FOUR s0_0 = FOUR(0.00361143, -0.00730615, -0.00834457, -0.062973);
        FOUR s1_0 = FOUR(0.00361143, -0.00730615, -0.00834457, -0.062973);
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
        }
        int place = (at.y + 3) * 38 + at.x + 3;
        memory1[place] = kept(s0_0);
        memory1[place + 38] = kept(s1_0);
    }
    barrier();
    // c1
    for (int i = thread; i < busy * 360; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 36u, uint(i) / 36u * 2u) - 2;
        FOUR s0_0 = FOUR(0.00346692, 0.00231758, -0.0174113, 0.00205778);
        FOUR s1_0 = FOUR(0.00346692, 0.00231758, -0.0174113, 0.00205778);
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
    // out, of c0
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n);
        {
            int x0 = clamp(at.x, low.x, high.x) + 3;
            int y0 = (clamp(at.y, low.y, high.y) + 3) * 38;
            FOUR v0_0_0 = four_of(memory1[y0 + x0]);
            out_c0_0_0(sums[n], v0_0_0, max(v0_0_0, -v0_0_0));
        }
    }
    barrier();
    // c2
    for (int i = thread; i < busy * 306; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 34u, uint(i) / 34u * 2u) - 1;
        FOUR s0_0 = FOUR(0.00138406, -0.0141146, -0.00162096, 0.00363597);
        FOUR s1_0 = FOUR(0.00138406, -0.0141146, -0.00162096, 0.00363597);
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
        FOUR s0_0 = FOUR(-0.00566866, -0.0133276, -0.0481896, 0.0103434);
        FOUR s1_0 = FOUR(-0.00566866, -0.0133276, -0.0481896, 0.0103434);
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
    if (busy != 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = own_pixel(thread, n), pixel = origin + at;
        if (any(greaterThan(pixel, last))) continue;
        imageStore(out_image, ivec2(pixel.x * 2, pixel.y), vec4(four_of(memory0[(at.y + 0) * 32 + at.x + 0])));
        imageStore(out_image, ivec2(pixel.x * 2 + 1, pixel.y), vec4(sums[n]));
    }
}
