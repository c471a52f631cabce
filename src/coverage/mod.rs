//! Coverage: how much of each pixel a shape covers. Knows geometry only, no colours.
//!
//! [`Shape`] holds the sides of an outline as integers in canvas space; [`Sweeper`] turns some of its rows into spans.
//! Signed areas, summed along a row, are exact and fast (R. Levien's font-rs, D. Turner's `FreeType`), and wrong where the
//! winding number takes more than two values in one pixel: where strokes and blobs overlap themselves, by up to 150
//! levels of 255. Sorting the crossings of sub-rows is right, and 2 to 15 times slower. So every pixel gets its exact
//! area, and keeps the parts of edges inside it; where these may make more than two neighbouring winding numbers, and
//! only there, they are sorted at 16 heights ([`winding`], [`walk`]), or very many of them counted ([`points`]). All of it are sums and choices whose order does not matter,
//! from closed forms of the end points: a row is the same however the canvas is cut.
//!
//! What a dense polyline's stroke covers is the union of many quadrilaterals ([`union`]); along sixteen heights of a row
//! each of them is an interval, and those that touch become one at once ([`intervals`]): a line of a chart has many
//! points to a pixel, whose edges mostly lie inside the stroke.
//!
//! Pieces of shapes of few columns are made and linked eight at once, as areas are ([`linked`], [`crowd`]); elsewhere, and where
//! there are very many, pixel by pixel.
//!
//! Where an outline cannot make more than two neighbouring winding numbers (convex ones, those seen whole from their
//! middle, and unions), no pieces are kept: the parts of lines become areas eight at once ([`narrow`]), or eight columns of one
//! ([`short`]), and eight areas at once become coverage ([`plain`]).
//!
//! Rows are swept a few at a time, edge by edge ([`cells`]): a small shape's at once, without a list of active edges; a
//! large one's as many as have 8,192 cells, with an index of its edges ([`index`]).

mod alike;
mod cells;
mod crowd;
mod edge;
mod emit;
mod index;
mod intervals;
mod lines;
mod linked;
mod mark;
mod mask;
mod narrow;
mod order;
mod piece;
mod plain;
mod points;
mod rectangle;
mod rows;
mod rule;
mod shape;
mod short;
mod side;
mod simple;
mod span;
mod sweeper;
#[cfg(test)]
mod tests;
mod union;
mod walk;
mod winding;
mod writer;

pub(crate) use mask::{Frame, Masker};
pub(crate) use rows::{RowBuffer, Rows};
pub(crate) use shape::Shape;
pub(crate) use span::{Cover, RowSink, Span, SpannedRow};
pub(crate) use sweeper::Sweeper;
