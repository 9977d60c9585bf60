//!PARAM refine_line_multiplier
//!DESC How fast line probability turns into refinement (published: 8)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 32.0
8.0
