//!PARAM push_least
//!DESC How steep an edge is, of the luma from 0 to 1 a pixel, that is pushed half as far: noise is less
//!TYPE float
//!MINIMUM 0.001
//!MAXIMUM 1.0
0.04
