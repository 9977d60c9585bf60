Texture2D picture : register(t0);
SamplerState points : register(s0);

cbuffer PS_CONSTANTS : register(b0) {
    float2 pxy;  // 1 / width, 1 / height
    float2 wh;   // width, height
    uint counter;
    float clock;
};

#define SIZE wh
#define TEXEL pxy
#define READ(at) picture.SampleLevel(points, at, 0.0)
#define MAIN float4 main(float4 position : SV_POSITION, float2 tex : TEXCOORD) : SV_Target
