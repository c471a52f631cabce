//! [`Tiles`]: the tiles of patterns, each defined once, as `<pattern>`.

use std::collections::BTreeMap;
use std::sync::Arc;

use kurbo::Rect;

use super::image::image;
use super::out::Out;
use super::write::{SvgJob, body};
use crate::error::Error;
use crate::image::Sampling;
use crate::list::{DisplayList, ItemKind, ListTile, TileContent};
use crate::paint::{Paint, Pattern};
use crate::watch::Watch;

/// The tiles that a document repeats, those inside others first.
#[derive(Debug, Default)]
pub(super) struct Tiles {
    tiles: Vec<ListTile>,
    /// By the address of what is on them.
    numbers: BTreeMap<(usize, bool), usize>,
}

impl Tiles {
    pub(super) fn new(list: &DisplayList, watch: &Watch) -> Result<Self, Error> {
        let mut tiles = Self::default();
        tiles.collect(list, watch)?;
        Ok(tiles)
    }

    /// Recursion follows patterns inside patterns, whose depth the builder bounds; each is looked into once.
    fn collect(&mut self, list: &DisplayList, watch: &Watch) -> Result<(), Error> {
        for item in list.items.iter() {
            watch.check()?;
            let paint = match &item.kind {
                ItemKind::Fill { paint, .. } | ItemKind::Stroke { paint, .. } => paint,
                ItemKind::Glyphs { run, .. } => &run.paint,
                _ => continue,
            };
            let Paint::Pattern(pattern) = paint else { continue };
            let Some(tile) = pattern.tile::<ListTile>() else { continue };
            if self.numbers.contains_key(&address(tile)) {
                continue;
            }
            if let TileContent::List(list) = &tile.content {
                self.collect(list, watch)?;
            }
            self.numbers.insert(address(tile), self.tiles.len());
            self.tiles.push(tile.clone());
        }
        Ok(())
    }

    /// The number of a pattern's tile.
    pub(super) fn number(&self, pattern: &Pattern) -> Option<usize> {
        self.numbers.get(&address(pattern.tile()?)).copied()
    }

    /// Writes the patterns `t<number>`, whose tiles lie where the coordinates begin; returns how many glyphs they use.
    pub(super) fn define(&self, out: &mut Out<'_>, job: &mut SvgJob<'_>) -> Result<u64, Error> {
        let mut glyphs = 0;
        if self.tiles.is_empty() {
            return Ok(0);
        }
        out.push("<defs>\n");
        for (number, ListTile { size, content, .. }) in self.tiles.iter().enumerate() {
            out.push("<pattern").id(format_args!("t{number}")).push(" patternUnits=\"userSpaceOnUse\"");
            out.number("width", size.width).number("height", size.height).push(">\n");
            // The names of what is in it begin with its own.
            let outer = out.begin_names(&format!("t{number}-"));
            match content {
                TileContent::Pixels(pixels, sampling) => {
                    out.push(match sampling {
                        Sampling::Nearest => {
                            "<g image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\">"
                        }
                        Sampling::Bilinear | Sampling::Smooth | Sampling::Bicubic => "<g>",
                    });
                    image(out, 0, pixels)?;
                    out.push("</g>\n");
                }
                TileContent::List(list) => {
                    let canvas = Rect::from_origin_size((0.0, 0.0), *size);
                    glyphs += body(list, (out, self), job, ([0; 4], canvas))?;
                }
            }
            out.end_names(outer);
            out.push("</pattern>\n");
        }
        out.push("</defs>\n");
        Ok(glyphs)
    }
}

/// Tells a tile from others.
fn address(tile: &ListTile) -> (usize, bool) {
    match &tile.content {
        TileContent::Pixels(pixels, sampling) => (Arc::as_ptr(pixels).addr(), *sampling == Sampling::Nearest),
        TileContent::List(list) => (Arc::as_ptr(list).addr(), false),
    }
}
