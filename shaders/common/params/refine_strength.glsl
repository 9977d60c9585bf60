//!PARAM refine_strength
//!DESC Edge refinement per unit of scale, at most 1 in all; 0 turns it off (published: 1)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
1.0
