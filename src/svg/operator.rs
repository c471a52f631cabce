//! Layers whose operator CSS has no name for: Porter-Duff's, said with masks.
//!
//! A layer `s` on all that was drawn before it in the same group, `b`, gives `s Fa + b Fb`, each factor 0, 1, the other's
//! alpha, or what it lacks of 1 (<https://www.w3.org/TR/compositing-1/#porterduffcompositingoperators>). So what was drawn
//! before is made a group of its own, and both are used again, each through a mask that is the other.

use kurbo::Rect;

use super::out::Out;
use crate::paint::BlendMode;

/// Filters that make masks: each gives white, so that masks hold by luminance (SVG 1.1) as by alpha.
const FILTERS: [(&str, &str); 3] = [
    // Alpha as it is.
    ("fw", "0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 0 0 0 1 0"),
    // What alpha lacks of 1.
    ("fn", "0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 0 0 0 -1 1"),
    // Colours without their alpha.
    ("fo", "1 0 0 0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 0 1"),
];

/// How a layer is put down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// Over what lies below, in a group of its own.
    Over,
    /// By a blend mode of CSS.
    Blend(&'static str),
    /// Not at all.
    Dropped,
    /// By masks.
    Masks,
}

pub(super) fn put(mode: BlendMode) -> Put {
    match mode {
        BlendMode::SourceOver => Put::Over,
        BlendMode::Destination => Put::Dropped,
        BlendMode::Clear
        | BlendMode::Copy
        | BlendMode::DestinationOver
        | BlendMode::SourceIn
        | BlendMode::DestinationIn
        | BlendMode::SourceOut
        | BlendMode::DestinationOut
        | BlendMode::SourceAtop
        | BlendMode::DestinationAtop
        | BlendMode::Xor => Put::Masks,
        BlendMode::Lighter => Put::Blend("plus-lighter"),
        BlendMode::Multiply => Put::Blend("multiply"),
        BlendMode::Screen => Put::Blend("screen"),
        BlendMode::Overlay => Put::Blend("overlay"),
        BlendMode::Darken => Put::Blend("darken"),
        BlendMode::Lighten => Put::Blend("lighten"),
        BlendMode::ColorDodge => Put::Blend("color-dodge"),
        BlendMode::ColorBurn => Put::Blend("color-burn"),
        BlendMode::HardLight => Put::Blend("hard-light"),
        BlendMode::SoftLight => Put::Blend("soft-light"),
        BlendMode::Difference => Put::Blend("difference"),
        BlendMode::Exclusion => Put::Blend("exclusion"),
        BlendMode::Hue => Put::Blend("hue"),
        BlendMode::Saturation => Put::Blend("saturation"),
        BlendMode::Color => Put::Blend("color"),
        BlendMode::Luminosity => Put::Blend("luminosity"),
    }
}

/// How often what was drawn before, and the layer, are used: by how many doublings a renderer's work may grow.
pub(super) fn doublings(mode: BlendMode, clipped: bool) -> (u32, u32) {
    match mode {
        BlendMode::SourceAtop => (1, 0),
        BlendMode::Xor => (1, 1),
        BlendMode::SourceIn | BlendMode::SourceOut => (u32::from(clipped), 0),
        BlendMode::DestinationAtop => (u32::from(clipped), 1),
        _ => (0, 0),
    }
}

/// A layer put down by masks: the groups `b<id>` and `s<id>`.
#[derive(Debug)]
pub(super) struct Combination {
    pub(super) mode: BlendMode,
    /// Whether its luminance counts instead of its alpha.
    pub(super) luminance: bool,
    pub(super) id: usize,
    /// The clip in force. The layer has it already.
    pub(super) clip: Option<usize>,
    /// The canvas, and a px around it.
    pub(super) region: Rect,
}

impl Combination {
    /// Whether what lies below, outside the clip, would be lost without a mask of its own.
    fn keeps_outside(&self) -> bool {
        self.mode.reaches_beyond_source() && self.clip.is_some()
    }

