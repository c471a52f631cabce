//! SVG documents drawn into pictures.

use inkstone::kurbo::{Affine, Rect};
use inkstone::{Image, RenderOptions, rotation};

use super::desk::{Desk, rect};

fn svg(inside: &str) -> Image {
    let open = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\">";
    Image::from_svg(format!("{open}{inside}</svg>").into_bytes())
}

/// A brush in an inkstone.
fn icon() -> Image {
    svg(
        "<rect x=\"4\" y=\"26\" width=\"40\" height=\"16\" rx=\"5\" fill=\"#1c1e22\"/><ellipse cx=\"20\" cy=\"32\" rx=\"11\" \
         ry=\"3\" fill=\"#3a3f4a\"/><path d=\"M42 3L24 27\" stroke=\"#b22a22\" stroke-width=\"4\" stroke-linecap=\"round\"/>\
         <path d=\"M24 27l-4 5 5-2z\" fill=\"#ecb22e\"/>",
    )
}

pub(crate) fn draw(desk: &mut Desk<'_>) {
    for (name, dpi) in [("svg-in/icon-96", 96.0), ("svg-in/icon-288", 288.0)] {
        desk.with(name, (52.0, 52.0), &RenderOptions::new().with_dpi(dpi), |s| {
            s.image(&icon(), rect(2.0, 2.0, 48.0, 48.0));
        });
    }
    desk.clear("svg-in/placed", (160.0, 64.0), |s| {
        s.image(&icon(), Rect::new(50.0, 8.0, 2.0, 56.0)).image(&icon(), rect(56.0, 24.0, 44.0, 16.0));
        s.transformed(Affine::translate((132.0, 32.0)) * rotation(0.5), |s| {
            s.image(&icon(), rect(-24.0, -24.0, 48.0, 48.0));
        });
    });
    desk.paper("svg-in/features", (128.0, 128.0), |s| {
        let features = svg(
            "<defs><linearGradient id=\"g\" x2=\"0\" y2=\"1\"><stop stop-color=\"#182042\"/><stop offset=\"1\" \
             stop-color=\"#ec805c\"/></linearGradient><pattern id=\"p\" width=\"4\" height=\"4\" \
             patternUnits=\"userSpaceOnUse\"><circle cx=\"2\" cy=\"2\" r=\"1.2\" fill=\"#148c82\"/></pattern><filter \
             id=\"f\"><feDropShadow dx=\"1\" dy=\"1\" stdDeviation=\".8\"/></filter><clipPath id=\"c\"><circle cx=\"12\" \
             cy=\"12\" r=\"10\"/></clipPath><mask id=\"m\"><rect width=\"48\" height=\"48\" fill=\"url(#w)\"/></mask>\
             <linearGradient id=\"w\"><stop stop-color=\"#fff\"/><stop offset=\"1\"/></linearGradient></defs>\
             <rect width=\"24\" height=\"24\" fill=\"url(#g)\" clip-path=\"url(#c)\"/><rect x=\"26\" y=\"2\" width=\"20\" \
             height=\"20\" fill=\"url(#p)\" stroke=\"#1c1e22\"/><rect x=\"3\" y=\"27\" width=\"16\" height=\"16\" rx=\"4\" \
             fill=\"#ecb22e\" filter=\"url(#f)\"/><g mask=\"url(#m)\"><rect x=\"26\" y=\"26\" width=\"20\" height=\"20\" \
             fill=\"#b22a22\"/></g>",
        );
        s.image(&features, rect(0.0, 0.0, 128.0, 128.0));
    });
    desk.paper("svg-in/text", (160.0, 60.0), |s| {
        let text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"160\" height=\"60\"><text x=\"8\" y=\"28\" \
                    font-size=\"24\">墨石 ink あ 한</text><text x=\"152\" y=\"52\" text-anchor=\"end\" font-size=\"16\" \
                    font-weight=\"bold\" fill=\"#b22a22\" letter-spacing=\"1\">שלום สวัสดี</text></svg>";
        s.image(&Image::from_svg(text.as_bytes()), rect(0.0, 0.0, 160.0, 60.0));
    });
}
