//! inkstone: a prepared display list, rendered into a buffer that is kept.

use inkstone::{
    Canvas, Color, DisplayList, Engine, Filter, Image, Layer, Pixmap, PixmapMut, RenderOptions, Scene, Shadow,
};
use kurbo::Rect;

use super::{Drawn, PHOTO, Photos, SIZE, Work};

struct Inkstone {
    canvas: Canvas,
    list: DisplayList,
    options: RenderOptions,
    pixels: Vec<u8>,
}

pub fn ready(work: Work, photos: &Photos) -> Option<Box<dyn Drawn>> {
    let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
    let whole = Rect::new(0.0, 0.0, width, height);
    let image = |bytes: &[u8], (w, h)| Some(Image::from(Pixmap::from_premultiplied(bytes.to_vec(), w, h).ok()?));
    let photo = image(&photos.canvas, SIZE)?;
    let mut scene = Scene::builder(width, height);
    match work {
        Work::Card => {
            let shadow = Shadow::new(Color::from_rgba8(0, 0, 0, 128)).with_offset((0.0, 8.0)).with_blur(24.0);
            scene.layer(Layer::new().with_shadow(shadow), |scene| {
                let card = kurbo::RoundedRect::from_rect(Rect::new(300.0, 150.0, 900.0, 450.0), 16.0);
                scene.fill(card, Color::from_rgb8(250, 250, 252));
            });
        }
        Work::Blur(std_deviation) => {
            scene.layer(Layer::new().with_filters([Filter::Blur(std_deviation)]), |scene| {
                scene.image(&photo, whole);
            });
        }
        Work::Layer => _ = scene.layer(Layer::new().with_opacity(0.6), |scene| _ = scene.image(&photo, whole)),
        Work::Photo => _ = scene.image(&image(&photos.large, PHOTO)?, whole),
    }
    let scene = scene.finish().ok()?;
    let (mut canvas, options) = (Engine::new().canvas(), RenderOptions::new().with_background(Color::WHITE));
    let list = canvas.prepare(&scene, &options).ok()?;
    Some(Box::new(Inkstone { canvas, list, options, pixels: vec![0; photos.canvas.len()] }))
}

impl Drawn for Inkstone {
    fn draw(&mut self) {
        let (width, height) = SIZE;
        let mut target = PixmapMut { data: &mut self.pixels, width, height, stride: width as usize * 4 };
        self.canvas.render_into(&self.list, &self.options, &mut target).expect("the list is within the limits");
    }

    fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
