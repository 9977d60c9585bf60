//!PARAM fxaa_span
//!DESC Longest reach of the anti-aliasing in output pixels (published: 8)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
8.0
