// The weighted sum of a scaler's pass

#ifndef KERNEL_AFTER
#define KERNEL_AFTER(whole, x) kernel(x)
#endif

vec4 sum = vec4(0.0);
float total = 0.0;
vec4 low = vec4(1e6), high = vec4(-1e6);
