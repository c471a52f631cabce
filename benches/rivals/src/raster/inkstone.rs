//! inkstone: a prepared display list, rendered into a buffer that is kept.

use std::rc::Rc;

use inkstone::{
    Canvas, Color, DisplayList, Engine, Gradient, Image, Join, LineHeight, Paint, Paragraph, Pattern, Pixmap,
    PixmapMut, RenderOptions, Sampling, Scene, Stroke, TextStyle,
};
use kurbo::Rect;

use super::Drawn;
use super::work::{Brush, GLYPH_ROW, GLYPH_SIZE, GLYPHS, GLYPHS_A_ROW, IMAGE, Step, TILE, Tiled, Work, tile_shapes};
use crate::rivals::color;
use crate::scenes::{FAMILY, Rgba, page::hanzi, photo};

struct Inkstone {
    canvas: Canvas,
    list: DisplayList,
    options: RenderOptions,
    pixels: Vec<u8>,
    width: u32,
    height: u32,
}

pub fn ready(work: &Work, image: &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>> {
    let mut scene = Scene::builder(f64::from(work.width), f64::from(work.height));
    let mut clips = 0;
    for step in &work.steps {
        match step {
            Step::Rect(rect, brush) => _ = scene.fill(*rect, paint(brush)),
            Step::Path(path, brush) => _ = scene.fill(path.clone(), paint(brush)),
            Step::Stroke(path, width, rgba) => {
                let stroke = Stroke::new(*width).with_join(Join::Miter).with_miter_limit(4.0);
                scene.stroke(path.clone(), stroke, color(*rgba));
            }
            Step::Clip(path) => {
                scene.push_clip(path.clone());
                clips += 1;
            }
            Step::Image(scale, at) => {
                let pixmap = Pixmap::from_premultiplied(image.to_vec(), IMAGE.0, IMAGE.1).ok()?;
                let size = (f64::from(IMAGE.0) * scale, f64::from(IMAGE.1) * scale);
                // As vello samples: four pixels, whatever the scale.
                let image = Image::from_pixmap(pixmap).with_sampling(Sampling::Bilinear);
                scene.image(&image, Rect::from_origin_size(*at, size));
            }
            Step::Tiles(tile, transform) => {
                let pattern = match tile {
                    Tiled::Picture => {
                        let pixmap = Pixmap::from_premultiplied(photo::sized((TILE, TILE)), TILE, TILE).ok()?;
                        Pattern::image(&Image::from_pixmap(pixmap).with_sampling(Sampling::Bilinear))
                    }
                    Tiled::Scene => {
                        let mut tile = Scene::builder(f64::from(TILE), f64::from(TILE));
                        for (path, rgba) in tile_shapes() {
                            tile.fill(path, color(rgba));
                        }
                        Pattern::scene(&tile.finish().ok()?)
                    }
                };
                let whole = Rect::new(0.0, 0.0, f64::from(work.width), f64::from(work.height));
                scene.fill(whole, pattern.with_transform(*transform));
            }
            Step::Glyphs(at, rgba) => {
                let style = TextStyle::new(GLYPH_SIZE).with_families([FAMILY]).with_weight(TextStyle::BOLD);
                let text = Paragraph::new(hanzi(GLYPHS), style.with_paint(color(*rgba)));
                let text = text.with_width(GLYPH_SIZE * GLYPHS_A_ROW as f64);
                scene.text(*at, text.with_line_height(LineHeight::Px(GLYPH_ROW)));
            }
        }
    }
    (0..clips).for_each(|_| _ = scene.pop());
    let scene = scene.finish().ok()?;
    let (mut canvas, options) = (Engine::new().canvas(), RenderOptions::new().with_background(Color::WHITE));
    let list = canvas.prepare(&scene, &options).ok()?;
    let pixels = vec![0; (work.width * work.height * 4) as usize];
    Some(Box::new(Inkstone { canvas, list, options, pixels, width: work.width, height: work.height }))
}

fn paint(brush: &Brush) -> Paint {
    let colors = |colors: &[Rgba; 3]| colors.map(color);
    match brush {
        Brush::Solid(rgba) => color(*rgba).into(),
        Brush::Linear(from, to, stops) => Gradient::linear(*from, *to).with_colors(colors(stops)).into(),
        Brush::Radial(center, radius, stops) => Gradient::radial(*center, *radius).with_colors(colors(stops)).into(),
        Brush::Conic(center, stops) => Gradient::conic(*center, 0.0).with_colors(colors(stops)).into(),
    }
}

impl Drawn for Inkstone {
    fn draw(&mut self) {
        let (width, height, stride) = (self.width, self.height, self.width as usize * 4);
        let mut target = PixmapMut { data: &mut self.pixels, width, height, stride };
        self.canvas.render_into(&self.list, &self.options, &mut target).expect("the list is within the limits");
    }

    fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
