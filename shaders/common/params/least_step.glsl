//!PARAM least_step
//!DESC The least step of luma from 0 to 1, between two pixels side by side, that is taken for a line's
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.01
