//! What is done to layers: filters, shadows, masks; and texts as clips.

use inkstone::kurbo::{Affine, Circle};
use inkstone::{
    BlendMode, Color, DropShadow, Filter, Gradient, Layer, Mask, Paragraph, Scene, SceneBuilder, Shadow, TextStyle,
};

use super::desk::{BLUE, Desk, GOLD, INK, PALE, RED, TEAL, cells, rect};

pub(crate) fn draw(desk: &mut Desk<'_>) {
    blurs(desk);
    colours(desk);
    shadows(desk);
    masks(desk);
    text_clips(desk);
}

/// Shapes of all kinds of edges in a cell of 48 px.
fn figure(s: &mut SceneBuilder) {
    s.fill(rect(8.0, 8.0, 20.0, 20.0), RED).fill(Circle::new((30.0, 30.0), 10.0), TEAL);
    s.stroke("M6 42 L42 6", 1.0, INK).fill(rect(10.0, 34.0, 8.0, 6.0), GOLD.with_alpha(0.6));
}

fn blurs(desk: &mut Desk<'_>) {
    let blurred = |s: &mut SceneBuilder, filters: Vec<Filter>| {
        s.layer(Layer::new().with_filters(filters), figure);
    };
    desk.paper("filters/blur", (192.0, 96.0), |s| {
        cells(s, 4, (48.0, 48.0), [0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 9.0, 20.0], |s, std_deviation| {
            s.clipped(rect(0.0, 0.0, 48.0, 48.0), |s| blurred(s, vec![Filter::Blur(std_deviation)]));
        });
    });
    // What lies beyond the canvas is blurred into it.
    desk.clear("filters/blur-from-beyond", (64.0, 48.0), |s| {
        s.layer(Layer::new().with_filters([Filter::Blur(6.0)]), |s| {
            s.fill(rect(-40.0, -40.0, 48.0, 60.0), BLUE).fill(rect(50.0, 30.0, 40.0, 60.0), GOLD);
        });
    });
    // Blurred twice is blurred by the root of the sum of the squares; a clip outside cuts, one inside is blurred.
    desk.clear("filters/blur-twice-and-clips", (144.0, 48.0), |s| {
        cells(s, 3, (48.0, 48.0), 0..3, |s, cell| match cell {
            0 => blurred(s, vec![Filter::Blur(3.0), Filter::Blur(4.0)]),
            1 => _ = s.clipped(Circle::new((24.0, 24.0), 18.0), |s| blurred(s, vec![Filter::Blur(3.0)])),
            _ => {
                s.layer(Layer::new().with_filters([Filter::Blur(3.0)]), |s| {
                    s.clipped(Circle::new((24.0, 24.0), 18.0), figure);
                });
            }
        });
    });
    // A transform leaves lengths of filters alone.
    desk.clear("filters/transform", (96.0, 96.0), |s| {
        s.transformed(Affine::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]), |s| blurred(s, vec![Filter::Blur(2.0)]));
    });
}

fn colours(desk: &mut Desk<'_>) {
    let mut swap = [0.0; 20];
    (swap[1], swap[7], swap[10], swap[18]) = (1.0, 1.0, 1.0, 0.8);
    let filters = [
        Filter::Brightness(0.5),
        Filter::Brightness(1.8),
        Filter::Contrast(0.4),
        Filter::Contrast(2.0),
        Filter::Grayscale(1.0),
        Filter::HueRotate(std::f64::consts::FRAC_PI_2),
        Filter::Invert(1.0),
        Filter::Opacity(0.4),
        Filter::Saturate(0.3),
        Filter::Saturate(3.0),
        Filter::Sepia(1.0),
        Filter::ColorMatrix(swap),
    ];
    desk.clear("filters/colours", (192.0, 96.0), |s| {
        cells(s, 6, (32.0, 48.0), filters, |s, filter| {
            s.layer(Layer::new().with_filters([filter]), |s| {
                let spectrum = Gradient::linear((0.0, 0.0), (0.0, 44.0)).with_colors([RED, GOLD, TEAL, BLUE, PALE]);
                s.fill(rect(2.0, 2.0, 20.0, 44.0), spectrum);
                let fade =
                    Gradient::linear((0.0, 2.0), (0.0, 46.0)).with_colors([RED.with_alpha(1.0), RED.with_alpha(0.0)]);
                s.fill(rect(22.0, 2.0, 8.0, 44.0), fade);
            });
        });
    });
    // A matrix that makes something of nothing makes it everywhere.
    let mut flood = [0.0; 20];
    (flood[0], flood[6], flood[12], flood[18], flood[14], flood[19]) = (1.0, 1.0, 1.0, 1.0, 0.5, 0.25);
    desk.clear("filters/colour-matrix-of-nothing", (48.0, 48.0), |s| {
        s.clipped(Circle::new((24.0, 24.0), 22.0), |s| {
            s.layer(Layer::new().with_filters([Filter::ColorMatrix(flood)]), figure);
        });
    });
}

