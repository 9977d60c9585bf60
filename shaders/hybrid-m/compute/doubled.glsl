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
    s0 += FOUR(-0.0291829, 0.160907, -0.521376, -0.154201) * v.x;
    s0 += FOUR(0.0508023, 0.0838721, -0.385772, 0.22201) * v.y;
    s0 += FOUR(0.0431162, -0.0968981, 0.103791, -0.077068) * v.z;
    s0 += FOUR(-0.09337, -0.0320526, -0.297292, -0.043474) * v.w;
    s0 += FOUR(0.0315782, -0.15074, 0.491234, 0.0801439) * a.x;
    s0 += FOUR(-0.122726, -0.114795, 0.419259, -0.214508) * a.y;
    s0 += FOUR(-0.0422658, 0.0286976, 0.0364345, 0.0216902) * a.z;
    s0 += FOUR(0.00710003, 0.0406658, -0.276498, 0.0239519) * a.w;
}
void c4_c3_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.34921, 0.175539, -0.642727, 0.145081) * v.x;
    s0 += FOUR(-0.269144, -0.0326145, -0.0653022, 0.102774) * v.y;
    s0 += FOUR(-0.296227, 0.0503387, -0.00389472, -0.0684809) * v.z;
    s0 += FOUR(0.242109, 0.114469, -0.273153, -0.0536977) * v.w;
    s0 += FOUR(-0.488902, -0.155225, 0.642511, -0.19426) * a.x;
    s0 += FOUR(0.16287, 0.0794482, -0.169237, -0.0584405) * a.y;
    s0 += FOUR(0.140263, 0.0795487, -0.113559, 0.112584) * a.z;
    s0 += FOUR(0.0303202, -0.155848, 0.125056, -0.10047) * a.w;
}
void c4_c3_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0648557, -0.0348902, 0.152734, 0.0963941) * v.x;
    s0 += FOUR(-0.0582904, 0.132519, -0.19904, 0.137051) * v.y;
    s0 += FOUR(0.04155, -0.000728223, -0.0603107, -0.0721902) * v.z;
    s0 += FOUR(-0.0356714, -0.0324105, -0.0887044, -0.234695) * v.w;
    s0 += FOUR(-0.057087, -0.00829764, -0.0418273, -0.10323) * a.x;
    s0 += FOUR(0.109089, -0.0696201, 0.110638, -0.0422521) * a.y;
    s0 += FOUR(-0.00656248, -0.0174247, -0.0453465, -0.0525557) * a.z;
    s0 += FOUR(-0.0551678, -0.0913219, -0.108623, 0.00215385) * a.w;
}
void c4_c3_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.237514, 0.0808238, -0.463436, -0.05448) * v.x;
    s0 += FOUR(-0.0534443, -0.051488, -0.0882248, 0.179089) * v.y;
    s0 += FOUR(0.0547029, 0.0719044, -0.250786, -0.0789434) * v.z;
    s0 += FOUR(-0.0516262, 0.0640717, -0.158764, 0.216521) * v.w;
    s0 += FOUR(-0.172984, 0.0510922, 0.313698, -0.0246716) * a.x;
    s0 += FOUR(0.00337716, 0.0735331, 0.0129979, -0.137927) * a.y;
    s0 += FOUR(0.000224173, 0.0211044, -0.152954, 0.0624407) * a.z;
    s0 += FOUR(-0.00387247, 0.0197191, -0.138056, 0.108191) * a.w;
}
void c4_c3_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(1.29235, 0.0769857, -0.357532, -0.968423) * v.x;
    s0 += FOUR(-0.175105, 0.375027, -0.0912581, 0.172769) * v.y;
    s0 += FOUR(0.182223, 0.643753, 0.0210568, 0.415943) * v.z;
    s0 += FOUR(-0.325486, -0.639566, -0.542291, -0.0908214) * v.w;
    s0 += FOUR(-0.530947, 0.447727, 0.397279, 1.03287) * a.x;
    s0 += FOUR(-0.0730244, -0.404544, 0.252471, -0.259558) * a.y;
    s0 += FOUR(-0.0820236, -0.568825, -0.0862632, 0.167361) * a.z;
    s0 += FOUR(-0.109535, -0.209697, -0.445589, 0.250001) * a.w;
}
void c4_c3_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.180141, -0.274902, 0.190598, -0.131112) * v.x;
    s0 += FOUR(-0.0434479, 0.169598, -0.119049, 0.224567) * v.y;
    s0 += FOUR(-0.0895319, 0.172695, -0.0264487, 0.128051) * v.z;
    s0 += FOUR(0.137854, -0.216499, -0.139758, -0.0740177) * v.w;
    s0 += FOUR(-0.209869, 0.376206, -0.103922, 0.111558) * a.x;
    s0 += FOUR(-0.0569925, -0.023128, 0.0832873, -0.0178101) * a.y;
    s0 += FOUR(0.0333115, -0.0188873, -0.0739539, 0.0800267) * a.z;
    s0 += FOUR(0.00635432, -0.0295788, -0.0568862, -0.0636855) * a.w;
}
void c4_c3_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.114927, -0.306401, -0.0959599, -0.072445) * v.x;
    s0 += FOUR(-0.0176141, -0.014837, -0.0660239, 0.0485193) * v.y;
    s0 += FOUR(-0.0417547, -0.170213, -0.143883, 0.0101053) * v.z;
    s0 += FOUR(-0.00864506, -0.0219144, -0.0849788, -0.0287289) * v.w;
    s0 += FOUR(-0.146832, 0.311705, 0.130129, 0.0430619) * a.x;
    s0 += FOUR(0.0111789, 0.0865645, 0.0210281, -0.0254996) * a.y;
    s0 += FOUR(-0.0372824, -0.0345072, -0.0642959, 0.0582361) * a.z;
    s0 += FOUR(0.0479428, -0.0164149, -0.0394582, -0.0461277) * a.w;
}
void c4_c3_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0653861, -0.280778, 0.0245903, 0.0349656) * v.x;
    s0 += FOUR(0.015113, -0.0900707, 0.0263096, -0.0442601) * v.y;
    s0 += FOUR(-0.0154087, -0.184096, -0.110422, -0.294866) * v.z;
    s0 += FOUR(-0.0585078, 0.222531, 0.0254153, 0.187651) * v.w;
    s0 += FOUR(0.0431905, 0.306223, 0.0125814, -0.0886962) * a.x;
    s0 += FOUR(0.0065725, 0.0486739, 0.0388908, -0.100996) * a.y;
    s0 += FOUR(-0.0276212, -0.0603902, -0.0546701, -0.045108) * a.z;
    s0 += FOUR(-0.00243451, -0.0979479, -0.00272185, 0.130039) * a.w;
}
void c4_c3_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00354576, -0.18183, -0.0584274, -0.105435) * v.x;
    s0 += FOUR(-0.0205291, -0.0973658, 0.0531899, 0.0437799) * v.y;
    s0 += FOUR(0.096631, -0.131522, 0.0485506, -0.159927) * v.z;
    s0 += FOUR(-0.0360625, -0.0198054, 0.0261222, 0.0197214) * v.w;
    s0 += FOUR(0.0379262, 0.210805, 0.0360356, 0.0847881) * a.x;
    s0 += FOUR(0.0247268, 0.0209895, -0.0122901, -0.104214) * a.y;
    s0 += FOUR(0.0743428, -0.0810336, -0.0218929, -0.0719262) * a.z;
    s0 += FOUR(-0.020954, 0.0577272, 0.0325382, 0.132102) * a.w;
}

