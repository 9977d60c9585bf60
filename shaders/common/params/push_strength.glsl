//!PARAM push_strength
//!DESC How strongly pixels are pushed away from edges; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 16.0
4.0

//!PARAM push_least
//!DESC How steep an edge is, of the luma from 0 to 1 a pixel, that is pushed half as far: noise is less
//!TYPE float
//!MINIMUM 0.001
//!MAXIMUM 1.0
0.03
