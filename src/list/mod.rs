//! The display list: a scene resolved to what is drawn. It owns all it needs; it knows no font names, no cache and no DPI.

mod colours;
mod item;
mod patterns;
mod prepare;
mod tile;

pub use item::DisplayList;
pub(crate) use item::{Group, Item, ItemKind};
pub(crate) use prepare::{Preparer, prepare};
pub(crate) use tile::{ListTile, TileContent, TilePart};
