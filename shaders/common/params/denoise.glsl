//!PARAM denoise
//!DESC How much of the noise that a frame is found to have is taken away; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
1.5
