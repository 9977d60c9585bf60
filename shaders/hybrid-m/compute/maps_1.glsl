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
    s0 += FOUR(-0.019596, -0.27876, -0.0141316, -0.0429909) * v;
}
void c0_luma_1_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0860095, -0.108631, 0.000450767, -0.0227731) * v;
}
void c0_luma_2_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0829109, 0.336279, 0.0522532, 0.0713729) * v;
}
void c0_luma_3_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.0629807, -0.168498, -0.0803216, 0.057062) * v;
}
void c0_luma_4_0(inout FOUR s0, ONE v) {
    s0 += FOUR(0.930417, -0.276418, -0.437845, -0.131706) * v;
}
void c0_luma_5_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0361746, 0.491578, -0.0811021, 0.106762) * v;
}
void c0_luma_6_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0731046, 0.107033, 0.535802, 0.0592683) * v;
}
void c0_luma_7_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.81434, 0.0802732, -0.149699, 0.474059) * v;
}
void c0_luma_8_0(inout FOUR s0, ONE v) {
    s0 += FOUR(-0.0620643, -0.188963, 0.0428636, -0.5211) * v;
}

// c1, of c0
void c1_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.112422, -0.228405, -0.0230005, -0.233301) * v.x;
    s0 += FOUR(0.00225002, 0.0412971, 0.0783428, 0.063789) * v.y;
    s0 += FOUR(-0.127921, 0.230702, 0.259807, -0.266552) * v.z;
    s0 += FOUR(-0.15409, -0.332074, -0.0967665, 0.0841196) * v.w;
    s0 += FOUR(-0.00969079, -0.0178759, -0.0932308, -0.00538452) * a.x;
    s0 += FOUR(0.0110607, -0.0236506, -0.0375149, -0.103545) * a.y;
    s0 += FOUR(-0.00437883, -0.00929457, 0.102012, -0.110698) * a.z;
    s0 += FOUR(0.0393658, 0.00313213, -0.167911, -0.198316) * a.w;
}
void c1_c0_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.186574, -0.753366, 0.204959, -0.0407492) * v.x;
    s0 += FOUR(0.0289467, 0.0792312, 0.123992, -0.268638) * v.y;
    s0 += FOUR(0.373505, -0.352431, -0.364684, 0.459265) * v.z;
    s0 += FOUR(0.0706497, 0.223734, 0.0912643, -0.545033) * v.w;
    s0 += FOUR(-0.0393207, -0.186488, -0.0625637, -0.296327) * a.x;
    s0 += FOUR(-0.0298206, -0.0745028, -0.0366238, -0.0149912) * a.y;
    s0 += FOUR(-0.0112053, 0.143197, -0.102356, 0.448013) * a.z;
    s0 += FOUR(0.130899, 0.0892275, -0.225801, 0.0114732) * a.w;
}
void c1_c0_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.577559, -0.014477, 0.0407527, 0.33258) * v.x;
    s0 += FOUR(-0.133068, 0.0333868, -0.0551115, 0.0121999) * v.y;
    s0 += FOUR(-0.600654, 0.209388, 0.00420593, -0.0500594) * v.z;
    s0 += FOUR(-0.0743319, -0.0652203, -0.00286113, 0.236833) * v.w;
    s0 += FOUR(-0.0272098, -0.00388922, -0.0526665, 0.0343283) * a.x;
    s0 += FOUR(-0.00562262, -0.0038699, -0.0900303, 0.0593623) * a.y;
    s0 += FOUR(0.0636632, 0.0562001, -0.186423, 0.238668) * a.z;
    s0 += FOUR(0.0234378, 0.039697, 0.385357, 0.0745808) * a.w;
}
void c1_c0_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.15285, -0.15715, 0.0221636, 0.343112) * v.x;
    s0 += FOUR(-0.0274877, -0.0854397, -0.195286, 0.354197) * v.y;
    s0 += FOUR(0.0658084, 0.189755, -0.136131, 0.138786) * v.z;
    s0 += FOUR(0.0552333, -0.162672, -0.18241, 0.195044) * v.w;
    s0 += FOUR(0.000400223, -0.0604904, 0.091002, -0.153055) * a.x;
    s0 += FOUR(0.00780315, 0.0558539, 0.138162, 0.121441) * a.y;
    s0 += FOUR(-0.00236048, 0.0111574, -0.0327635, 0.0495776) * a.z;
    s0 += FOUR(0.0197385, 0.0524827, 0.152946, 0.0744985) * a.w;
}
void c1_c0_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.239703, 0.339948, 0.0959223, -0.199194) * v.x;
    s0 += FOUR(0.641617, 0.140658, 0.0312811, 0.0275618) * v.y;
    s0 += FOUR(0.128992, 0.248658, -0.170157, 0.485266) * v.z;
    s0 += FOUR(0.032286, -0.18982, 0.247502, -0.145015) * v.w;
    s0 += FOUR(-0.00747449, 0.0156178, -0.16459, 0.09129) * a.x;
    s0 += FOUR(0.0917016, 0.114291, 0.0399553, 0.193176) * a.y;
    s0 += FOUR(0.011221, 0.134586, 0.416499, 0.371054) * a.z;
    s0 += FOUR(-0.0374128, 0.00447822, 0.0988249, -0.0150482) * a.w;
}
void c1_c0_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00408706, 0.0879242, -0.190907, 0.154556) * v.x;
    s0 += FOUR(0.0769881, 0.0180545, -0.141676, 0.0219291) * v.y;
    s0 += FOUR(-0.361763, 0.158146, 0.12242, 0.0297999) * v.z;
    s0 += FOUR(-0.0460121, -0.0872365, -0.313421, 0.12392) * v.w;
    s0 += FOUR(0.0388669, -0.0171671, 0.0891755, -0.0870436) * a.x;
    s0 += FOUR(0.0129249, 0.0103175, -0.0822408, 0.0540138) * a.y;
    s0 += FOUR(-0.0307338, 0.0221402, -0.356661, 0.102083) * a.z;
    s0 += FOUR(-0.0162576, -0.0382194, -0.111801, -0.0794894) * a.w;
}
void c1_c0_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0504581, -0.0304724, -0.0334533, -0.0320266) * v.x;
    s0 += FOUR(-0.12088, 0.482465, 0.155192, -0.182906) * v.y;
    s0 += FOUR(0.0366673, -0.0802351, -0.16032, 0.0608646) * v.z;
    s0 += FOUR(-0.249434, 0.0276804, 0.113203, -0.104831) * v.w;
    s0 += FOUR(0.00236769, 0.0107868, 0.192428, -0.0369262) * a.x;
    s0 += FOUR(-0.028692, 0.0499511, -0.261539, 0.185058) * a.y;
    s0 += FOUR(0.00513678, -0.00382268, 0.0038093, 0.0310757) * a.z;
    s0 += FOUR(-0.0190995, -0.00109745, -0.304735, 0.0377032) * a.w;
}
void c1_c0_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.190707, -0.20179, -0.024694, 0.0960478) * v.x;
    s0 += FOUR(0.134476, 0.154884, 0.126509, -0.184782) * v.y;
    s0 += FOUR(0.169208, -0.235497, -0.0387818, 0.179563) * v.z;
    s0 += FOUR(0.0579797, -0.00821384, 0.0602648, -0.130702) * v.w;
    s0 += FOUR(0.000235192, -0.0034845, -0.0266523, -0.0571319) * a.x;
    s0 += FOUR(-0.00871402, 0.0013842, 0.166567, 0.0166995) * a.y;
    s0 += FOUR(-0.0252722, -0.0126054, -0.317204, 0.0149168) * a.z;
    s0 += FOUR(0.0152883, 0.0283308, 0.212253, 0.0164232) * a.w;
}
void c1_c0_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0603327, 0.00550357, 0.0481805, 0.0398399) * v.x;
    s0 += FOUR(0.0198609, -0.147676, 0.0744547, 0.0967586) * v.y;
    s0 += FOUR(-0.0166958, -0.172577, 0.235261, -0.0185686) * v.z;
    s0 += FOUR(-0.0349826, 0.0117548, -0.0713816, -0.0319156) * v.w;
    s0 += FOUR(-0.00439286, 0.00431053, -0.0585919, 0.0592812) * a.x;
    s0 += FOUR(-0.00130269, 0.0135088, -0.248472, 0.019156) * a.y;
    s0 += FOUR(-0.0229923, 0.00395834, 0.000549868, 0.0695277) * a.z;
    s0 += FOUR(-0.0032202, -0.0131238, 0.0763348, -0.115604) * a.w;
}

