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
    s0 += FOUR(-0.000149031, -0.0267711, 0.000597475, -0.168334) * v;
}
void c0_luma_1_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00426158, 0.494174, -0.000251508, 0.87612) * v;
}
void c0_luma_2_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.00229331, 0.263413, 0.000552932, -0.703386) * v;
}
void c0_luma_3_0(inout FOUR s0, ONE v) {
    s0 += FOUR(1.01299, 0.231952, -0.000401677, 0.188624) * v;
}
void c0_luma_4_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-1.01953, -0.750164, -1.07922, 0.0039517) * v;
}
void c0_luma_5_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00297484, -0.334487, 0.000537204, -0.10981) * v;
}
void c0_luma_6_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.000999856, -0.0579107, -0.00025654, -0.0706063) * v;
}
void c0_luma_7_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00184805, 0.135609, 1.07904, -0.00909195) * v;
}
void c0_luma_8_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.00224138, -0.0201857, -0.000940073, 0.0323765) * v;
}

// c1, of c0
void c1_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0235837, 0.0276908, 0.0110627, -0.00609578) * v.x;
    s0 += FOUR(0.0220631, 0.0421996, -0.0212053, -0.0840678) * v.y;
    s0 += FOUR(0.382599, 0.0372711, 0.0930898, 0.00887308) * v.z;
    s0 += FOUR(-0.0387678, -0.0363675, 0.0416783, 0.105494) * v.w;
    s0 += FOUR(0.0634011, 0.0195278, -0.0493054, 0.0112403) * a.x;
    s0 += FOUR(-0.062751, 0.0905631, 0.0372756, 0.0427229) * a.y;
    s0 += FOUR(0.128014, -0.421904, -0.0462593, -0.00251722) * a.z;
    s0 += FOUR(0.0277341, -0.00230745, 0.0143652, -0.0298168) * a.w;
}
void c1_c0_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.411659, 0.0156153, 0.0812242, -0.219005) * v.x;
    s0 += FOUR(0.0878266, -0.00403487, 0.00763298, 0.145708) * v.y;
    s0 += FOUR(0.800847, 0.115456, 0.0568307, -0.12965) * v.z;
    s0 += FOUR(-0.156305, -0.0931044, -0.0203278, 0.101116) * v.w;
    s0 += FOUR(-0.082664, -0.120482, 0.0162128, -0.00516073) * a.x;
    s0 += FOUR(0.0525339, 0.0490336, 0.0612394, -0.0265003) * a.y;
    s0 += FOUR(0.832997, -0.645514, -0.147126, 0.0495731) * a.z;
    s0 += FOUR(0.0539754, 0.0170874, 0.0190984, -0.0144552) * a.w;
}
void c1_c0_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.408076, -0.184636, -0.0660515, -0.246983) * v.x;
    s0 += FOUR(-0.111634, -0.0642462, -0.0442242, -0.100963) * v.y;
    s0 += FOUR(0.453831, -0.0957981, 0.113982, 0.121019) * v.z;
    s0 += FOUR(-0.0152828, -0.0211405, 0.00282404, 0.00144154) * v.w;
    s0 += FOUR(-0.0994343, -0.200695, 0.0606271, -0.00151715) * a.x;
    s0 += FOUR(-0.115838, 0.00832895, 0.0167937, -0.145201) * a.y;
    s0 += FOUR(0.00721355, 0.0329857, 0.0156069, 0.1604) * a.z;
    s0 += FOUR(-0.0101767, -0.0104569, 0.00726531, 0.00640041) * a.w;
}
void c1_c0_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0890733, -0.0796409, -0.132787, -0.0183591) * v.x;
    s0 += FOUR(-0.390894, -0.234098, 0.104115, -0.00207711) * v.y;
    s0 += FOUR(0.232989, -0.356829, 0.125528, 0.0643067) * v.z;
    s0 += FOUR(0.205315, 0.274037, 0.0632943, -0.00762671) * v.w;
    s0 += FOUR(0.0373804, -0.0709081, 0.0272701, 0.00267852) * a.x;
    s0 += FOUR(-0.305186, 0.573981, -0.0224167, 0.107792) * a.y;
    s0 += FOUR(0.0444577, -0.140712, 0.0281048, -0.0540228) * a.z;
    s0 += FOUR(0.0972603, 0.109679, -0.0166482, 0.0115566) * a.w;
}
void c1_c0_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.308384, -0.523332, 0.388401, 0.166005) * v.x;
    s0 += FOUR(-0.15411, -0.441941, -0.108593, -0.0187836) * v.y;
    s0 += FOUR(0.0830674, -0.823883, 0.14672, 0.19869) * v.z;
    s0 += FOUR(-0.0560271, 0.360885, 0.0127021, -0.128556) * v.w;
    s0 += FOUR(0.106891, -1.05174, -0.00307587, -0.0842963) * a.x;
    s0 += FOUR(-0.0628607, 0.0808814, 0.0971864, -0.106188) * a.y;
    s0 += FOUR(-0.02106, -0.678634, -0.638163, -0.0775908) * a.z;
    s0 += FOUR(0.118338, 0.297824, 0.140195, 0.0596644) * a.w;
}
void c1_c0_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.541071, 0.593331, -0.312029, -1.16086) * v.x;
    s0 += FOUR(-0.023214, -0.0339642, -0.0657746, 0.0339498) * v.y;
    s0 += FOUR(0.101504, -0.251317, 0.674193, -0.324834) * v.z;
    s0 += FOUR(0.0464536, -0.031882, -0.13282, -0.053033) * v.w;
    s0 += FOUR(0.164397, -0.758699, -0.698224, -0.619517) * a.x;
    s0 += FOUR(0.0325372, 0.0145938, -0.030175, -0.188634) * a.y;
    s0 += FOUR(0.0438569, 0.0709274, -0.192511, -0.0533407) * a.z;
    s0 += FOUR(0.0475745, 0.0437454, 0.0205054, 0.101253) * a.w;
}
void c1_c0_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0443785, 0.0382388, 0.135879, 0.0217885) * v.x;
    s0 += FOUR(0.119572, -0.12249, -0.456633, -0.0516753) * v.y;
    s0 += FOUR(0.0108425, -0.0193487, 0.0115047, -0.0031207) * v.z;
    s0 += FOUR(-0.110813, -0.217684, -0.163595, 0.0947459) * v.w;
    s0 += FOUR(0.00799662, -0.0533848, 0.06903, -0.00646302) * a.x;
    s0 += FOUR(-0.00824452, -0.012987, -0.236355, 0.0299608) * a.y;
    s0 += FOUR(0.0116364, 0.0479775, 0.0481067, -0.0227561) * a.z;
    s0 += FOUR(-0.0792053, 0.240756, 0.00676224, 0.152727) * a.w;
}
void c1_c0_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.269362, -0.025585, -0.330894, -0.0921874) * v.x;
    s0 += FOUR(0.512488, 0.0368717, -0.0817131, -0.0137616) * v.y;
    s0 += FOUR(-0.0115121, 0.0547954, 0.0747094, 0.027528) * v.z;
    s0 += FOUR(0.0695975, -0.0902518, 0.250713, -0.139876) * v.w;
    s0 += FOUR(-0.0487701, 0.230844, 0.0724662, 0.00368094) * a.x;
    s0 += FOUR(-0.0114557, 0.0289901, -0.255622, 0.00517941) * a.y;
    s0 += FOUR(-0.025897, 0.079501, -0.0252712, 0.00809006) * a.z;
    s0 += FOUR(-0.259151, 0.478175, 0.613474, -0.0503991) * a.w;
}
void c1_c0_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00492531, -0.164156, 0.0854268, -0.322464) * v.x;
    s0 += FOUR(0.0135294, -0.0885648, 0.261424, 0.0815531) * v.y;
    s0 += FOUR(-0.0290957, 0.00505887, 0.000266829, -0.00973427) * v.z;
    s0 += FOUR(0.0273323, 0.0166655, -0.00616906, 0.141708) * v.w;
    s0 += FOUR(0.0291412, -0.0439301, -0.171886, 0.0616519) * a.x;
    s0 += FOUR(0.0763625, -0.0191722, -0.010205, -0.0346789) * a.y;
    s0 += FOUR(0.0288406, 0.0142789, -0.030541, 0.00293337) * a.z;
    s0 += FOUR(-0.017733, 0.032314, 0.108021, -0.0528438) * a.w;
}

