//! Coverage: how much of each pixel a shape covers. Knows geometry only, no colours.

mod cells;
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

pub(crate) use mask::{Mask, Masker};
pub(crate) use rows::{RowBuffer, Rows};
pub(crate) use shape::Shape;
pub(crate) use span::{Cover, RowSink, Span};
pub(crate) use sweeper::Sweeper;