// out, of c0
void out_c0_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.125972, 0.156104, 0.126241, 0.16814) * v.x;
    s0 += FOUR(-0.0473116, -0.22556, -0.0285532, -0.157223) * v.y;
    s0 += FOUR(0.0100463, 0.0223252, 0.0240094, 0.0396508) * v.z;
    s0 += FOUR(0.0863293, 0.14076, 0.0156384, 0.164151) * v.w;
    s0 += FOUR(-0.0318738, -0.0229425, 0.0525288, 0.0761088) * a.x;
    s0 += FOUR(0.0108556, 0.00127553, -0.0124906, -0.0126493) * a.y;
    s0 += FOUR(-0.00669933, -0.0126599, 0.037321, -0.00918645) * a.z;
    s0 += FOUR(-0.00335536, -0.0141027, -0.00283937, 0.00558557) * a.w;
}

// c2, of c1
void c2_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.105753, 0.238151, 0.00272858, 0.133931) * v.x;
    s0 += FOUR(0.106105, 0.178215, 0.00405119, -0.0430003) * v.y;
    s0 += FOUR(-0.0926197, -0.200057, -0.00903464, 0.0175855) * v.z;
    s0 += FOUR(0.0394498, -0.058192, 0.00810366, -0.0243636) * v.w;
    s0 += FOUR(0.0871226, 0.116194, -0.00385129, -0.0077624) * a.x;
    s0 += FOUR(-0.000106625, 0.00116691, 0.00609083, 0.00389978) * a.y;
    s0 += FOUR(-0.0207293, -0.225749, -0.0152466, 0.0191087) * a.z;
    s0 += FOUR(-0.0492691, 0.0429997, -0.0137968, -0.00434129) * a.w;
}
void c2_c1_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0500879, 0.288689, -0.140743, -0.114888) * v.x;
    s0 += FOUR(-0.193999, -0.342239, 0.0297208, 0.173344) * v.y;
    s0 += FOUR(-0.427644, -0.275854, 0.0148415, 0.00284325) * v.z;
    s0 += FOUR(-0.505436, -0.420522, -0.0104605, -0.0520277) * v.w;
    s0 += FOUR(0.102369, 0.272528, 0.00271288, -0.00574541) * a.x;
    s0 += FOUR(-0.156642, -0.126934, 0.00119851, 0.00468933) * a.y;
    s0 += FOUR(-0.0965754, -0.116461, 0.00284298, -0.011426) * a.z;
    s0 += FOUR(0.113298, -0.219768, -0.00684869, 0.0177919) * a.w;
}
void c2_c1_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0392574, -0.010493, 0.00685561, 0.016115) * v.x;
    s0 += FOUR(-0.102922, 0.386529, -0.164151, -0.133116) * v.y;
    s0 += FOUR(-0.0353144, 0.0332815, 0.00147274, -0.013535) * v.z;
    s0 += FOUR(-0.0851373, 0.187155, 0.0634767, 0.0584029) * v.w;
    s0 += FOUR(0.0928159, -0.0131555, 0.00079525, -0.00746634) * a.x;
    s0 += FOUR(0.130058, 0.0641617, -0.0219258, 0.0138895) * a.y;
    s0 += FOUR(-0.0786493, -0.067835, 0.0101793, -0.0306116) * a.z;
    s0 += FOUR(-0.0682629, -0.0225792, 0.00431192, 0.0176585) * a.w;
}
void c2_c1_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.262877, -0.393532, -0.7862, 0.345158) * v.x;
    s0 += FOUR(-0.0742435, -0.050407, 0.100044, -0.0429714) * v.y;
    s0 += FOUR(-0.175279, 0.174507, 0.038197, 0.0550553) * v.z;
    s0 += FOUR(0.11667, 0.0788498, 0.00346679, 0.0177221) * v.w;
    s0 += FOUR(0.0667675, 0.661663, 0.014264, 0.0542042) * a.x;
    s0 += FOUR(0.0458855, -0.0778501, -0.00385401, 0.0137787) * a.y;
    s0 += FOUR(-0.24627, -0.220505, -0.00425178, 0.0308003) * a.z;
    s0 += FOUR(0.0649885, -0.0337734, 0.0481954, -0.0245689) * a.w;
}
void c2_c1_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.147898, -0.278357, 0.302491, 0.294391) * v.x;
    s0 += FOUR(0.106344, 0.0519632, -0.612722, -0.887059) * v.y;
    s0 += FOUR(0.179418, 0.181582, 0.0684962, 0.0530534) * v.z;
    s0 += FOUR(0.342153, -0.706459, 0.260664, 0.142862) * v.w;
    s0 += FOUR(-0.226155, 0.102705, 0.0167836, -0.00401738) * a.x;
    s0 += FOUR(0.21102, -0.0927251, -0.0697892, -0.106299) * a.y;
    s0 += FOUR(-0.0282878, -0.213671, 0.000333946, -0.0380796) * a.z;
    s0 += FOUR(0.311065, 0.248525, 0.0529931, 0.0490946) * a.w;
}
void c2_c1_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0552876, 0.0819228, 0.00615781, -0.000647747) * v.x;
    s0 += FOUR(0.405935, -0.0208348, 0.055, -0.000880755) * v.y;
    s0 += FOUR(0.131279, 0.019389, 0.0242555, 0.0344465) * v.z;
    s0 += FOUR(0.107419, 0.124801, 0.0195087, 0.037927) * v.w;
    s0 += FOUR(-0.0842763, -0.0049617, -0.00243527, -0.000846369) * a.x;
    s0 += FOUR(-0.0870516, 0.0520969, 0.00774717, 0.0139018) * a.y;
    s0 += FOUR(-0.0672331, -0.0889306, 0.00478487, 0.0322084) * a.z;
    s0 += FOUR(0.39417, -0.11594, -0.04128, -0.0163056) * a.w;
}
void c2_c1_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0829804, -0.309573, -0.0196341, 0.120696) * v.x;
    s0 += FOUR(0.0500866, -0.0834612, -0.0888733, 0.0496671) * v.y;
    s0 += FOUR(0.0564335, 0.152594, -0.0148456, 0.0104991) * v.z;
    s0 += FOUR(-0.0502768, 0.171982, -0.0285431, 0.0432579) * v.w;
    s0 += FOUR(-0.0826732, 0.142062, -0.0402009, 0.0175229) * a.x;
    s0 += FOUR(-0.0770349, -0.0363216, 0.0179778, -0.0131768) * a.y;
    s0 += FOUR(-0.142932, -0.0790978, 0.00669276, 0.0225006) * a.z;
    s0 += FOUR(0.0512154, 0.00710605, 0.0102494, -0.0156379) * a.w;
}
void c2_c1_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0538994, 0.234414, -0.0603059, -0.0670516) * v.x;
    s0 += FOUR(-0.0173167, 0.129192, -0.0525114, 0.0153388) * v.y;
    s0 += FOUR(0.156193, 0.100527, 0.00698191, -0.00640367) * v.z;
    s0 += FOUR(0.168078, 0.0609464, 0.0168907, 0.0345699) * v.w;
    s0 += FOUR(-0.241271, 0.0383472, 0.00997961, 0.00542752) * a.x;
    s0 += FOUR(0.0729412, -0.0356229, -0.0109996, 0.00446067) * a.y;
    s0 += FOUR(0.053094, -0.0531676, 0.00293925, 0.00602125) * a.z;
    s0 += FOUR(-0.124049, 0.0339675, 0.0269571, 0.0196669) * a.w;
}
void c2_c1_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.000820767, -0.0815047, -0.00266612, -0.0306975) * v.x;
    s0 += FOUR(0.167245, 0.0145024, 0.0833679, 0.0894107) * v.y;
    s0 += FOUR(0.0856369, 0.0730568, 0.00789787, -0.010158) * v.z;
    s0 += FOUR(0.375903, 0.0892556, -0.0376512, 0.0054444) * v.w;
    s0 += FOUR(-0.0728344, 0.0522506, 0.000374621, -0.00584341) * a.x;
    s0 += FOUR(-0.0139483, 0.00811747, -0.000706986, -0.00522594) * a.y;
    s0 += FOUR(0.0256745, -0.0649958, 0.000982501, -0.0045564) * a.z;
    s0 += FOUR(-0.108466, 0.111511, 0.0261533, -0.00733731) * a.w;
}

