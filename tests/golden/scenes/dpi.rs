//! One scene at several DPIs; backgrounds; sizes.

use inkstone::kurbo::{Circle, RoundedRect};
use inkstone::{Color, Gradient, Image, Paragraph, RenderOptions, Sampling, SceneBuilder, Stroke, TextStyle};

use super::desk::{BLUE, Desk, GOLD, INK, RED, TEAL, rect, test_picture};

/// Something of everything.
fn card(s: &mut SceneBuilder) {
    let ground = Gradient::linear((0.0, 0.0), (0.0, 48.0)).with_colors([GOLD, RED]);
    s.fill(RoundedRect::new(1.0, 1.0, 63.0, 47.0, 7.0), ground);
    s.stroke("M6 40 C20 20 30 50 58 30", Stroke::new(1.5).with_dashes([5.0, 2.0]), INK);
    s.clipped(Circle::new((48.0, 15.0), 10.0), |s| {
        s.image(&Image::from(test_picture(10, 10)).with_sampling(Sampling::Nearest), rect(38.0, 5.0, 20.0, 20.0));
    });
    s.text((6.0, 22.0), Paragraph::new("墨 ink", TextStyle::new(13.0)));
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    for (name, dpi) in [("dpi/48", 48.0), ("dpi/96", 96.0), ("dpi/144", 144.0), ("dpi/192", 192.0), ("dpi/300", 300.0)]
    {
        desk.with(name, (64.0, 48.0), &RenderOptions::new().with_dpi(dpi), card);
    }
    // 33 x 21 px at 100 DPI are 34.375 x 21.875: rounded to 34 x 22.
    desk.with("dpi/rounded-size", (33.0, 21.0), &RenderOptions::new().with_dpi(100.0), |s| {
        s.fill(rect(0.0, 0.0, 33.0, 21.0), TEAL).stroke(rect(0.5, 0.5, 32.0, 20.0), 1.0, INK);
    });
    desk.clear("dpi/fractional-size", (20.4, 20.6), |s| {
        s.fill(rect(0.0, 0.0, 20.4, 20.6), TEAL);
    });
    for (name, color) in [
        ("backgrounds/opaque", Color::from_rgb8(250, 240, 220)),
        ("backgrounds/translucent", BLUE.with_alpha(0.4)),
        ("backgrounds/transparent", Color::TRANSPARENT),
    ] {
        desk.with(name, (48.0, 48.0), &RenderOptions::new().with_background(color), |s| {
            s.fill(Circle::new((24.0, 24.0), 16.0), RED.with_alpha(0.7));
        });
    }
}
