//! tiny-skia; glyphs by the hand-written blit, which is faster than all that tiny-skia has for them.

use std::rc::Rc;

use tiny_skia as ts;

use super::Drawn;
use super::work::{Brush, GLYPH_ROW, GLYPH_SIZE, GLYPHS, GLYPHS_A_ROW, IMAGE, Step, TILE, Tiled, Work, tile_shapes};
use crate::fonts;
use crate::masks::{Mask, Outlines, ZenoPen, glyph_ids};
use crate::rivals::{blit, path, to_paint};
use crate::scenes::{Paint, Rgba, photo};

enum Op {
    Rect(ts::Rect, ts::Paint<'static>),
    Fill(ts::Path, ts::Paint<'static>),
    Stroke(ts::Path, ts::Stroke, ts::Paint<'static>),
    Clip(ts::Path),
    Image(ts::Rect, ts::Transform),
    /// With what is drawn onto the tile each time.
    Tiles(ts::Pixmap, Vec<(ts::Path, ts::Paint<'static>)>, ts::Transform),
    Glyphs(Vec<(Mask, (i32, i32))>, Rgba),
}

struct TinySkia {
    ops: Vec<Op>,
    pixmap: ts::Pixmap,
    image: Rc<Vec<u8>>,
    clip: Option<ts::Mask>,
}

pub fn ready(work: &Work, image: &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>> {
    let ops: Option<Vec<Op>> = work.steps.iter().map(op).collect();
    let pixmap = ts::Pixmap::new(work.width, work.height)?;
    Some(Box::new(TinySkia { ops: ops?, pixmap, image: image.clone(), clip: None }))
}

fn op(step: &Step) -> Option<Op> {
    Some(match step {
        Step::Rect(r, brush) => {
            let rect = ts::Rect::from_ltrb(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32)?;
            Op::Rect(rect, paint(brush)?)
        }
        Step::Path(outline, brush) => Op::Fill(path(outline)?, paint(brush)?),
        Step::Stroke(line, width, rgba) => {
            let stroke = ts::Stroke { width: *width as f32, ..ts::Stroke::default() };
            Op::Stroke(path(line)?, stroke, to_paint(&Paint::Solid(*rgba))?)
        }
        Step::Clip(outline) => Op::Clip(path(outline)?),
        Step::Image(scale, at) => {
            let (x, y, scale) = (at.x as f32, at.y as f32, *scale as f32);
            let rect = ts::Rect::from_xywh(x, y, IMAGE.0 as f32 * scale, IMAGE.1 as f32 * scale)?;
            Op::Image(rect, ts::Transform::from_row(scale, 0.0, 0.0, scale, x, y))
        }
        Step::Tiles(tile, transform) => {
            let mut pixmap = ts::Pixmap::new(TILE, TILE)?;
            let shape =
                |(outline, rgba): (kurbo::BezPath, Rgba)| Some((path(&outline)?, to_paint(&Paint::Solid(rgba))?));
            let shapes: Option<Vec<_>> = match tile {
                Tiled::Picture => {
                    pixmap.data_mut().copy_from_slice(&photo::sized((TILE, TILE)));
                    Some(Vec::new())
                }
                Tiled::Scene => tile_shapes().into_iter().map(shape).collect(),
            };
            let [a, b, c, d, e, f] = transform.as_coeffs().map(|v| v as f32);
            Op::Tiles(pixmap, shapes?, ts::Transform::from_row(a, b, c, d, e, f))
        }
        Step::Glyphs(at, rgba) => {
            let outlines = Outlines::new(fonts::BOLD, GLYPH_SIZE as f32, true);
            let (mut scratch, mut pen) = (zeno::Scratch::new(), ZenoPen::default());
            let glyph = |(i, id)| {
                let x = at.x + (i % GLYPHS_A_ROW) as f64 * GLYPH_SIZE;
                let y = at.y + (i / GLYPHS_A_ROW) as f64 * GLYPH_ROW;
                let mask = outlines.by_zeno(id, &mut scratch, &mut pen);
                let place = (x as i32 + mask.left, y as i32 + mask.top);
                (mask, place)
            };
            let glyphs = glyph_ids(fonts::BOLD, GLYPHS).into_iter().enumerate().map(glyph);
            Op::Glyphs(glyphs.collect(), *rgba)
        }
    })
}

fn paint(brush: &Brush) -> Option<ts::Paint<'static>> {
    let stops = |colors: &[Rgba; 3]| {
        let stop = |(i, [r, g, b, a]): (u8, Rgba)| {
            ts::GradientStop::new(f32::from(i) / 2.0, ts::Color::from_rgba8(r, g, b, a))
        };
        (0..).zip(*colors).map(stop).collect::<Vec<_>>()
    };
    let at = |point: &kurbo::Point| ts::Point::from_xy(point.x as f32, point.y as f32);
    let (pad, identity) = (ts::SpreadMode::Pad, ts::Transform::identity());
    let shader = match brush {
        Brush::Solid(rgba) => return to_paint(&Paint::Solid(*rgba)),
        Brush::Linear(from, to, colors) => ts::LinearGradient::new(at(from), at(to), stops(colors), pad, identity)?,
        Brush::Radial(center, radius, colors) => {
            ts::RadialGradient::new(at(center), 0.0, at(center), *radius as f32, stops(colors), pad, identity)?
        }
        Brush::Conic(center, colors) => ts::SweepGradient::new(at(center), 0.0, 360.0, stops(colors), pad, identity)?,
    };
    Some(ts::Paint { shader, ..ts::Paint::default() })
}

impl Drawn for TinySkia {
    fn draw(&mut self) {
        let (identity, winding) = (ts::Transform::identity(), ts::FillRule::Winding);
        let (pixmap, clip) = (&mut self.pixmap, &mut self.clip);
        *clip = None;
        pixmap.fill(ts::Color::WHITE);
        for op in &mut self.ops {
            match op {
                Op::Rect(rect, paint) => pixmap.fill_rect(*rect, paint, identity, clip.as_ref()),
                Op::Fill(path, paint) => pixmap.fill_path(path, paint, winding, identity, clip.as_ref()),
                Op::Stroke(path, stroke, paint) => pixmap.stroke_path(path, paint, stroke, identity, clip.as_ref()),
                Op::Clip(path) => {
                    *clip = ts::Mask::new(pixmap.width(), pixmap.height());
                    if let Some(clip) = clip {
                        clip.fill_path(path, winding, true, identity);
                    }
                }
                Op::Image(rect, transform) => {
                    let image = ts::PixmapRef::from_bytes(&self.image, IMAGE.0, IMAGE.1).expect("the image's size");
                    let (pad, bilinear) = (ts::SpreadMode::Pad, ts::FilterQuality::Bilinear);
                    let shader = ts::Pattern::new(image, pad, bilinear, 1.0, *transform);
                    let paint = ts::Paint { shader, ..ts::Paint::default() };
                    pixmap.fill_rect(*rect, &paint, identity, clip.as_ref());
                }
                Op::Tiles(tile, shapes, transform) => {
                    if !shapes.is_empty() {
                        tile.fill(ts::Color::TRANSPARENT);
                        shapes.iter().for_each(|(path, paint)| tile.fill_path(path, paint, winding, identity, None));
                    }
                    let (repeat, bilinear) = (ts::SpreadMode::Repeat, ts::FilterQuality::Bilinear);
                    let shader = ts::Pattern::new(tile.as_ref(), repeat, bilinear, 1.0, *transform);
                    let paint = ts::Paint { shader, ..ts::Paint::default() };
                    let (width, height) = (pixmap.width() as f32, pixmap.height() as f32);
                    let whole = ts::Rect::from_xywh(0.0, 0.0, width, height).expect("the canvas's size");
                    pixmap.fill_rect(whole, &paint, identity, clip.as_ref());
                }
                Op::Glyphs(glyphs, rgba) => {
                    let size = (pixmap.width() as usize, pixmap.height() as usize);
                    for (mask, place) in glyphs {
                        blit(pixmap.data_mut(), size, &mask.data, mask.width, *place, *rgba);
                    }
                }
            }
        }
    }

    fn pixels(&self) -> &[u8] {
        self.pixmap.data()
    }
}