// out, of c1
void out_c1_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0140095, 0.0252205, -0.0364649, 0.00186139) * v.x;
    s0 += FOUR(0.216203, 0.217526, 0.0715316, 0.126025) * v.y;
    s0 += FOUR(-0.00489731, -0.000984742, 0.0122144, -0.0117093) * v.z;
    s0 += FOUR(-0.0555182, -0.0555781, -0.0153687, -0.0313702) * v.w;
    s0 += FOUR(-0.00508278, 0.0307787, -0.0222903, 0.00304812) * a.x;
    s0 += FOUR(0.0162506, -0.00158714, 0.00467761, -0.0178687) * a.y;
    s0 += FOUR(0.0160284, 0.00723412, -0.0056193, -0.0230484) * a.z;
    s0 += FOUR(-0.0124466, -0.00528154, 0.0223857, -0.00233007) * a.w;
}

// c3, of c2
void c3_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00467714, -0.0765974, 0.00837543, -0.122236) * v.x;
    s0 += FOUR(0.0153117, -0.0315234, 0.0451947, -0.0602884) * v.y;
    s0 += FOUR(-0.0102907, -0.0180005, -0.0253522, 0.0859236) * v.z;
    s0 += FOUR(-0.0111833, 0.0332184, 0.0848612, -0.00685235) * v.w;
    s0 += FOUR(0.00975472, 0.135542, -0.0211821, 0.0600278) * a.x;
    s0 += FOUR(0.0339186, 0.121049, -0.0249125, -0.0478909) * a.y;
    s0 += FOUR(-0.0222005, -0.0202787, 0.0239092, 0.0219637) * a.z;
    s0 += FOUR(-0.0112331, -0.0228152, 0.0158108, -0.0133162) * a.w;
}
void c3_c2_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0552001, -0.07229, -0.0891302, 0.104487) * v.x;
    s0 += FOUR(-0.0769345, -0.0895257, 0.0261381, -0.131009) * v.y;
    s0 += FOUR(-0.0245855, 0.0935232, -0.0259183, 0.373783) * v.z;
    s0 += FOUR(-0.0185723, -0.102108, -0.0241736, 0.000798516) * v.w;
    s0 += FOUR(-0.0291453, 0.00783524, -0.0179556, 0.0792526) * a.x;
    s0 += FOUR(0.095229, 0.0687488, 0.0385508, -0.0946361) * a.y;
    s0 += FOUR(-0.0729417, 0.0355775, 0.0143378, 0.248516) * a.z;
    s0 += FOUR(0.00292599, 0.0349513, -0.0248802, 0.134234) * a.w;
}
void c3_c2_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0116652, -0.0843296, -0.0543895, -0.0162567) * v.x;
    s0 += FOUR(-0.0240485, 0.0265315, 0.0180867, -0.130747) * v.y;
    s0 += FOUR(0.243802, 0.0604931, 0.0559357, -0.20248) * v.z;
    s0 += FOUR(0.0124651, -0.00517352, -0.0498419, 0.0284382) * v.w;
    s0 += FOUR(0.0372338, 0.0509952, 0.029178, 0.0490622) * a.x;
    s0 += FOUR(0.0371564, 0.0897653, 0.0660969, 0.0570411) * a.y;
    s0 += FOUR(0.0154444, 0.166147, -0.0982225, 0.114067) * a.z;
    s0 += FOUR(-0.0091338, 0.0145677, -0.0295654, -0.0870287) * a.w;
}
void c3_c2_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0663398, -0.226855, -0.0879854, -0.204336) * v.x;
    s0 += FOUR(0.0468773, 0.063448, 0.0466669, -0.127691) * v.y;
    s0 += FOUR(-0.0173942, 0.0186147, 0.0410008, -0.0524064) * v.z;
    s0 += FOUR(0.0411098, -0.111447, -0.0228616, -0.0488803) * v.w;
    s0 += FOUR(0.0551, 0.000160784, -0.00385216, 0.0213976) * a.x;
    s0 += FOUR(-0.0264952, 0.115944, -0.0443182, 0.0557016) * a.y;
    s0 += FOUR(0.00491382, -0.0122105, -0.00316848, -0.0273983) * a.z;
    s0 += FOUR(-0.0233726, -0.0278115, -0.0188044, 0.00959103) * a.w;
}
void c3_c2_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.119783, -0.266304, -0.335282, 0.394609) * v.x;
    s0 += FOUR(0.00719977, 0.162384, -0.00720034, 0.00350364) * v.y;
    s0 += FOUR(-0.835457, -0.473913, -0.225567, 0.025985) * v.z;
    s0 += FOUR(-0.613204, -0.414768, -0.539763, -0.086825) * v.w;
    s0 += FOUR(0.0661108, 0.0984063, -0.015512, -0.243544) * a.x;
    s0 += FOUR(0.13187, -0.197501, 0.0328716, -0.222296) * a.y;
    s0 += FOUR(-0.875114, 0.0563557, 0.242386, 0.151013) * a.z;
    s0 += FOUR(-0.541933, 0.24655, 0.0789596, 0.195117) * a.w;
}
void c3_c2_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00309812, -0.010397, -0.148181, 0.106376) * v.x;
    s0 += FOUR(-0.157816, -0.00181665, 0.022775, -0.197661) * v.y;
    s0 += FOUR(0.396435, 0.101945, 0.159666, -0.271073) * v.z;
    s0 += FOUR(0.0229002, -0.0265806, -0.198804, -0.023288) * v.w;
    s0 += FOUR(0.0875555, 0.0455516, 0.0979803, -0.0783467) * a.x;
    s0 += FOUR(0.0910613, 0.0236456, 0.118451, -0.0147389) * a.y;
    s0 += FOUR(-0.660533, 0.180145, -0.025742, -0.476068) * a.z;
    s0 += FOUR(-0.0507128, 0.0663857, -0.21985, -0.0946839) * a.w;
}
void c3_c2_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0600987, 0.0230438, -0.100796, 0.0809423) * v.x;
    s0 += FOUR(-0.00330807, -0.103441, -0.0046418, -0.144732) * v.y;
    s0 += FOUR(-0.000746707, 0.0423436, -0.000253393, 0.0364069) * v.z;
    s0 += FOUR(0.0662864, -0.0572734, 0.0832828, -0.043032) * v.w;
    s0 += FOUR(0.0403633, 0.0680826, -0.0679094, -0.0256976) * a.x;
    s0 += FOUR(0.129992, 0.133798, 0.0300223, -0.0420118) * a.y;
    s0 += FOUR(-0.0144446, 0.0068293, 0.0283153, 0.00774255) * a.z;
    s0 += FOUR(-0.00230421, -0.0149871, -0.012404, 0.0754896) * a.w;
}
void c3_c2_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0703055, 0.195231, -0.0393058, 0.0626601) * v.x;
    s0 += FOUR(-0.273796, -0.220101, 0.262216, -0.328403) * v.y;
    s0 += FOUR(-0.0467553, -0.102541, 0.116175, -0.0384796) * v.z;
    s0 += FOUR(0.67906, 0.365318, 0.184822, -0.340078) * v.w;
    s0 += FOUR(0.15178, 0.0712319, -0.0378257, 0.242885) * a.x;
    s0 += FOUR(0.175726, 0.0381294, -0.183023, -0.184427) * a.y;
    s0 += FOUR(-0.0534829, -0.0826195, 0.0510618, -0.0593079) * a.z;
    s0 += FOUR(-0.828494, -0.27787, 0.300692, -0.0341685) * a.w;
}
void c3_c2_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0109764, -0.00550895, -0.0189851, 0.0086395) * v.x;
    s0 += FOUR(0.153574, -0.119404, -0.194738, -0.0355521) * v.y;
    s0 += FOUR(-0.0290549, -0.0883684, 0.144375, -0.0440547) * v.z;
    s0 += FOUR(0.132062, 0.157679, -0.11867, -0.0745685) * v.w;
    s0 += FOUR(0.0489784, 0.0356545, 0.0510277, 0.0531592) * a.x;
    s0 += FOUR(0.109506, -0.0750787, 0.157197, 0.118941) * a.y;
    s0 += FOUR(0.00228148, -0.037087, 0.020388, -0.219983) * a.z;
    s0 += FOUR(-0.113702, -0.0101331, -0.167132, -0.0361062) * a.w;
}