    /// The masks that [`write`](Self::write) uses.
    pub(super) fn masks(&self, out: &mut Out<'_>) {
        let outside = self.keeps_outside();
        match self.mode {
            BlendMode::SourceIn | BlendMode::SourceAtop => self.mask(out, 'b', "fw", 'b'),
            BlendMode::SourceOut => self.mask(out, 'b', "fn", 'b'),
            BlendMode::DestinationOut => self.mask(out, 's', "fn", 's'),
            BlendMode::DestinationAtop => self.mask(out, 's', "fw", 's'),
            BlendMode::Xor => {
                self.mask(out, 'b', "fn", 'b');
                self.mask(out, 's', "fn", 's');
            }
            BlendMode::DestinationIn => {
                self.begin_mask(out, 's');
                self.operand(out, 's', if self.luminance { None } else { Some("fw") });
                if outside {
                    self.outside(out);
                }
                out.push("</mask>\n");
            }
            _ => {}
        }
        if outside && self.mode != BlendMode::DestinationIn {
            self.begin_mask(out, 'o');
            self.outside(out);
            out.push("</mask>\n");
        }
    }

    /// What layer and ground become.
    pub(super) fn write(&self, out: &mut Out<'_>) {
        let masked = |out: &mut Out<'_>, operand: char, mask: char| {
            out.push("<g").url("mask", format_args!("m{mask}{}", self.id)).push(">");
            self.operand(out, operand, None);
            out.push("</g>");
        };
        // Colours over the other's without its alpha, then through its alpha.
        let atop = |out: &mut Out<'_>, below: char, above: char| {
            out.push("<g").url("mask", format_args!("m{below}{}", self.id)).push(">");
            self.operand(out, below, Some("fo"));
            self.operand(out, above, None);
            out.push("</g>");
        };
        let outside = self.keeps_outside();
        let whole = self.mode == BlendMode::DestinationIn;
        let sum = (outside && !whole && self.mode != BlendMode::Clear) || self.mode == BlendMode::Xor;
        if sum {
            out.push("<g style=\"isolation:isolate\">");
        }
        if outside && !whole {
            masked(out, 'b', 'o');
        }
        if self.mode == BlendMode::Xor {
            masked(out, 'b', 's');
        }
        if sum {
            out.push("<g style=\"mix-blend-mode:plus-lighter\">");
        }
        match self.mode {
            BlendMode::Copy => self.operand(out, 's', None),
            BlendMode::DestinationOver => {
                self.operand(out, 's', None);
                self.operand(out, 'b', None);
            }
            BlendMode::SourceIn | BlendMode::SourceOut | BlendMode::Xor => masked(out, 's', 'b'),
            BlendMode::DestinationIn | BlendMode::DestinationOut => masked(out, 'b', 's'),
            BlendMode::SourceAtop => atop(out, 'b', 's'),
            BlendMode::DestinationAtop => atop(out, 's', 'b'),
            _ => {}
        }
        if sum {
            out.push("</g></g>");
        }
        out.push("\n");
    }

    fn mask(&self, out: &mut Out<'_>, operand: char, filter: &str, name: char) {
        self.begin_mask(out, name);
        self.operand(out, operand, Some(filter));
        out.push("</mask>\n");
    }

    fn begin_mask(&self, out: &mut Out<'_>, name: char) {
        out.push("<mask").id(format_args!("m{name}{}", self.id)).push(" maskUnits=\"userSpaceOnUse\"");
        out.rect(self.region).push(if self.luminance { ">" } else { " style=\"mask-type:alpha\">" });
    }

    fn operand(&self, out: &mut Out<'_>, name: char, filter: Option<&str>) {
        out.push("<use").href(format_args!("{name}{}", self.id));
        if let Some(filter) = filter {
            out.url("filter", filter);
        }
        out.push("/>");
    }

    /// White where the clip lets nothing through.
    fn outside(&self, out: &mut Out<'_>) {
        let Some(clip) = self.clip else { return };
        out.push("<g").url("filter", "fn").push("><rect").rect(self.region);
        out.url("clip-path", format_args!("c{clip}")).push("/></g>");
    }
}

/// The filters that masks are made with.
pub(super) fn filters(out: &mut Out<'_>, region: Rect) {
    for (id, matrix) in FILTERS {
        out.push("<filter").id(id).push(" filterUnits=\"userSpaceOnUse\"").rect(region);
        out.push(" color-interpolation-filters=\"sRGB\"><feColorMatrix values=\"").push(matrix).push("\"/></filter>\n");
    }
}
