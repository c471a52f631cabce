//! Those who draw.

mod glue;
mod inkstone;
mod plotters;
#[cfg(feature = "takumi")]
mod takumi;
mod vello;

use std::rc::Rc;

use crate::scenes::Scene;

pub use glue::{blit, path, to_paint};
pub use inkstone::{color, pixmap};
pub use vello::{color as vello_color, context as vello_context, image as vello_image};

/// A scene made ready by a rival: fonts opened, shapes built, images decoded. Text is still text.
pub trait Picture {
    /// Lays the text out and draws; `n` is the number of a numbered scene's picture.
    fn draw(&mut self, n: u32);
    /// What was drawn, as a PNG.
    fn encode(&mut self) -> Vec<u8>;
}

/// Makes a scene ready; `None` where the rival cannot say it.
pub type Ready = fn(&Rc<Scene>) -> Option<Box<dyn Picture>>;

pub const INKSTONE: &str = "inkstone";
pub const GLUE: &str = "hand-glued";

/// All, by name.
pub const RIVALS: &[(&str, Ready)] = &[
    (INKSTONE, inkstone::ready),
    (GLUE, glue::ready),
    #[cfg(feature = "takumi")]
    ("takumi", takumi::ready),
    ("vello_cpu + parley", vello::ready),
    ("plotters", plotters::ready),
];
