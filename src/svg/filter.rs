//! `<filter>` elements: what is done to a layer before it is put down.

use kurbo::Rect;

use super::out::Out;
use crate::composite::Effects;
use crate::list::Group;
use crate::paint::{DropShadow, Filter};

/// Writes the filter `e<number>` of a layer; whether it has one. A shadow of its own is its last filter: that of a layer which
/// is translucent or blended is put down with it as one.
pub(super) fn filter(out: &mut Out<'_>, group: &Group, number: usize, canvas: Rect) -> bool {
    if group.filters.is_empty() && group.shadow.is_none() {
        return false;
    }
    // What the filters look at beyond the canvas, at most, at 96 DPI.
    let effects = Effects::new(&group.filters, group.shadow.as_ref(), false, 1.0);
    let reach = effects.reach();
    let by = |v: i64| v as f64 + 1.0;
    let region = Rect::new(
        canvas.x0 - by(reach.left.max(reach.right)),
        canvas.y0 - by(reach.top.max(reach.bottom)),
        canvas.x1 + by(reach.right.max(reach.left)),
        canvas.y1 + by(reach.bottom.max(reach.top)),
    );
    out.push("<filter").id(format_args!("e{number}")).push(" filterUnits=\"userSpaceOnUse\"").rect(region);
    out.push(" color-interpolation-filters=\"sRGB\">");
    for filter in &group.filters {
        match (filter, filter.matrix()) {
            (_, Some(matrix)) => _ = out.push("<feColorMatrix").numbers("values", &matrix).push("/>"),
            (Filter::Blur(std_deviation), None) => {
                out.push("<feGaussianBlur").number("stdDeviation", *std_deviation).push("/>");
            }
            (Filter::DropShadow(shadow), None) => drop_shadow(out, shadow),
            (_, None) => {}
        }
    }
    if let Some(shadow) = &group.shadow {
        drop_shadow(out, shadow);
    }
    out.push("</filter>\n");
    true
}

fn drop_shadow(out: &mut Out<'_>, shadow: &DropShadow) {
    let [r, g, b, a] = shadow.color.to_rgba8().to_u8_array();
    out.push("<feDropShadow").number("dx", shadow.offset.x).number("dy", shadow.offset.y);
    out.number("stdDeviation", shadow.std_deviation)
        .color("flood-color", [r, g, b])
        .share("flood-opacity", a)
        .push("/>");
}
