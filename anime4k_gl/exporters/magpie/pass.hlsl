//!PASS @NUMBER@
//!DESC @LABEL@
//!STYLE PS
//!IN @INPUTS@
//!OUT @OUTPUT@

@CUT@
@FUNCTIONS@

float4 Pass@NUMBER@(float2 pos) {
    return @VALUE@;
}