// out, of c2
void out_c2_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00899254, -0.0134241, 0.00990191, 0.00673007) * v.x;
    s0 += FOUR(-0.00239155, -0.00930767, 0.00750618, 0.00546124) * v.y;
    s0 += FOUR(0.045851, 0.0170096, -0.0406057, -0.0532088) * v.z;
    s0 += FOUR(0.0600853, 0.00588175, 0.023733, 0.00956727) * v.w;
    s0 += FOUR(0.00568705, 0.00631241, -0.0142786, -0.00647788) * a.x;
    s0 += FOUR(0.000303191, 0.0061711, -0.00407973, -0.0050127) * a.y;
    s0 += FOUR(0.0573422, -0.033978, 0.0312994, -0.0311976) * a.z;
    s0 += FOUR(0.0491322, 0.0294772, -0.016984, -0.00756521) * a.w;
}

// out, of c3
void out_c3_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0115903, -0.0212297, -0.0045148, -0.0642021) * v.x;
    s0 += FOUR(0.0156842, -0.0324063, 0.0430252, -0.00786257) * v.y;
    s0 += FOUR(0.0226868, 0.00654647, -0.0154803, -0.022143) * v.z;
    s0 += FOUR(0.0155745, -0.006474, -0.0124937, -0.0148879) * v.w;
    s0 += FOUR(-0.0160086, -0.0326129, -0.0168458, -0.0451989) * a.x;
    s0 += FOUR(-0.000684681, 0.0563299, -0.0490342, -0.0103537) * a.y;
    s0 += FOUR(-0.012158, -0.0555394, 0.0500377, 0.0116175) * a.z;
    s0 += FOUR(-0.00831694, 0.00405117, -0.0040373, 0.0129517) * a.w;
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
        sums[n] = FOUR(0.00598168, 0.0100981, 0.000192354, 0.0104767);
    }
    barrier();
    // c0
    for (int i = thread; i < busy * 418; i += THREADS) {
        ivec2 at = ivec2(uint(i) % 38u, uint(i) / 38u * 2u) - 3;
        FOUR s0_0 = FOUR(-0.00312397, 0.00873684, -0.0632174, -0.0144668);
        FOUR s1_0 = FOUR(-0.00312397, 0.00873684, -0.0632174, -0.0144668);
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
        FOUR s0_0 = FOUR(-0.0255234, -0.0386762, 0.0135247, -0.00151671);
        FOUR s1_0 = FOUR(-0.0255234, -0.0386762, 0.0135247, -0.00151671);
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
        FOUR s0_0 = FOUR(0.0277494, -0.0451217, -0.00951083, -0.0116403);
        FOUR s1_0 = FOUR(0.0277494, -0.0451217, -0.00951083, -0.0116403);
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
        FOUR s0_0 = FOUR(-0.0205435, -0.0189361, 0.0358463, -0.0520681);
        FOUR s1_0 = FOUR(-0.0205435, -0.0189361, 0.0358463, -0.0520681);
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
