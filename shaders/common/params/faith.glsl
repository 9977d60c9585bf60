//!PARAM faith
//!DESC How much of what the result lacks of the source's own mean is given back; 0 turns it off
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0
