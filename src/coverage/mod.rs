//! Coverage: how much of each pixel a shape covers. Knows geometry only, no colours.

mod cells;
mod convert;
mod edge;
mod emit;
mod index;
mod mask;
mod piece;
mod rectangle;
mod rows;
mod rule;
mod shape;
mod simple;
mod span;
mod sweeper;
#[cfg(test)]
mod tests;
mod winding;
mod writer;

pub(crate) use convert::{path_to_tiny_skia, polygons_to_tiny_skia, rule_to_tiny_skia, transform_to_tiny_skia};
pub(crate) use mask::{Mask, fill_mask};
pub(crate) use rows::{RowBuffer, Rows};
pub(crate) use shape::Shape;
pub(crate) use span::{Cover, RowSink, Span};
pub(crate) use sweeper::Sweeper;