// c2, of c1
void c2_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0158809, 0.0299236, -0.0689666, 0.0169975) * v.x;
    s0 += FOUR(-0.0462295, 0.105977, -0.0471184, 0.00771288) * v.y;
    s0 += FOUR(0.00922457, -0.364586, -0.245938, -0.0769229) * v.z;
    s0 += FOUR(0.203185, 0.0477714, 0.225053, 0.0671947) * v.w;
    s0 += FOUR(-0.00764574, -0.0197116, 0.096905, 0.00162024) * a.x;
    s0 += FOUR(-0.0730876, 0.118435, -0.119608, -0.0378891) * a.y;
    s0 += FOUR(-0.140312, 0.114085, 0.0699419, -0.0251496) * a.z;
    s0 += FOUR(0.127742, 0.0475486, 0.302361, 0.196955) * a.w;
}
void c2_c1_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0635167, -0.105329, -0.062871, -0.0572513) * v.x;
    s0 += FOUR(-0.16507, 0.316391, 0.584577, 0.241466) * v.y;
    s0 += FOUR(-0.238025, -0.0817605, -0.584912, -0.0687105) * v.z;
    s0 += FOUR(-0.28303, 0.355336, 0.0326213, -0.0716463) * v.w;
    s0 += FOUR(-0.0791366, 0.122263, 0.172763, 0.126638) * a.x;
    s0 += FOUR(0.0295069, 0.0741175, -0.0478658, -0.00716378) * a.y;
    s0 += FOUR(0.0828972, -0.250328, -0.362443, 0.201823) * a.z;
    s0 += FOUR(-0.122832, 0.12792, 0.190163, 0.122364) * a.w;
}
void c2_c1_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.000277948, 0.0956171, -0.00189094, -0.252264) * v.x;
    s0 += FOUR(0.185748, -0.146084, -0.0610525, 0.522457) * v.y;
    s0 += FOUR(0.0384158, 0.0563352, 0.0769694, -0.0933057) * v.z;
    s0 += FOUR(0.0810375, -0.0496652, 0.129537, 0.0924088) * v.w;
    s0 += FOUR(0.0105464, -0.0355863, 0.0798849, 0.231773) * a.x;
    s0 += FOUR(0.135628, 0.0101816, -0.0407084, -0.0107813) * a.y;
    s0 += FOUR(0.0535117, 0.0497751, 0.0278001, -0.0485549) * a.z;
    s0 += FOUR(0.0257785, -0.0110084, 0.0680805, 0.0727979) * a.w;
}
void c2_c1_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0555549, 0.347499, -0.135658, -0.0933175) * v.x;
    s0 += FOUR(-0.0730672, 0.0740562, -0.248737, 0.0635019) * v.y;
    s0 += FOUR(0.205791, -0.48796, 0.218591, -0.359803) * v.z;
    s0 += FOUR(0.455852, 0.573414, -0.0295489, 0.338738) * v.w;
    s0 += FOUR(0.100411, -0.298898, -0.0115715, 0.0247702) * a.x;
    s0 += FOUR(-0.0868597, 0.158532, -0.333924, 0.0569344) * a.y;
    s0 += FOUR(-0.134677, 0.226452, -0.342082, 0.0992332) * a.z;
    s0 += FOUR(0.425141, 0.146326, 0.0419786, 0.123102) * a.w;
}
void c2_c1_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.4129, -0.374839, 1.28602, 0.394488) * v.x;
    s0 += FOUR(-0.413822, 0.893599, -1.42057, 0.232639) * v.y;
    s0 += FOUR(-0.0103284, 0.528892, -0.854054, -0.748547) * v.z;
    s0 += FOUR(-1.06485, 0.263261, 0.0407402, 1.00418) * v.w;
    s0 += FOUR(-0.350651, 0.241541, -0.571426, -0.406604) * a.x;
    s0 += FOUR(0.114392, 0.37379, -0.753281, -0.0921215) * a.y;
    s0 += FOUR(0.609571, -0.212721, -0.122611, -0.255116) * a.z;
    s0 += FOUR(-0.582819, 0.397743, -0.218769, 0.2907) * a.w;
}
void c2_c1_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.333146, 0.44421, -0.170279, 0.448409) * v.x;
    s0 += FOUR(0.895152, -0.734378, -0.0116322, -0.445117) * v.y;
    s0 += FOUR(-0.101057, 0.00425563, 0.031994, 0.194337) * v.z;
    s0 += FOUR(0.138225, -0.100976, 0.110424, 0.174866) * v.w;
    s0 += FOUR(0.164506, -0.214625, 0.136853, -0.307536) * a.x;
    s0 += FOUR(0.255888, -0.219851, -0.214742, -0.143553) * a.y;
    s0 += FOUR(0.00577676, -0.108945, -0.0604608, -0.0557916) * a.z;
    s0 += FOUR(0.202519, -0.171625, 0.109688, 0.11822) * a.w;
}
void c2_c1_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0773639, 0.299684, -1.00225, -0.128472) * v.x;
    s0 += FOUR(-0.0403992, -0.0139013, -0.0449039, -0.0169146) * v.y;
    s0 += FOUR(-0.0762079, 0.186508, -0.478052, -0.0592383) * v.z;
    s0 += FOUR(0.516142, -0.556109, -0.275499, -0.642948) * v.w;
    s0 += FOUR(0.157071, -0.358741, 0.724334, -0.137845) * a.x;
    s0 += FOUR(-0.0629158, 0.0562933, -0.132685, 0.0355814) * a.y;
    s0 += FOUR(-0.0691036, 0.159379, -0.305862, -0.0168928) * a.z;
    s0 += FOUR(0.325199, -0.410921, 0.0596343, -0.343908) * a.w;
}
void c2_c1_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0181494, -0.409673, 0.290939, 0.433019) * v.x;
    s0 += FOUR(-0.0105562, 0.13591, -0.346663, -0.017025) * v.y;
    s0 += FOUR(0.105764, -0.124683, -0.131156, -0.0011189) * v.z;
    s0 += FOUR(0.291305, -0.571355, 0.0723149, -0.913283) * v.w;
    s0 += FOUR(-0.129619, 0.5769, 0.0452497, -0.0201191) * a.x;
    s0 += FOUR(0.0878211, -0.00546314, -0.162207, -0.0123436) * a.y;
    s0 += FOUR(0.138947, -0.1369, -0.126116, 0.0132619) * a.z;
    s0 += FOUR(-0.0098626, -0.0451142, -0.146713, -0.328238) * a.w;
}
void c2_c1_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.179399, -0.123687, 0.176439, 0.617428) * v.x;
    s0 += FOUR(0.165726, -0.135831, -0.139429, -0.0228495) * v.y;
    s0 += FOUR(0.0544462, -0.0826506, -0.0669258, 0.0284517) * v.z;
    s0 += FOUR(-0.0355057, -0.0420314, -0.050418, -0.14838) * v.w;
    s0 += FOUR(-0.0552172, 0.0672993, -0.0278625, -0.175826) * a.x;
    s0 += FOUR(0.126329, -0.12405, -0.12782, -0.0355991) * a.y;
    s0 += FOUR(-0.000367176, -0.0145761, -0.0796466, 0.0683493) * a.z;
    s0 += FOUR(-0.0431471, -0.0187228, -0.0277158, -0.0639536) * a.w;
}

