//!PARAM line_threshold
//!DESC Line strength under which a pixel is left alone (published: 0.2)
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.2
