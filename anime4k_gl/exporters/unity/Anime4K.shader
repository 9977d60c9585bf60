@CREDIT@

Shader "Hidden/Anime4K"
{
    Properties
    {
        @PROPERTIES@
    }
    SubShader
    {
        Cull Off
        ZWrite Off
        ZTest Always

        HLSLINCLUDE
        #pragma target 3.5

        float2 _SourceSize;
        float2 _OutputSize;
        // 1 where a texture's first row is the picture's lowest, which is Unity's own convention.
        float _FromBelow;
        // 1 where the source and the result are linear light; the passes want them as displays do.
        float _LinearLight;
        SamplerState a4k_linear_clamp;

        float4 vert(uint id : SV_VertexID) : SV_Position
        {
            return float4(id == 1 ? 3.0 : -1.0, id == 2 ? 3.0 : -1.0, 0.5, 1.0);
        }

        // The picture's texel, or place, counted from above.
        int3 a4k_texel(int2 at, float2 size)
        {
            return int3(at.x, _FromBelow > 0.5 ? int(size.y) - 1 - at.y : at.y, 0);
        }

        float2 a4k_place(float2 at)
        {
            return float2(at.x, _FromBelow > 0.5 ? 1.0 - at.y : at.y);
        }

        float4 a4k_encoded(float4 c)
        {
            float3 low = c.rgb * 12.92;
            float3 high = 1.055 * pow(max(c.rgb, 0.0031308), 1.0 / 2.4) - 0.055;
            float3 encoded = lerp(high, low, step(c.rgb, 0.0031308));
            return float4(_LinearLight > 0.5 ? encoded : c.rgb, c.a);
        }

        float4 a4k_decoded(float4 c)
        {
            float3 low = c.rgb / 12.92;
            float3 high = pow((max(c.rgb, 0.04045) + 0.055) / 1.055, 2.4);
            float3 decoded = lerp(high, low, step(c.rgb, 0.04045));
            return float4(_LinearLight > 0.5 ? decoded : c.rgb, c.a);
        }
        ENDHLSL

        @PASSES@

    }
}
