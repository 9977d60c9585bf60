sampler s0 : register(s0);
float4 p0 : register(c0);  // width, height, frame counter, seconds
float4 p1 : register(c1);  // 1 / width, 1 / height

#define SIZE p0.xy
#define TEXEL p1.xy
#define READ(at) tex2Dlod(s0, float4(at, 0.0, 0.0))
#define MAIN float4 main(float2 tex : TEXCOORD0) : COLOR
