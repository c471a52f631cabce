//! Those whose coverage is compared. Each draws opaque black on white, shape over shape, with its own strokes.

use inkstone::{Color, Engine, FillRule, Join, RenderOptions, Scene, Stroke};
use kurbo::BezPath;
use tiny_skia as ts;
use vello_cpu::peniko::Fill;
use vello_cpu::peniko::color::{AlphaColor, Srgb};
use vello_cpu::{PixmapMut, RasterizerSettings, Resources, TargetInit};

use super::scenes::{Picture, Shape};
use crate::raster::command;
use crate::rivals::{path, vello_context};

/// How much each pixel is covered, in levels of 255.
pub type Levels = Vec<f64>;

pub const NAMES: [&str; 4] = ["inkstone", "tiny-skia", "vello_cpu", "zeno"];

/// What all make of a picture, in the order of [`NAMES`].
pub fn all(canvas: &mut inkstone::Canvas, picture: &Picture) -> [Levels; 4] {
    [inkstone(canvas, picture), tiny_skia(picture), vello(picture), zeno(picture)]
}

/// A canvas for [`all`].
pub fn canvas() -> inkstone::Canvas {
    Engine::new().canvas()
}

/// The darkness of grey pixels.
fn levels(pixels: &[u8]) -> Levels {
    pixels.chunks_exact(4).map(|pixel| 255.0 - f64::from(pixel[0])).collect()
}

fn inkstone(canvas: &mut inkstone::Canvas, picture: &Picture) -> Levels {
    let mut scene = Scene::builder(picture.size.0 as f64, picture.size.1 as f64);
    for Shape { path, even_odd, stroke } in &picture.shapes {
        let rule = if *even_odd { FillRule::EvenOdd } else { FillRule::NonZero };
        match stroke {
            None => scene.fill_with_rule(path.clone(), rule, Color::BLACK),
            Some(width) => {
                let stroke = Stroke::new(*width).with_join(Join::Miter).with_miter_limit(4.0);
                scene.stroke(path.clone(), stroke, Color::BLACK)
            }
        };
    }
    let scene = scene.finish().expect("the scene is well formed");
    let options = RenderOptions::new().with_background(Color::WHITE);
    levels(canvas.render(&scene, &options).expect("the scene is within the limits").data())
}

fn tiny_skia(picture: &Picture) -> Levels {
    let mut pixmap = ts::Pixmap::new(picture.size.0 as u32, picture.size.1 as u32).expect("a size above 0");
    pixmap.fill(ts::Color::WHITE);
    let black = ts::Paint::default();
    for shape in &picture.shapes {
        let Some(path) = path(&shape.path) else { continue };
        let rule = if shape.even_odd { ts::FillRule::EvenOdd } else { ts::FillRule::Winding };
        match shape.stroke {
            None => pixmap.fill_path(&path, &black, rule, ts::Transform::identity(), None),
            Some(width) => {
                // Its defaults: butt caps, miter joins up to 4.
                let stroke = ts::Stroke { width: width as f32, ..ts::Stroke::default() };
                pixmap.stroke_path(&path, &black, &stroke, ts::Transform::identity(), None);
            }
        }
    }
    levels(pixmap.data())
}

fn vello(picture: &Picture) -> Levels {
    let (width, height) = (picture.size.0 as u32, picture.size.1 as u32);
    let mut context = vello_context(width, height);
    context.set_paint(AlphaColor::<Srgb>::BLACK);
    for shape in &picture.shapes {
        match shape.stroke {
            None => {
                context.set_fill_rule(if shape.even_odd { Fill::EvenOdd } else { Fill::NonZero });
                context.fill_path(&shape.path);
            }
            Some(width) => {
                let stroke = kurbo::Stroke::new(width).with_join(kurbo::Join::Miter).with_miter_limit(4.0);
                context.set_stroke(stroke.with_caps(kurbo::Cap::Butt));
                context.stroke_path(&shape.path);
            }
        }
    }
    context.flush();
    let mut pixels = vec![0; (width * height * 4) as usize];
    let target = PixmapMut::new(width as u16, height as u16, &mut pixels).expect("the buffer's size");
    let target_init = TargetInit::Clear(AlphaColor::WHITE);
    let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
    context.render_with(target, &mut Resources::new(), settings);
    levels(&pixels)
}

/// Masks, laid over each other without rounding: zeno has no compositor that could add an error.
fn zeno(picture: &Picture) -> Levels {
    let (width, height) = picture.size;
    let mut shines = vec![1.0; width * height];
    for shape in &picture.shapes {
        let commands = commands(&shape.path);
        let mut mask = zeno::Mask::new(commands.as_slice());
        let mut pen = zeno::Stroke::new(shape.stroke.unwrap_or(1.0) as f32);
        pen.join(zeno::Join::Miter).miter_limit(4.0).cap(zeno::Cap::Butt);
        match shape.stroke {
            None => mask.style(if shape.even_odd { zeno::Fill::EvenOdd } else { zeno::Fill::NonZero }),
            Some(_) => mask.style(pen),
        };
        let (data, place) = mask.render();
        for (row, data) in data.chunks_exact(place.width.max(1) as usize).enumerate() {
            for (column, covered) in data.iter().enumerate() {
                let (x, y) = (place.left + column as i32, place.top + row as i32);
                let on = (0..width as i32).contains(&x) && (0..height as i32).contains(&y);
                if on {
                    shines[y as usize * width + x as usize] *= 1.0 - f64::from(*covered) / 255.0;
                }
            }
        }
    }
    shines.into_iter().map(|shines| (1.0 - shines) * 255.0).collect()
}

fn commands(path: &BezPath) -> Vec<zeno::Command> {
    path.elements().iter().map(|element| command(*element)).collect()
}
