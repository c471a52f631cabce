//! The sheet of effects: filters, shadows, masks, texts as clips.

use inkstone::kurbo::{Circle, Rect, RoundedRect};
use inkstone::{
    Color, DropShadow, Error, Filter, Gradient, Layer, Mask, Paragraph, Scene, SceneBuilder, Shadow, TextStyle,
};

use super::sheet::{BLUE, CELL, FAINT, GOLD, INK, RED, TEAL, cell};

/// The sheet.
pub(crate) fn effects() -> Result<Scene, Error> {
    let mut scene = Scene::builder(6.0 * CELL, 4.0 * CELL);
    for (column, std_deviation) in (0..).zip([0.0, 1.0, 3.0, 6.0, 12.0]) {
        filtered(&mut scene, (column, 0), &format!("blur {std_deviation}"), [Filter::Blur(std_deviation)]);
    }
    let glow = DropShadow::new(BLUE).with_std_deviation(5.0);
    filtered(&mut scene, (5, 0), "drop-shadow", [Filter::DropShadow(glow)]);
    let colours = [
        ("grayscale", Filter::Grayscale(1.0)),
        ("sepia", Filter::Sepia(1.0)),
        ("hue-rotate", Filter::HueRotate(2.0)),
        ("invert", Filter::Invert(1.0)),
        ("saturate 0.4", Filter::Saturate(0.4)),
        ("contrast 2", Filter::Contrast(2.0)),
    ];
    for (column, (words, filter)) in (0..).zip(colours) {
        filtered(&mut scene, (column, 1), words, [filter]);
    }
    shadows(&mut scene);
    masks(&mut scene)?;
    scene.finish()
}

fn figure(scene: &mut SceneBuilder) {
    let warm = Gradient::linear((20.0, 16.0), (76.0, 72.0)).with_colors([GOLD, RED]);
    scene.fill(Rect::new(20.0, 16.0, 76.0, 72.0), warm).fill(Circle::new((76.0, 68.0), 24.0), TEAL);
    scene.stroke("M18 94L102 14", 2.0, INK);
}

fn filtered<const N: usize>(scene: &mut SceneBuilder, (column, row): (u32, u32), words: &str, filters: [Filter; N]) {
    cell(scene, column, row, words, |scene| {
        scene.layer(Layer::new().with_filters(filters), figure);
    });
}

fn shadows(scene: &mut SceneBuilder) {
    let soft = Shadow::new(Color::from_rgba8(20, 24, 60, 150)).with_offset((0.0, 6.0)).with_blur(14.0);
    let hard = Shadow::new(INK.with_alpha(0.5)).with_offset((5.0, 5.0));
    let card = RoundedRect::new(20.0, 18.0, 100.0, 84.0, 10.0);
    cell(scene, 0, 2, "a card's shadow", |scene| {
        scene.layer(Layer::new().with_shadow(soft), |scene| _ = scene.fill(card, FAINT));
    });
    cell(scene, 1, 2, "of a stroke, sharp", |scene| {
        scene.layer(Layer::new().with_shadow(hard), |scene| {
            scene.stroke(Circle::new((60.0, 52.0), 30.0), 8.0, BLUE);
        });
    });
    cell(scene, 2, 2, "of text", |scene| {
        scene.layer(Layer::new().with_shadow(soft), |scene| {
            scene.text((20.0, 84.0), Paragraph::new("墨", TextStyle::new(80.0).with_paint(RED)));
        });
    });
    cell(scene, 3, 2, "of a group, translucent", |scene| {
        scene.layer(Layer::new().with_shadow(hard).with_opacity(0.6), figure);
    });
    cell(scene, 4, 2, "two, by filters", |scene| {
        let above = DropShadow::new(GOLD).with_offset((-6.0, -6.0));
        let below = DropShadow::new(BLUE).with_offset((6.0, 8.0)).with_std_deviation(3.0);
        let filters = [Filter::DropShadow(above), Filter::DropShadow(below)];
        scene.layer(Layer::new().with_filters(filters), |scene| _ = scene.fill(card, TEAL));
    });
    cell(scene, 5, 2, "text as a clip", |scene| {
        let spectrum = Gradient::linear((0.0, 20.0), (0.0, 90.0)).with_colors([RED, GOLD, TEAL, BLUE]);
        scene.clipped_to_text((20.0, 84.0), Paragraph::new("石", TextStyle::new(80.0)), |scene| {
            scene.fill(Rect::new(0.0, 0.0, CELL, 100.0), spectrum);
        });
    });
}

fn masks(scene: &mut SceneBuilder) -> Result<(), Error> {
    let sheet = |draw: &dyn Fn(&mut SceneBuilder)| {
        let mut mask = Scene::builder(CELL, CELL);
        draw(&mut mask);
        mask.finish()
    };
    let rings = |scene: &mut SceneBuilder| {
        for (i, radius) in [46.0, 36.0, 26.0, 16.0].into_iter().enumerate() {
            let color = if i % 2 == 0 { Color::WHITE } else { Color::BLACK };
            scene.fill(Circle::new((60.0, 54.0), radius), color);
        }
    };
    let fade = |scene: &mut SceneBuilder| {
        let across = Gradient::linear((16.0, 0.0), (104.0, 0.0)).with_colors([Color::BLACK, Color::TRANSPARENT]);
        scene.fill(Rect::new(0.0, 0.0, CELL, 104.0), across);
    };
    let letter = |scene: &mut SceneBuilder| {
        scene.text((16.0, 92.0), Paragraph::new("永", TextStyle::new(88.0)));
    };
    let soft = Shadow::new(INK).with_offset((3.0, 3.0)).with_blur(6.0);
    let layers = [
        ("alpha mask", Layer::new().with_mask(Mask::alpha(sheet(&fade)?))),
        ("luminance mask", Layer::new().with_mask(Mask::luminance(sheet(&rings)?))),
        ("text as a mask", Layer::new().with_mask(Mask::alpha(sheet(&letter)?))),
        ("with a shadow", Layer::new().with_mask(Mask::alpha(sheet(&rings)?)).with_shadow(soft)),
        ("blurred, then masked", {
            Layer::new().with_mask(Mask::alpha(sheet(&letter)?)).with_filters([Filter::Blur(4.0)])
        }),
        ("masked, translucent", Layer::new().with_mask(Mask::luminance(sheet(&rings)?)).with_opacity(0.5)),
    ];
    for (column, (words, layer)) in (0..).zip(layers) {
        cell(scene, column, 3, words, |scene| _ = scene.layer(layer, figure));
    }
    Ok(())
}
