// CONTROLS(at): a texel of CONTROL, as v1.0-rc-fast/control.glsl writes it

// NAME_near clamps by itself and costs less; players do not have it.
#ifdef CONTROL_near
#define CONTROLS(at) CONTROL_near((at) * CONTROL_pt)
#else
#define CONTROLS(at) texelFetch(CONTROL_raw, ivec2(at), 0)
#endif
