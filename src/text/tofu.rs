//! What is drawn for a character that no face has: a frame, and its code point in hexadecimal.

use kurbo::{BezPath, Point, Rect};

use super::DecorationShape;
use crate::paint::{Cap, Join, Stroke};

/// Thickness of the frame, and of the space around it and in it, in em.
const LINE: f64 = 1.0 / 20.0;
/// Thickness of the digits, in em.
const DIGIT_LINE: f64 = 1.0 / 26.0;
/// Space between digits, in em.
const GAP: f64 = 0.07;

/// The sixteen digits, as lines through points of a grid of three columns and five rows: `a` to `c` is the top row from the
/// left, `m` to `o` the bottom one.
const DIGITS: [&[&str]; 16] = [
    &["acoma"],
    &["dbn", "mo"],
    &["acigmo"],
    &["acom", "gi"],
    &["agi", "co"],
    &["cagiom"],
    &["camoig"],
    &["acn"],
    &["acoma", "gi"],
    &["igacom"],
    &["mdbfo", "gi"],
    &["mabfhg", "hlnm"],
    &["camo"],
    &["abflnma"],
    &["camo", "gh"],
    &["cam", "gh"],
];

/// Appends the bars of a frame in a box, as high as the em square, and the digits inside. `size` is the em in px.
pub(super) fn frame(character: char, area: Rect, size: f64, mut add: impl FnMut(Rect, DecorationShape)) {
    let line = LINE * size;
    let Rect { x0, y0, x1, y1 } = area.inset(-line);
    if x1 - x0 <= 2.0 * line {
        return;
    }
    // Four bars that do not overlap: paints may be translucent.
    for bar in [
        Rect::new(x0, y0, x1, y0 + line),
        Rect::new(x0, y1 - line, x1, y1),
        Rect::new(x0, y0 + line, x0 + line, y1 - line),
        Rect::new(x1 - line, y0 + line, x1, y1 - line),
    ] {
        add(bar, DecorationShape::Filled);
    }
    digits(character, Rect::new(x0, y0, x1, y1).inset(-2.0 * line), size, add);
}

/// Two rows of two digits, or of three beyond the Basic Multilingual Plane.
fn digits(character: char, area: Rect, size: f64, mut add: impl FnMut(Rect, DecorationShape)) {
    let code = u32::from(character);
    let columns = if code > 0xffff { 3 } else { 2 };
    let (thick, gap) = (DIGIT_LINE * size, GAP * size);
    let width = (area.width() - gap * f64::from(columns - 1)) / f64::from(columns) - thick;
    let height = (area.height() - gap) / 2.0 - thick;
    if width <= thick || height <= thick {
        return;
    }
    let mut path = BezPath::new();
    for place in 0..2 * columns {
        let digit = code >> (4 * (2 * columns - 1 - place)) & 15;
        let (row, column) = (f64::from(place / columns), f64::from(place % columns));
        let left = area.x0 + thick / 2.0 + column * (width + thick + gap);
        let top = area.y0 + thick / 2.0 + row * (height + thick + gap);
        for line in DIGITS.get(digit as usize).copied().unwrap_or_default() {
            for (i, letter) in line.bytes().enumerate() {
                let at = letter - b'a';
                let (across, down) = (f64::from(at % 3) / 2.0, f64::from(at / 3) / 4.0);
                let point = Point::new(left + across * width, top + down * height);
                if i == 0 {
                    path.move_to(point);
                } else {
                    path.line_to(point);
                }
            }
        }
    }
    let stroke = Stroke::new(thick).with_cap(Cap::Round).with_join(Join::Round);
    add(path.control_box().inflate(thick / 2.0, thick / 2.0), DecorationShape::Stroked(path, stroke));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_on_the_grid_and_differ() {
        let mut drawn: Vec<Vec<[u8; 2]>> = Vec::new();
        for lines in DIGITS {
            assert!(lines.iter().all(|line| line.len() > 1 && line.bytes().all(|b| (b'a'..=b'o').contains(&b))));
            let pairs = lines.iter().flat_map(|line| line.as_bytes().windows(2));
            let mut sides: Vec<[u8; 2]> = pairs.map(|pair| [pair[0].min(pair[1]), pair[0].max(pair[1])]).collect();
            sides.sort_unstable();
            assert!(!drawn.contains(&sides));
            drawn.push(sides);
        }
    }

    #[test]
    fn digits_stay_inside_the_frame() {
        for (character, parts) in [('\u{e000}', 5), ('\u{10ffff}', 5), ('\0', 5)] {
            for size in [1e-3, 16.0, 1e6] {
                let area = Rect::new(0.0, 0.0, 0.8 * size, size);
                let mut rects = Vec::new();
                frame(character, area, size, |rect, _| rects.push(rect));
                assert_eq!(rects.len(), parts);
                let inside = area.inset(-0.1 * size);
                assert!(inside.union(rects[4]) == inside, "{:?} {inside:?}", rects[4]);
            }
        }
        frame('a', Rect::new(0.0, 0.0, 0.1, 16.0), 16.0, |_, _| panic!("there is no room"));
    }
}
