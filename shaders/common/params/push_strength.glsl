//!PARAM push_strength
//!DESC How strongly pixels are pushed away from edges; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 16.0
6.5