// out, of c1
void out_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0369788, 0.0312355, 0.0544806, 0.0763776) * v.x;
    s0 += FOUR(0.0208024, 0.0266365, 0.0367355, 0.0096967) * v.y;
    s0 += FOUR(-0.00328309, -0.00496092, -0.0297652, -0.0819566) * v.z;
    s0 += FOUR(0.0173596, -0.0471204, 0.0225009, -0.0399832) * v.w;
    s0 += FOUR(0.0270058, 0.0214597, -0.0381078, -0.0549706) * a.x;
    s0 += FOUR(-0.0472853, -0.0501888, 0.02488, -0.0249238) * a.y;
    s0 += FOUR(-0.0612736, -0.00964451, -0.0275706, 0.00816889) * a.z;
    s0 += FOUR(0.0100016, 0.0111976, 0.0102701, 0.0119517) * a.w;
}

// c3, of c2
void c3_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.128355, 0.15033, -0.0503005, 0.172626) * v.x;
    s0 += FOUR(-0.0389073, 0.0536085, 0.130487, -0.113135) * v.y;
    s0 += FOUR(0.13472, -0.0965514, 0.0473455, -0.106899) * v.z;
    s0 += FOUR(-0.101496, 0.296072, -0.0724738, 0.0929692) * v.w;
    s0 += FOUR(-0.0225833, 0.0534202, -0.0816345, 0.0930551) * a.x;
    s0 += FOUR(0.0826485, 0.00566622, 0.0328341, -0.0202865) * a.y;
    s0 += FOUR(-0.123932, -0.039559, -0.0898876, 0.0531385) * a.z;
    s0 += FOUR(-0.116091, 0.232423, 0.0728966, -0.156369) * a.w;
}
void c3_c2_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.503287, 0.455231, -0.367481, 0.392413) * v.x;
    s0 += FOUR(-0.132297, 0.13045, 0.194614, -0.207262) * v.y;
    s0 += FOUR(-0.532025, 0.820034, 0.0209805, 0.00576498) * v.z;
    s0 += FOUR(-0.385347, 0.0536447, 0.0618652, -0.148926) * v.w;
    s0 += FOUR(0.0338731, -0.0115048, -0.00482847, 0.0567223) * a.x;
    s0 += FOUR(-0.149484, 0.159514, -0.120936, 0.0631226) * a.y;
    s0 += FOUR(0.659785, -0.758023, 0.213104, -0.230194) * a.z;
    s0 += FOUR(-0.246382, 0.0692197, 0.184086, -0.121158) * a.w;
}
void c3_c2_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.232964, 0.142395, -0.11414, 0.0924402) * v.x;
    s0 += FOUR(-0.0938891, 0.15972, 0.0145731, -0.0844703) * v.y;
    s0 += FOUR(-0.304829, -0.0575466, -0.0292602, 0.0340389) * v.z;
    s0 += FOUR(0.185835, -0.0344386, 0.0866764, -0.0234235) * v.w;
    s0 += FOUR(-0.0397517, 0.0503202, -0.0129352, 0.0195371) * a.x;
    s0 += FOUR(-0.0839923, -0.0315994, -0.0412861, 0.101749) * a.y;
    s0 += FOUR(0.432467, -0.120072, 0.0890768, -0.00459686) * a.z;
    s0 += FOUR(-0.006726, 0.0824547, -0.0555178, 0.124672) * a.w;
}
void c3_c2_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0127018, -0.555054, 0.0973965, -0.536165) * v.x;
    s0 += FOUR(-0.140382, -0.232998, -0.477743, 0.264585) * v.y;
    s0 += FOUR(-0.0272249, 0.120984, -0.108184, 0.325314) * v.z;
    s0 += FOUR(0.0694448, -0.0391448, 0.356327, -0.179528) * v.w;
    s0 += FOUR(0.0158785, 0.384358, 0.0582343, 0.143928) * a.x;
    s0 += FOUR(-0.230275, 0.092336, -0.145737, 0.116413) * a.y;
    s0 += FOUR(-0.0864411, -0.0666002, -0.101507, -0.174268) * a.z;
    s0 += FOUR(0.133321, -0.303078, -0.0391096, 0.391912) * a.w;
}
void c3_c2_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.499296, -0.480145, 0.204629, -0.196879) * v.x;
    s0 += FOUR(0.154389, -0.0501863, -0.724804, 0.669475) * v.y;
    s0 += FOUR(-0.786315, 0.975635, -1.09692, 1.17493) * v.z;
    s0 += FOUR(0.40855, -0.646023, -0.217065, -0.108203) * v.w;
    s0 += FOUR(0.420787, -0.653145, 0.585888, -0.690635) * a.x;
    s0 += FOUR(0.40008, 0.0256868, 0.273158, 0.0158822) * a.y;
    s0 += FOUR(0.590531, -0.532689, 0.572544, -0.0702921) * a.z;
    s0 += FOUR(0.343507, -0.234971, -0.107356, -0.246387) * a.w;
}
void c3_c2_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.187789, -0.0657751, -0.100048, 0.115144) * v.x;
    s0 += FOUR(0.450469, 0.13462, 0.155438, 0.379521) * v.y;
    s0 += FOUR(-0.506061, -0.0270079, -0.772802, -0.064557) * v.z;
    s0 += FOUR(-0.0506089, 0.261866, 0.229587, 0.0279156) * v.w;
    s0 += FOUR(-0.242049, 0.346038, -0.197329, 0.324781) * a.x;
    s0 += FOUR(-0.324478, -0.130272, -0.278973, -0.166432) * a.y;
    s0 += FOUR(0.494522, -0.129259, 0.591685, -0.135717) * a.z;
    s0 += FOUR(-0.136898, 0.130768, 0.077985, 0.013479) * a.w;
}
void c3_c2_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0168401, -0.0716664, -0.15078, -0.0646847) * v.x;
    s0 += FOUR(0.0243238, 0.182342, 0.14649, -0.182165) * v.y;
    s0 += FOUR(0.0158651, 0.0639995, 0.100694, -0.135678) * v.z;
    s0 += FOUR(-0.00181185, -0.162001, -0.0998155, 0.157698) * v.w;
    s0 += FOUR(-0.0492507, 0.0560873, 0.0154374, 0.198582) * a.x;
    s0 += FOUR(-0.0254231, -0.0372904, -0.0795498, -0.0502108) * a.y;
    s0 += FOUR(-0.00331813, 0.0489483, -0.0181968, 0.0592173) * a.z;
    s0 += FOUR(-0.0626188, 0.132954, -0.0693607, -0.0506178) * a.w;
}
void c3_c2_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.2014, 0.218673, -0.138564, 0.197655) * v.x;
    s0 += FOUR(-0.369707, 0.312756, 0.395445, -0.365367) * v.y;
    s0 += FOUR(-0.0485277, -0.0907907, 0.12549, -0.0758155) * v.z;
    s0 += FOUR(0.42373, -0.274848, -0.0887796, -0.0246864) * v.w;
    s0 += FOUR(0.0790865, -0.084474, -0.0515117, -0.190622) * a.x;
    s0 += FOUR(0.0113039, -0.0242928, 0.0872607, 0.192278) * a.y;
    s0 += FOUR(-0.131409, 0.14516, 0.111104, -0.273127) * a.z;
    s0 += FOUR(-0.187851, 0.142863, -0.0397036, 0.196063) * a.w;
}
void c3_c2_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0767158, 0.0867393, -0.0113718, 0.0701444) * v.x;
    s0 += FOUR(0.0317722, -0.105046, 0.17069, -0.0389212) * v.y;
    s0 += FOUR(0.130279, -0.0589007, -0.0924433, 0.0513263) * v.z;
    s0 += FOUR(-0.154347, 0.146753, 0.0855109, -0.0187638) * v.w;
    s0 += FOUR(0.0357132, 0.0159447, -0.0255712, 0.111005) * a.x;
    s0 += FOUR(-0.136084, 0.0937221, -0.17605, -0.0270581) * a.y;
    s0 += FOUR(-0.080302, 0.0445806, 0.141928, -0.0355963) * a.z;
    s0 += FOUR(-0.0347221, 0.000102088, -0.0871434, 0.0146567) * a.w;
}

