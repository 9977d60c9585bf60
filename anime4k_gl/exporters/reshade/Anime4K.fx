@CREDIT@

@UNIFORMS@
texture BackBuffer : COLOR;
@TARGETS@

void whole_screen(
    uint id : SV_VertexID, out float4 position : SV_Position, out float2 uv : TEXCOORD)
{
    uv.x = id == 2 ? 2.0 : 0.0;
    uv.y = id == 1 ? 2.0 : 0.0;
    position = float4(uv * float2(2.0, -2.0) + float2(-1.0, 1.0), 0.0, 1.0);
}

@IF CUT@
#if __RENDERER__ >= 0xa000
@CUT_BITS@
#else
@CUT_ARITHMETIC@
#endif

@END@

@PASSES@

technique Anime4K_@WORD@ <
    ui_label = "Anime4K @PRESET@";
    ui_tooltip = "Anime4K by B. Peng and contributors (2019, MIT licence)";
>
{
@TECHNIQUE@
}