fn shadows(desk: &mut Desk<'_>) {
    let shadow = Shadow::new(Color::from_rgba8(20, 24, 60, 170)).with_offset((5.0, 7.0)).with_blur(8.0);
    desk.paper("shadows/of-everything", (256.0, 72.0), |s| {
        cells(s, 4, (64.0, 72.0), 0..4, |s, cell| {
            s.layer(Layer::new().with_shadow(shadow), |s| match cell {
                0 => _ = s.fill(rect(10.0, 12.0, 40.0, 40.0), GOLD),
                1 => _ = s.stroke(Circle::new((32.0, 32.0), 18.0), 6.0, TEAL),
                2 => _ = s.text((8.0, 44.0), Paragraph::new("墨", TextStyle::new(44.0).with_paint(RED))),
                _ => figure(s),
            });
        });
    });
    desk.paper("shadows/offsets", (192.0, 48.0), |s| {
        let shadows = [(0.0, 0.0, 12.0), (6.0, 0.0, 0.0), (-6.5, 4.25, 0.0), (0.0, -8.0, 4.0)];
        cells(s, 4, (48.0, 48.0), shadows, |s, (x, y, blur)| {
            let shadow = Shadow::new(INK).with_offset((x, y)).with_blur(blur);
            // Turned and enlarged: the offset is not.
            s.transformed(Affine::new([0.8, 0.6, -0.6, 0.8, 24.0, 24.0]), |s| {
                s.layer(Layer::new().with_shadow(shadow), |s| _ = s.fill(rect(-9.0, -9.0, 18.0, 18.0), GOLD));
            });
        });
    });
    // Only the shadow is seen of what lies beyond the canvas.
    desk.paper("shadows/from-beyond", (64.0, 64.0), |s| {
        let shadow = Shadow::new(RED).with_offset((200.0, 0.0)).with_blur(4.0);
        s.layer(Layer::new().with_shadow(shadow), |s| _ = s.fill(Circle::new((-168.0, 32.0), 20.0), INK));
    });
    // By the layer's operator and opacity, shadow and layer each.
    desk.clear("shadows/operators", (192.0, 48.0), |s| {
        let modes = [BlendMode::SourceOver, BlendMode::Multiply, BlendMode::DestinationOver, BlendMode::SourceAtop];
        cells(s, 4, (48.0, 48.0), modes, |s, mode| {
            s.layer(Layer::new(), |s| {
                s.fill(rect(4.0, 4.0, 28.0, 40.0), PALE);
                let shadow = Shadow::new(BLUE).with_offset((6.0, 6.0)).with_blur(3.0);
                s.layer(Layer::new().with_shadow(shadow).with_opacity(0.8).with_blend_mode(mode), |s| {
                    s.fill(Circle::new((26.0, 20.0), 12.0), GOLD);
                });
            });
        });
    });
    desk.paper("filters/drop-shadow", (96.0, 48.0), |s| {
        let drop = DropShadow::new(BLUE).with_offset((4.0, 4.0)).with_std_deviation(2.0);
        s.layer(Layer::new().with_filters([Filter::DropShadow(drop), Filter::Sepia(0.5)]).with_opacity(0.8), figure);
        s.transformed(Affine::translate((48.0, 0.0)), |s| {
            let second = DropShadow::new(RED).with_offset((-3.0, 6.5));
            s.layer(Layer::new().with_filters([Filter::DropShadow(drop), Filter::DropShadow(second)]), |s| {
                s.fill(rect(14.0, 12.0, 18.0, 18.0), GOLD);
            });
        });
    });
}

