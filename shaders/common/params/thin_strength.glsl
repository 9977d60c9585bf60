//!PARAM thin_strength
//!DESC Line thinning per unit of scale; 0 turns it off (published: 1/6)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.16666667
