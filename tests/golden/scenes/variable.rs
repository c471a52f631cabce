//! A font whose letters show where its axes stand; `tests/fonts/variable.py` makes it.

use inkstone::{Baseline, Engine, FontLibrary, FontVariation, Paragraph, TextAnchor, TextStyle};

use super::desk::{Desk, RED};

/// An engine with the bundled fonts, the variable one and the one of emoji, which come last.
pub(crate) fn engine() -> Engine {
    let mut fonts = FontLibrary::bundled();
    fonts.add_bytes("variable", include_bytes!("../../fonts/variable.ttf")).unwrap();
    fonts.add_bytes("emoji", include_bytes!("../../fonts/emoji.ttf")).unwrap();
    Engine::builder().with_fonts(fonts).build()
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    let style = TextStyle::new(36.0).with_families(["Inkstone Test Variable"]).with_optical_sizing(false);
    desk.paper("variable/axes", (330.0, 190.0), |s| {
        let tags = |tag: &'static str, values: [f64; 3]| {
            values.map(|value| style.clone().with_variations([FontVariation::new(tag, value)]))
        };
        let weights = [100, 400, 900].map(|weight| style.clone().with_weight(weight));
        let widths = [50.0, 100.0, 200.0].map(|stretch| style.clone().with_stretch(stretch));
        let rows = [
            weights,
            tags("opsz", [8.0, 16.0, 72.0]),
            tags("slnt", [-15.0, -7.0, 0.0]),
            [style.clone().with_italic(true), tags("GRAD", [100.0; 3])[0].clone(), style.clone()],
        ];
        for (i, row) in rows.into_iter().enumerate() {
            let text =
                row.into_iter().fold(Paragraph::new("", style.clone()), |text, style| text.with_span("HIx ", style));
            s.text((6.0, 34.0 + 37.0 * i as f64), text.with_anchor(TextAnchor::Start, Baseline::Alphabetic));
        }
        let text =
            widths.into_iter().fold(Paragraph::new("", style.clone()), |text, style| text.with_span("HI", style));
        s.text((6.0, 182.0), text);
    });
    desk.paper("variable/optical-sizes", (200.0, 60.0), |s| {
        let sized = |size: f64| style.clone().with_optical_sizing(true).with_size(size);
        let text =
            Paragraph::new("H", sized(8.0)).with_span("H", sized(16.0)).with_span("H", sized(72.0).with_paint(RED));
        s.text((4.0, 54.0), text);
        s.text((100.0, 54.0), ("H", style.clone().with_size(72.0)));
    });
}
