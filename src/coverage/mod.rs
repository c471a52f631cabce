//! Coverage: how much of each pixel a shape covers. Knows geometry only, no colours.

mod cells;
mod convert;
mod edge;
mod emit;
mod index;
mod mask;
mod piece;
mod rectangle;
mod rule;
mod shape;
mod simple;
mod span;
mod sweeper;
#[cfg(test)]
mod tests;
mod winding;
mod writer;

pub(crate) use convert::{path_to_tiny_skia, rule_to_tiny_skia, transform_to_tiny_skia};
pub(crate) use mask::{Mask, MaskFiller};
pub(crate) use shape::Shape;
pub(crate) use span::{Cover, RowSink, Span};
pub(crate) use sweeper::Sweeper;
