//! Images against their definition.