// c5, of c4
void c5_c4_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.149346, -0.0210747, 0.0501274, 0.0757908) * v.x;
    s0 += FOUR(0.0140089, -0.0948001, -0.0776906, 0.0941186) * v.y;
    s0 += FOUR(0.0387453, 0.0240164, 0.0257076, -0.0161099) * v.z;
    s0 += FOUR(0.0791763, 0.0563938, -0.05812, 0.129147) * v.w;
    s0 += FOUR(0.0376419, -0.0166906, -0.09035, -0.0371766) * a.x;
    s0 += FOUR(0.000344407, 0.0229437, 0.0601134, -0.077793) * a.y;
    s0 += FOUR(-0.010151, 0.00131116, -0.00104646, -0.0185395) * a.z;
    s0 += FOUR(0.121905, 0.0289365, 0.0450695, -0.13056) * a.w;
}
void c5_c4_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.123869, -0.0482646, -0.0413589, -0.0637477) * v.x;
    s0 += FOUR(0.156618, 0.39114, -0.0252851, 0.162908) * v.y;
    s0 += FOUR(0.0898736, 0.0776869, 0.0829366, -0.0513798) * v.z;
    s0 += FOUR(-0.0920463, -0.142587, 0.0191551, -0.0510391) * v.w;
    s0 += FOUR(-0.121654, 0.0842686, -0.0519314, 0.140533) * a.x;
    s0 += FOUR(0.132741, 0.0153445, 0.0361638, -0.147295) * a.y;
    s0 += FOUR(0.060325, 0.0362166, 0.0640803, -0.104052) * a.z;
    s0 += FOUR(-0.0517173, 0.166332, -0.059287, 0.210421) * a.w;
}
void c5_c4_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0188932, 0.0157984, 0.0246231, -0.0314586) * v.x;
    s0 += FOUR(-0.00594023, 0.00709285, -0.0869441, 0.109652) * v.y;
    s0 += FOUR(-0.00738249, -0.0260893, 0.0299141, -0.0859156) * v.z;
    s0 += FOUR(-0.0587277, -0.0366999, 0.131016, -0.111607) * v.w;
    s0 += FOUR(0.0505761, -0.0226718, -0.0336015, -0.0017738) * a.x;
    s0 += FOUR(-0.0305644, 0.0119829, 0.0177368, -0.0774025) * a.y;
    s0 += FOUR(0.0306471, 0.00849972, -0.00132314, -0.0172813) * a.z;
    s0 += FOUR(0.0541627, -0.0706836, -0.0827004, -0.0136555) * a.w;
}
void c5_c4_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.113763, 0.0879717, -0.182374, 0.179364) * v.x;
    s0 += FOUR(-0.012073, 0.0241362, -0.174106, 0.083066) * v.y;
    s0 += FOUR(-0.0742731, -0.099595, -0.03646, -0.119195) * v.z;
    s0 += FOUR(-0.0206069, 0.0562032, 0.307054, 0.194203) * v.w;
    s0 += FOUR(-0.191155, -0.135141, 0.132327, -0.0148802) * a.x;
    s0 += FOUR(-0.0558296, 0.0376018, 0.0647559, -0.0333886) * a.y;
    s0 += FOUR(0.0313221, -0.0356869, 0.0154974, -0.0840405) * a.z;
    s0 += FOUR(-0.112203, 0.00587505, -0.228683, 0.146999) * a.w;
}
void c5_c4_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.734455, 0.794985, -0.276399, 0.161519) * v.x;
    s0 += FOUR(0.398685, -0.245331, 0.731574, -1.01193) * v.y;
    s0 += FOUR(-0.534332, -0.154832, 0.0186534, 0.240424) * v.z;
    s0 += FOUR(-0.294137, 0.047438, -0.429116, 0.357442) * v.w;
    s0 += FOUR(-0.272223, -0.375728, 0.192354, 0.0344713) * a.x;
    s0 += FOUR(-0.0806135, -0.0502474, -0.137962, 0.192851) * a.y;
    s0 += FOUR(-0.319309, -0.0718151, 0.0406524, 0.200541) * a.z;
    s0 += FOUR(0.177701, -0.149809, 0.144526, 0.205317) * a.w;
}
void c5_c4_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0662123, 0.190689, 0.0472418, -0.0115734) * v.x;
    s0 += FOUR(-0.00903195, 0.0194107, 0.0106141, -0.0220825) * v.y;
    s0 += FOUR(0.0792044, -0.0587389, -0.237087, 0.0838826) * v.z;
    s0 += FOUR(0.0612698, 0.0461501, -0.134559, 0.113867) * v.w;
    s0 += FOUR(-0.00729432, -0.124551, -0.0647418, -0.00842) * a.x;
    s0 += FOUR(-0.0538955, -0.0494807, 0.044619, 0.057372) * a.y;
    s0 += FOUR(-0.0349612, -0.251298, -0.109423, 0.111436) * a.z;
    s0 += FOUR(-0.0250981, -0.0316883, -0.0270145, -0.0955732) * a.w;
}
void c5_c4_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0134121, -0.0184185, 0.0922429, 0.0756224) * v.x;
    s0 += FOUR(-0.0199815, -0.0479706, 0.103267, -0.0769372) * v.y;
    s0 += FOUR(0.0483337, 0.0663171, -0.0138195, -0.0165458) * v.z;
    s0 += FOUR(0.0432959, 0.0108525, 0.0174285, -0.0759538) * v.w;
    s0 += FOUR(0.0592452, 0.0722941, -0.00706962, 0.0930155) * a.x;
    s0 += FOUR(0.0438822, 0.0427835, -0.00127702, -0.0687101) * a.y;
    s0 += FOUR(0.0139546, -0.00438466, 0.016844, -0.0446708) * a.z;
    s0 += FOUR(0.0348616, -0.0318309, 0.267995, -0.0822386) * a.w;
}
void c5_c4_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00376153, -0.387543, 0.911118, -0.26539) * v.x;
    s0 += FOUR(-0.0374654, -0.0571492, -0.207532, -0.124793) * v.y;
    s0 += FOUR(-0.0007644, 0.122166, 0.642774, 0.478736) * v.z;
    s0 += FOUR(0.0547906, -0.0104474, 0.372541, -0.335306) * v.w;
    s0 += FOUR(-0.108402, 0.151578, -0.468343, 0.475801) * a.x;
    s0 += FOUR(0.0408122, 0.0423039, -0.0374996, -0.0629196) * a.y;
    s0 += FOUR(-0.0670916, -0.0208366, 0.0280314, 0.177336) * a.z;
    s0 += FOUR(0.00032907, -0.067031, 0.000327229, -0.309177) * a.w;
}
void c5_c4_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00113176, -0.111204, 0.0432297, -0.047092) * v.x;
    s0 += FOUR(0.0157525, -0.013491, 0.00977829, 0.0396273) * v.y;
    s0 += FOUR(-0.118512, -0.112278, -0.0329275, -0.124747) * v.z;
    s0 += FOUR(0.0436487, -0.00349505, 0.0349462, 0.0259715) * v.w;
    s0 += FOUR(-0.00120038, 0.0549709, -0.0640788, -0.0276511) * a.x;
    s0 += FOUR(0.0178366, 0.0172079, 0.0251361, -0.0195939) * a.y;
    s0 += FOUR(-0.0837619, -0.0116587, -0.192409, 0.169494) * a.z;
    s0 += FOUR(-0.0469614, 0.00473107, 0.068086, 0.00476986) * a.w;
}

