//! `<filter>` elements: what is done to a layer before it is put down.

use kurbo::Rect;

use super::number::number;
use super::out::Out;
use crate::list::Group;
use crate::paint::{DropShadow, Filter};

/// Standard deviations that a blur reaches over.
const TAILS: f64 = 3.0;

/// Writes the filter `e<number>` of a layer; whether it has one. A shadow of its own is its last filter, which the layer's
/// opacity is part of: through a translucent layer its shadow is seen. That of a layer which is blended is put down with it
/// as one.
pub(super) fn filter(out: &mut Out<'_>, group: &Group, number: usize, canvas: Rect) -> bool {
    let shadow = group.shadow.map(Filter::DropShadow);
    // A blur of nothing changes nothing, and a filter without primitives would draw nothing.
    let filters = || group.filters.iter().chain(&shadow).filter(|filter| !matches!(filter, Filter::Blur(0.0)));
    if filters().next().is_none() {
        return false;
    }
    // What is seen depends on what lies so far beyond the canvas.
    let reach = filters().map(|filter| match filter {
        Filter::Blur(std_deviation) => TAILS * std_deviation,
        Filter::DropShadow(DropShadow { offset, std_deviation, .. }) => {
            offset.x.abs().max(offset.y.abs()) + TAILS * std_deviation
        }
        _ => 0.0,
    });
    let beyond = reach.sum::<f64>().ceil() + 1.0;
    let region = canvas.inflate(beyond, beyond);
    out.push("<filter").id(format_args!("e{number}")).push(" filterUnits=\"userSpaceOnUse\"").rect(region);
    out.push(" color-interpolation-filters=\"sRGB\">");
    let last = filters().count() - 1;
    for (place, filter) in filters().enumerate() {
        match (filter, filter.matrix()) {
            (_, Some(matrix)) => _ = out.push("<feColorMatrix").numbers("values", &matrix).push("/>"),
            (Filter::Blur(std_deviation), None) => blur(out, *std_deviation),
            (Filter::DropShadow(shadow), None) => {
                let is_own = group.shadow.is_some() && place == last;
                drop_shadow(out, shadow, place, if is_own { group.opacity } else { 1.0 });
            }
            (_, None) => {}
        }
    }
    out.push("</filter>\n");
    true
}

fn blur(out: &mut Out<'_>, std_deviation: f64) {
    out.push("<feGaussianBlur").number("stdDeviation", std_deviation).push("/>");
}

/// Not `feDropShadow`, whose colour some renderers take as linear light, whatever `color-interpolation-filters` says.
fn drop_shadow(out: &mut Out<'_>, shadow: &DropShadow, place: usize, opacity: f64) {
    // What is there already needs a name, to be put above.
    let mut source = if place == 0 { "SourceGraphic".to_owned() } else { format!("r{place}") };
    if place > 0 {
        out.push("<feOffset result=\"").push(&source).push("\"/>");
    }
    let DropShadow { offset, std_deviation, color } = shadow;
    out.push("<feOffset").number("dx", offset.x).number("dy", offset.y).push("/>");
    if *std_deviation > 0.0 {
        blur(out, *std_deviation);
    }
    let [r, g, b, a] = color.to_rgba8().to_u8_array().map(|c| f64::from(c) / 255.0);
    let row = |c: f64| [0.0, 0.0, 0.0, 0.0, c];
    let matrix = [row(r), row(g), row(b), [0.0, 0.0, 0.0, a * opacity, 0.0]];
    let shadow = format!("s{place}");
    out.push("<feColorMatrix").numbers("values", matrix.as_flattened()).push(" result=\"").push(&shadow).push("\"/>");
    if opacity != 1.0 {
        out.push("<feColorMatrix in=\"").push(&source);
        source = format!("o{place}");
        out.push("\" values=\"1 0 0 0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 ");
        number(out.text(), opacity);
        out.push(" 0\" result=\"").push(&source).push("\"/>");
    }
    for (begin, name) in [("<feMerge><feMergeNode in=\"", &shadow), ("<feMergeNode in=\"", &source)] {
        out.push(begin).push(name).push("\"/>");
    }
    out.push("</feMerge>");
}
