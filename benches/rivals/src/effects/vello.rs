//! `vello_cpu`: u8, no threads, one context that is reset.

use kurbo::{Affine, Rect, Shape as _};
use vello_common::filter_effects::{EdgeMode, Filter, FilterPrimitive};
use vello_cpu::peniko::color::{AlphaColor, Srgb};
use vello_cpu::{Image, PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit};

use super::{Drawn, PHOTO, Photos, SIZE, Work};
use crate::rivals::{vello_context, vello_image};

struct Vello {
    work: Work,
    photo: Image,
    card: kurbo::BezPath,
    context: RenderContext,
    resources: Resources,
    settings: RasterizerSettings,
    pixels: Vec<u8>,
}

pub fn ready(work: Work, photos: &Photos) -> Option<Box<dyn Drawn>> {
    let photo = match work {
        Work::Photo => vello_image(photos.large.clone(), PHOTO),
        _ => vello_image(photos.canvas.clone(), SIZE),
    };
    let target_init = TargetInit::Clear(AlphaColor::WHITE);
    Some(Box::new(Vello {
        work,
        photo,
        card: kurbo::RoundedRect::from_rect(Rect::new(300.0, 150.0, 900.0, 450.0), 16.0).to_path(0.1),
        context: vello_context(SIZE.0, SIZE.1),
        resources: Resources::new(),
        settings: RasterizerSettings { target_init, ..RasterizerSettings::default() },
        pixels: vec![0; photos.canvas.len()],
    }))
}

impl Drawn for Vello {
    fn draw(&mut self) {
        let whole = Rect::new(0.0, 0.0, f64::from(SIZE.0), f64::from(SIZE.1));
        let context = &mut self.context;
        context.reset();
        let photo = |context: &mut RenderContext, transform: Affine| {
            context.set_paint(self.photo.clone());
            context.set_paint_transform(transform);
            context.fill_rect(&whole);
            context.reset_paint_transform();
        };
        match self.work {
            Work::Card => {
                let color: AlphaColor<Srgb> = AlphaColor::from_rgba8(0, 0, 0, 128);
                let shadow = FilterPrimitive::DropShadow {
                    dx: 0.0,
                    dy: 8.0,
                    std_deviation: 12.0,
                    color,
                    edge_mode: EdgeMode::None,
                };
                context.push_filter_layer(Filter::from_primitive(shadow));
                context.set_paint(AlphaColor::<Srgb>::from_rgba8(250, 250, 252, 255));
                context.fill_path(&self.card);
                context.pop_layer();
            }
            Work::Blur(std_deviation) => {
                let std_deviation = std_deviation as f32;
                let blur = FilterPrimitive::GaussianBlur { std_deviation, edge_mode: EdgeMode::None };
                context.push_filter_layer(Filter::from_primitive(blur));
                photo(context, Affine::IDENTITY);
                context.pop_layer();
            }
            Work::Layer => {
                context.push_opacity_layer(0.6);
                photo(context, Affine::IDENTITY);
                context.pop_layer();
            }
            Work::Photo => {
                let (x, y) = (f64::from(SIZE.0) / f64::from(PHOTO.0), f64::from(SIZE.1) / f64::from(PHOTO.1));
                photo(context, Affine::new([x, 0.0, 0.0, y, 0.0, 0.0]));
            }
        }
        context.flush();
        let (width, height) = (context.width(), context.height());
        let target = PixmapMut::new(width, height, &mut self.pixels).expect("the buffer's size");
        context.render_with(target, &mut self.resources, self.settings);
    }

    fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}