// out, of c4
void out_c4_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.00815569, -0.0394354, 0.0159496, 0.0234256) * v.x;
    s0 += FOUR(-0.024951, -0.0339055, 0.0502676, 0.033281) * v.y;
    s0 += FOUR(-0.00102797, 0.00427955, 0.0080298, 0.0100352) * v.z;
    s0 += FOUR(-0.0106437, 0.0186813, -0.0195862, 0.010861) * v.w;
    s0 += FOUR(-0.00302598, -0.047211, 0.0182482, 0.0191985) * a.x;
    s0 += FOUR(0.0362221, 0.0480757, -0.0463694, -0.0320021) * a.y;
    s0 += FOUR(-0.00197358, -0.00202217, -0.00100142, -0.00297934) * a.z;
    s0 += FOUR(-0.00147001, 0.00450687, 0.00150839, -0.00646579) * a.w;
}

// c6, of c5
void c6_c5_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0458834, -0.0572365, -0.0307477, -0.00395964) * v.x;
    s0 += FOUR(-0.143136, 0.0881711, 0.0204241, 0.0310118) * v.y;
    s0 += FOUR(-0.111522, -0.0172837, -0.0494552, -0.0168411) * v.z;
    s0 += FOUR(0.0440127, -0.102643, -0.100442, -0.0788927) * v.w;
    s0 += FOUR(0.0787136, 0.0463568, 0.0733001, 0.0395873) * a.x;
    s0 += FOUR(-0.0347859, -0.0161636, -0.017134, -0.0983239) * a.y;
    s0 += FOUR(-0.0475574, -0.00548575, 0.00158179, 0.00218169) * a.z;
    s0 += FOUR(-0.034028, 0.0250567, -0.00314197, 0.0784558) * a.w;
}
void c6_c5_1_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0567378, 0.279003, 0.276947, 0.23269) * v.x;
    s0 += FOUR(-0.160351, -0.273169, -0.285729, -0.21323) * v.y;
    s0 += FOUR(-0.25378, 0.316793, 0.24153, 0.313075) * v.z;
    s0 += FOUR(0.00566927, 0.251095, 0.186925, 0.34536) * v.w;
    s0 += FOUR(0.0591646, -0.00593567, 0.0189858, -0.0159433) * a.x;
    s0 += FOUR(-0.0563616, 0.0625731, 0.0488382, 0.0278304) * a.y;
    s0 += FOUR(0.0720895, 0.0335175, 0.076704, 0.115363) * a.z;
    s0 += FOUR(-0.155109, 0.022069, 0.0492877, -0.149871) * a.w;
}
void c6_c5_2_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.00261796, 0.183522, 0.250592, -0.126433) * v.x;
    s0 += FOUR(0.104966, -0.125784, -0.133821, 0.0415437) * v.y;
    s0 += FOUR(-0.109247, 0.192494, 0.241523, -0.33532) * v.z;
    s0 += FOUR(-0.0752617, 0.0898627, 0.139056, -0.141634) * v.w;
    s0 += FOUR(0.0320144, 0.0119277, 0.0227268, 0.044689) * a.x;
    s0 += FOUR(0.00144631, 0.0113539, -0.0354773, -0.00826675) * a.y;
    s0 += FOUR(0.0506999, 0.0685236, -0.0267797, -0.0626555) * a.z;
    s0 += FOUR(-0.0755476, 0.0435049, 0.0124477, 0.0197512) * a.w;
}
void c6_c5_3_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0766124, 0.192815, 0.10588, 0.079245) * v.x;
    s0 += FOUR(0.24158, -0.144074, 0.0291881, -0.106236) * v.y;
    s0 += FOUR(0.118534, -0.025699, 0.0378481, -0.0893666) * v.z;
    s0 += FOUR(0.0430868, 0.0982121, 0.229207, 0.00567623) * v.w;
    s0 += FOUR(0.00566697, -0.00320723, -0.00417278, 0.082471) * a.x;
    s0 += FOUR(-0.0779314, -0.0212463, -0.0466011, 0.0311652) * a.y;
    s0 += FOUR(-0.0346277, -0.0621378, 0.0314065, -0.122229) * a.z;
    s0 += FOUR(0.0703832, 0.0929655, -0.0978028, 0.0510275) * a.w;
}
void c6_c5_4_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0693894, 0.104545, 0.0905641, 0.361379) * v.x;
    s0 += FOUR(-0.091414, 0.17181, 0.119592, 0.326662) * v.y;
    s0 += FOUR(0.188789, 0.410873, -0.182218, 0.552915) * v.z;
    s0 += FOUR(0.295616, -0.369741, -0.716029, -0.599937) * v.w;
    s0 += FOUR(0.11501, -0.0859838, -0.24352, -0.272354) * a.x;
    s0 += FOUR(0.0654074, -0.381163, -0.177377, -0.379804) * a.y;
    s0 += FOUR(0.134189, 0.113139, -0.285898, 0.0466249) * a.z;
    s0 += FOUR(0.0939353, -0.118528, 0.184018, 0.164163) * a.w;
}
void c6_c5_5_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0126892, -0.153947, -0.153193, 0.30232) * v.x;
    s0 += FOUR(-0.274914, -0.136021, -0.211305, -0.0330604) * v.y;
    s0 += FOUR(0.152821, -0.61871, -0.173005, -0.100285) * v.z;
    s0 += FOUR(0.172845, -0.146121, -0.0208413, 0.0223884) * v.w;
    s0 += FOUR(0.147846, -0.10852, 0.00146353, -0.297773) * a.x;
    s0 += FOUR(-0.0417602, -0.0532537, -0.0687849, 0.11899) * a.y;
    s0 += FOUR(0.0759939, -0.184441, 0.0264408, -0.000907842) * a.z;
    s0 += FOUR(0.0737226, 0.0377578, -0.0140385, 0.103659) * a.w;
}
void c6_c5_6_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0792954, -0.0866295, -0.0390535, -0.0430058) * v.x;
    s0 += FOUR(-0.458906, -0.0428465, -0.0553745, 0.117681) * v.y;
    s0 += FOUR(0.0632836, -0.00606072, -0.00651021, -0.00726547) * v.z;
    s0 += FOUR(0.0724052, -0.0689922, -0.0093599, -0.0525944) * v.w;
    s0 += FOUR(0.00878274, 0.0154568, 0.0230506, -0.0172474) * a.x;
    s0 += FOUR(0.16901, -0.000562122, -0.105731, 0.0480034) * a.y;
    s0 += FOUR(0.0295004, -0.0415451, 0.0027796, 0.00944345) * a.z;
    s0 += FOUR(-0.105506, 0.0188757, 0.019881, 0.0324004) * a.w;
}
void c6_c5_7_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.0167342, 0.278306, 0.744552, 0.0576629) * v.x;
    s0 += FOUR(-0.250491, 0.281282, 0.27139, -0.0543993) * v.y;
    s0 += FOUR(0.000711609, 0.00678181, 0.0324806, -0.0292279) * v.z;
    s0 += FOUR(-0.0691514, -0.00425998, 0.0958904, 0.00479187) * v.w;
    s0 += FOUR(0.169935, -0.135766, -0.292967, 0.0411107) * a.x;
    s0 += FOUR(-0.274524, 0.102047, 0.0474075, 0.00789179) * a.y;
    s0 += FOUR(0.0411574, 0.0557119, 0.0658155, -0.00860813) * a.z;
    s0 += FOUR(-0.0403719, 0.0808071, 0.132391, -0.0178901) * a.w;
}
void c6_c5_8_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(0.000588812, 0.296469, -0.035911, 0.084949) * v.x;
    s0 += FOUR(-0.172846, 0.0852467, 0.0703224, -0.062503) * v.y;
    s0 += FOUR(0.035908, 0.0757523, 0.0965657, 0.0170991) * v.z;
    s0 += FOUR(0.0230066, 0.101165, 0.000734779, 0.0607969) * v.w;
    s0 += FOUR(0.153118, -0.197992, 0.0728595, -0.047682) * a.x;
    s0 += FOUR(-0.184873, 0.0296311, 0.00517083, -0.109812) * a.y;
    s0 += FOUR(-0.0371141, 0.053994, 0.0262844, 0.0155231) * a.z;
    s0 += FOUR(-0.0514982, 0.100287, -0.00726211, 0.0854676) * a.w;
}

