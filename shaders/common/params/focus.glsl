//!PARAM focus
//!DESC How much a frame is sharpened that is softer than its pixels, as masters of 720 lines are; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0
