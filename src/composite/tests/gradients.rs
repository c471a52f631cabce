//! Gradients against their definition in f64.
