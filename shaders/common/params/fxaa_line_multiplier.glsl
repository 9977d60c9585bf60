//!PARAM fxaa_line_multiplier
//!DESC How fast line probability turns into anti-aliasing (published: 4)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
4.0