// out, of c2
void out_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.057862, 0.0383916, 0.0681709, 0.0462237) * v.x;
    s0 += FOUR(0.0546633, 0.027871, 0.0569827, 0.0305441) * v.y;
    s0 += FOUR(-0.000667021, -0.00419974, 0.0523136, 0.00320058) * v.z;
    s0 += FOUR(-0.0234983, -0.0236774, -0.0084482, -0.0142159) * v.w;
    s0 += FOUR(0.0412966, -0.0427965, 0.0257114, -0.0416204) * a.x;
    s0 += FOUR(-0.0357738, 0.0230382, -0.0220782, 0.0218843) * a.y;
    s0 += FOUR(0.00826997, -0.00374321, -0.0196509, -0.0174433) * a.z;
    s0 += FOUR(0.00504368, 0.0176017, -0.0211321, -0.0348464) * a.w;
}

// out, of c3
void out_c3_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0449856, 0.14137, -0.038815, -0.0507709) * v.x;
    s0 += FOUR(-0.139705, 0.0470203, 0.0434601, 0.0434083) * v.y;
    s0 += FOUR(-0.0633923, -0.0356045, -0.0580475, 0.16286) * v.z;
    s0 += FOUR(0.0318888, 0.0522801, -0.150607, 0.0452249) * v.w;
    s0 += FOUR(0.0476867, -0.135267, 0.0293715, 0.0468044) * a.x;
    s0 += FOUR(-0.136811, 0.0424588, 0.051576, 0.0420982) * a.y;
    s0 += FOUR(0.0435171, 0.0419115, 0.0561469, -0.14732) * a.z;
    s0 += FOUR(0.04285, 0.0369941, -0.119313, 0.0426674) * a.w;
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
        sums[n] = FOUR(0.000322316, -0.00239965, -0.00358609, -0.000745607);
    }
    barrier();
    // c0
    for (int i = thread; i < 418; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 38u, uint(i) / 38u * 2u) - 3;
        FOUR s0_0 = FOUR(0.000307731, -0.000130697, 0.000160415, 0.0105646);
        FOUR s1_0 = FOUR(0.000307731, -0.000130697, 0.000160415, 0.0105646);
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
        FOUR s0_0 = FOUR(0.00131521, 0.0618502, 0.0459457, -0.0158361);
        FOUR s1_0 = FOUR(0.00131521, 0.0618502, 0.0459457, -0.0158361);
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
        FOUR s0_0 = FOUR(-0.0321326, 0.00889088, 0.1538, 0.00619271);
        FOUR s1_0 = FOUR(-0.0321326, 0.00889088, 0.1538, 0.00619271);
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
        FOUR s0_0 = FOUR(0.0567312, -0.0590219, 0.0674138, -0.0812928);
        FOUR s1_0 = FOUR(0.0567312, -0.0590219, 0.0674138, -0.0812928);
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
