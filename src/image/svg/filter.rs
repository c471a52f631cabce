//! Filters of SVG documents: what each primitive takes, and which numbers it may hold.

use resvg::tiny_skia::{IntRect, Transform};
use resvg::usvg::filter::{Filter, Kind};

use super::scan::refused;
use super::surface::{Surface, device, whole};
use super::walk::{Walk, named};
use crate::error::Error;
use crate::limits::within;
use crate::units::MAX_COORDINATE;

/// Octaves of noise: each has half the amplitude of the one before, and after eight of them it is below a step of 8 bits.
const OCTAVES: u32 = 16;
/// Standard deviation of a blur in device pixels.
const DEVIATION: f64 = 10_000.0;

/// Steps for a pixel of a primitive that does little; of the input it copies and the colour space it changes.
const PLAIN: u64 = 30;
const NOISE: u64 = 120;
const BLUR: u64 = 150;
const LIGHT: u64 = 150;
const TAP: u64 = 6;

/// Adds up a filter on a layer.
pub(super) fn filter(walk: &mut Walk<'_, '_>, filter: &Filter, layer: Surface) -> Result<(), Error> {
    let name = named("the filter", filter.id());
    device(filter.rect().to_rect(), layer.transform, || format!("{name}, its region,"))?;
    let Some(region) = whole(filter.rect(), layer.transform) else { return Ok(()) };
    let (pixels, limits) = (u64::from(region.width()) * u64::from(region.height()), walk.cost.limits);
    let held = filter.primitives().len() as u64 + 5;
    // The layer may be the larger one; inputs are copies of it.
    let each = pixels.max(layer.pixels());
    if let Err(Error::LimitExceeded { asked, allowed, .. }) =
        within("render_bytes", each.saturating_mul(4).saturating_mul(held), limits.render_bytes)
    {
        let (width, height, primitives) = (region.width(), region.height(), filter.primitives().len());
        return Err(refused(format!(
            "{name} of {primitives} primitives on {width} x {height} device pixels needs {asked} bytes, at most {allowed}"
        )));
    }
    let mut sum = 0_u64;
    for primitive in filter.primitives() {
        device(primitive.rect().to_rect(), layer.transform, || format!("{name}, a primitive of it,"))?;
        let kind = primitive.kind();
        let steps = steps(kind, layer, region).map_err(|reason| refused(format!("{name}: {reason}")))?;
        sum = sum.saturating_add(each.saturating_mul(steps.saturating_add(PLAIN)));
        if sum > limits.svg_work {
            let allowed = limits.svg_work;
            return Err(refused(format!("{name}: {} and before takes {sum} steps, at most {allowed}", tag(kind))));
        }
    }
    walk.cost.work(sum)?;
    let images = filter.primitives().iter().filter_map(|primitive| match primitive.kind() {
        Kind::Image(image) => Some((image, primitive)),
        _ => None,
    });
    for (image, primitive) in images {
        let Some(part) = whole(primitive.rect(), layer.transform) else { continue };
        let (sx, sy) = layer.transform.get_scale();
        let transform = Transform::from_row(sx, 0.0, 0.0, sy, part.x() as f32, part.y() as f32);
        let surface = Surface { width: region.width(), height: region.height(), transform };
        let Some(bounds) = IntRect::from_xywh(0, 0, region.width(), region.height()) else { continue };
        walk.cost.holding(each, 4 * held, |cost| Walk { cost, bounds }.nodes(image.root(), surface))?;
    }
    walk.cost.holding(each, 4 * held, |_| Ok(()))
}

/// Steps for a pixel beside the plain ones.
fn steps(kind: &Kind, layer: Surface, region: IntRect) -> Result<u64, String> {
    let (sx, sy) = layer.transform.get_scale();
    let scaled = |x: f32, y: f32| (f64::from(x) * f64::from(sx), f64::from(y) * f64::from(sy));
    let tag = tag(kind);
    let deviation = |x: f32, y: f32| {
        let (x, y) = scaled(x, y);
        if x.max(y) <= DEVIATION {
            return Ok(BLUR);
        }
        Err(format!("{tag} stdDeviation {} device pixels, at most {DEVIATION}", x.max(y)))
    };
    let offset = |x: f32, y: f32| {
        let (x, y) = scaled(x, y);
        if x.abs().max(y.abs()) <= MAX_COORDINATE {
            return Ok(0);
        }
        let farther = if x.abs() > y.abs() { x } else { y };
        Err(format!("{tag} by {farther} device pixels, at most {MAX_COORDINATE}"))
    };
    match kind {
        Kind::Turbulence(noise) => match noise.num_octaves() {
            octaves if octaves <= OCTAVES => Ok(NOISE * u64::from(octaves)),
            octaves => Err(format!("{tag} numOctaves {octaves}, at most {OCTAVES}")),
        },
        Kind::GaussianBlur(blur) => deviation(blur.std_dev_x().get(), blur.std_dev_y().get()),
        Kind::DropShadow(shadow) => {
            offset(shadow.dx(), shadow.dy())?;
            Ok(deviation(shadow.std_dev_x().get(), shadow.std_dev_y().get())? + 2 * PLAIN)
        }
        Kind::Offset(by) => offset(by.dx(), by.dy()),
        Kind::ConvolveMatrix(matrix) => {
            Ok(TAP * u64::from(matrix.matrix().columns()) * u64::from(matrix.matrix().rows()))
        }
        Kind::Morphology(morphology) => {
            let (x, y) = scaled(morphology.radius_x().get(), morphology.radius_y().get());
            let taps = |radius: f64, size: u32| (radius.ceil() * 2.0).min(f64::from(size.max(layer.width))) as u64;
            let rows = (y.ceil() * 2.0).min(f64::from(region.height().max(layer.height))) as u64;
            Ok(TAP * taps(x, region.width()) * rows)
        }
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => Ok(LIGHT),
        Kind::Tile(_) => Ok(40),
        Kind::Merge(merge) => Ok(PLAIN * merge.inputs().len() as u64),
        Kind::Blend(_)
        | Kind::ColorMatrix(_)
        | Kind::ComponentTransfer(_)
        | Kind::Composite(_)
        | Kind::DisplacementMap(_)
        | Kind::Flood(_)
        | Kind::Image(_) => Ok(PLAIN),
    }
}

fn tag(kind: &Kind) -> &'static str {
    match kind {
        Kind::Blend(_) => "feBlend",
        Kind::ColorMatrix(_) => "feColorMatrix",
        Kind::ComponentTransfer(_) => "feComponentTransfer",
        Kind::Composite(_) => "feComposite",
        Kind::ConvolveMatrix(_) => "feConvolveMatrix",
        Kind::DiffuseLighting(_) => "feDiffuseLighting",
        Kind::DisplacementMap(_) => "feDisplacementMap",
        Kind::DropShadow(_) => "feDropShadow",
        Kind::Flood(_) => "feFlood",
        Kind::GaussianBlur(_) => "feGaussianBlur",
        Kind::Image(_) => "feImage",
        Kind::Merge(_) => "feMerge",
        Kind::Morphology(_) => "feMorphology",
        Kind::Offset(_) => "feOffset",
        Kind::SpecularLighting(_) => "feSpecularLighting",
        Kind::Tile(_) => "feTile",
        Kind::Turbulence(_) => "feTurbulence",
    }
}