// out, of c5
void out_c5_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.149003, 0.0627252, 0.0488766, 0.0205677) * v.x;
    s0 += FOUR(0.0445911, -0.115566, 0.0287034, 0.0294782) * v.y;
    s0 += FOUR(-0.0121888, 0.00539854, 0.0, 0.00624818) * v.z;
    s0 += FOUR(0.156052, -0.0423106, -0.0413993, -0.0777772) * v.w;
    s0 += FOUR(-0.137958, 0.0593809, 0.0478786, 0.0164279) * a.x;
    s0 += FOUR(0.0429389, -0.133739, 0.0303831, 0.0479036) * a.y;
    s0 += FOUR(-0.0080038, -0.000158837, 0.00122037, 0.008508) * a.z;
    s0 += FOUR(-0.149748, 0.0481739, 0.0368476, 0.0755961) * a.w;
}

// out, of c6
void out_c6_0_0(inout FOUR s0, FOUR v, FOUR a) {
    s0 += FOUR(-0.0868034, -0.100807, 0.110885, 0.0899719) * v.x;
    s0 += FOUR(0.0500445, 0.043365, 0.0669289, -0.162709) * v.y;
    s0 += FOUR(0.0526802, 0.0535337, -0.167419, 0.0529559) * v.z;
    s0 += FOUR(0.0623495, -0.159027, 0.052321, 0.0363789) * v.w;
    s0 += FOUR(0.09138, 0.097292, -0.111729, -0.0878706) * a.x;
    s0 += FOUR(0.0438738, 0.0451191, 0.0605018, -0.155195) * a.y;
    s0 += FOUR(0.0501259, 0.0541505, -0.164433, 0.0512601) * a.z;
    s0 += FOUR(0.0594759, -0.146299, 0.0540739, 0.0288173) * a.w;
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
        FOUR s0_0 = FOUR(-0.00761167, 0.0544538, -0.0108781, -0.0190112);
        FOUR s1_0 = FOUR(-0.00761167, 0.0544538, -0.0108781, -0.0190112);
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
        FOUR s0_0 = FOUR(-0.0123412, -0.00597017, -0.0317456, 0.036676);
        FOUR s1_0 = FOUR(-0.0123412, -0.00597017, -0.0317456, 0.036676);
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
        FOUR s0_0 = FOUR(-0.00137862, 0.000771696, 0.00270656, 0.00970661);
        FOUR s1_0 = FOUR(-0.00137862, 0.000771696, 0.00270656, 0.00970661);
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