fn masks(desk: &mut Desk<'_>) {
    let scene = |draw: &dyn Fn(&mut SceneBuilder)| {
        let mut mask = Scene::builder(48.0, 48.0);
        draw(&mut mask);
        mask.finish().unwrap()
    };
    let rings = |s: &mut SceneBuilder| {
        s.fill(Circle::new((24.0, 24.0), 20.0), Color::WHITE);
        s.stroke(Circle::new((24.0, 24.0), 12.0), 6.0, Color::from_rgba8(0, 0, 0, 255));
        s.fill(rect(20.0, 0.0, 8.0, 48.0), Color::from_rgba8(200, 30, 30, 128));
    };
    let fade = |s: &mut SceneBuilder| {
        let across = Gradient::linear((4.0, 0.0), (44.0, 0.0)).with_colors([Color::BLACK, Color::TRANSPARENT]);
        s.fill(rect(0.0, 0.0, 48.0, 48.0), across);
    };
    desk.clear("masks/alpha-and-luminance", (192.0, 48.0), |s| {
        let masks = [Mask::alpha(scene(&fade)), Mask::alpha(scene(&rings)), Mask::luminance(scene(&rings))];
        let masks = masks.into_iter().map(Some).chain([None]);
        cells(s, 4, (48.0, 48.0), masks, |s, mask| {
            let layer = mask.map_or(Layer::new(), |mask| Layer::new().with_mask(mask));
            s.layer(layer, figure);
        });
    });
    desk.clear("masks/with-filters-and-shadow", (144.0, 48.0), |s| {
        let shadow = Shadow::new(INK).with_offset((3.0, 3.0)).with_blur(4.0);
        let round = Mask::alpha(scene(&|s| _ = s.fill(Circle::new((24.0, 24.0), 16.0), INK)));
        cells(s, 3, (48.0, 48.0), 0..3, |s, cell| {
            let layer = Layer::new().with_mask(round.clone()).with_opacity(0.9);
            let layer = match cell {
                0 => layer.with_filters([Filter::Blur(2.0)]),
                1 => layer.with_shadow(shadow),
                _ => layer.with_filters([Filter::Blur(1.0), Filter::Invert(1.0)]).with_shadow(shadow),
            };
            s.layer(layer, figure);
        });
    });
    // A mask inside a mask, turned with what it masks.
    desk.clear("masks/nested", (48.0, 48.0), |s| {
        let inner = Mask::alpha(scene(&fade));
        let outer = scene(&|s| _ = s.layer(Layer::new().with_mask(inner.clone()), rings));
        s.transformed(Affine::new([0.8, 0.6, -0.6, 0.8, 19.2, -9.6]), |s| {
            s.layer(Layer::new().with_mask(Mask::alpha(outer)), |s| _ = s.fill(rect(4.0, 4.0, 40.0, 40.0), TEAL));
        });
    });
}

fn text_clips(desk: &mut Desk<'_>) {
    desk.clear("clips/text", (160.0, 96.0), |s| {
        let spectrum = Gradient::linear((0.0, 8.0), (0.0, 90.0)).with_colors([RED, GOLD, TEAL, BLUE]);
        s.clipped_to_text((8.0, 44.0), Paragraph::new("墨石 Ag", TextStyle::new(36.0)), |s| {
            s.fill(rect(0.0, 0.0, 160.0, 48.0), spectrum.clone());
        });
        // In a clip, turned, and in a layer.
        s.clipped(Circle::new((80.0, 72.0), 40.0), |s| {
            s.transformed(Affine::new([0.995, -0.1, 0.1, 0.995, 0.0, 8.0]), |s| {
                s.clipped_to_text((8.0, 84.0), Paragraph::new("山水 canvas", TextStyle::new(28.0)), |s| {
                    s.fill(rect(0.0, 40.0, 170.0, 60.0), BLUE);
                    s.layer(Layer::new().with_opacity(0.5), |s| _ = s.fill(rect(0.0, 40.0, 170.0, 35.0), GOLD));
                });
            });
        });
    });
}
