// Pass @INDEX@: @LABEL@
Pass
{
    Name "@NAME@"

    HLSLPROGRAM
    #pragma vertex vert
    #pragma fragment frag

    @PARAMETERS@
    @TEXTURES@

    @CUT@
    @FUNCTIONS@

    float4 frag(float4 at : SV_Position) : SV_Target
    {
        return @VALUE@;
    }
    ENDHLSL
}
