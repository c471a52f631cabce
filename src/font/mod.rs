//! Fonts: checked bytes, faces, the library that matches them. The only place that names fontdb.

mod face;

pub use face::{Face, FaceMetrics, FontId};
