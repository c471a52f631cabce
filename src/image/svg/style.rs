//! [`Own`]: what an element of an SVG document says of itself, in attributes and style sheets.

use resvg::usvg::roxmltree::{Document, Node};
use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, StyleSheet};

use super::scan::refused;
use super::source::{BYTES_PER_NODE, DEEPEST};
use crate::error::{Error, shorten};
use crate::limits::{Limits, within};

/// Style sheets of a document: each sorts the rules of those before it again.
const SHEETS: usize = 64;
/// Comparisons of rules with elements. Each takes some 150 ns, usvg's and ours together.
const COMPARISONS: f64 = (1_u64 << 23) as f64;
/// Steps of `Limits::svg_work` for comparing an element with a rule or its declarations, by usvg and here.
const COMPARISON_STEPS: u64 = 150;
/// The largest number. Beyond it, arcs and strokes take long to be cut into pieces, and f32 knows no half pixels anyway.
const LARGEST: f64 = 1e9;

/// The largest side of a matrix.
const ORDER: f64 = 999.0;
/// What reading takes for each byte that is counted in [`Own::bytes`].
const STEPS_PER_BYTE: u64 = 24;
/// Bytes of a value that every child reads again.
const SHARED_BYTES: usize = 4 << 10;

/// Properties that a child has from its parent and that name elements.
pub(super) const INHERITED: [&str; 5] = ["fill", "stroke", "marker-start", "marker-mid", "marker-end"];
/// Properties that name elements and are an element's own.
const OWN: [&str; 3] = ["clip-path", "mask", "filter"];

const NUMBERS: [&str; 46] = [
    "baseFrequency",
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "font-size",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "height",
    "k1",
    "k2",
    "k3",
    "k4",
    "letter-spacing",
    "markerHeight",
    "markerWidth",
    "offset",
    "order",
    "patternTransform",
    "points",
    "r",
    "radius",
    "refX",
    "refY",
    "rx",
    "ry",
    "scale",
    "startOffset",
    "stdDeviation",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "stroke-width",
    "textLength",
    "transform",
    "viewBox",
    "width",
    "word-spacing",
    "x",
    "x1",
    "x2",
    "y1",
    "y2",
];

/// What one element says of itself.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// Of each of [`INHERITED`], the names of elements it refers to; `None` where the parent's holds.
    pub(super) inherited: [Option<Vec<String>>; 5],
    /// What clips, masks and filters it.
    pub(super) own: Vec<String>,
    /// Whether it is painted as whoever uses it.
    pub(super) context: bool,
    pub(super) href: Option<String>,
    /// At most as many vertices has its path.
    pub(super) vertices: u64,
    /// Bytes of its attributes' values, and what its style takes besides.
    pub(super) bytes: u64,
}

/// A document's style sheets.
pub(super) struct Sheets<'a> {
    sheet: StyleSheet<'a>,
    /// Comparisons for one element, at most.
    cost: f64,
    /// Steps that parsing them took.
    parsing: u64,
    /// `Limits::svg_nodes`.
    nodes: u64,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(document: &'a Document<'_>, limits: &Limits) -> Result<Self, Error> {
        let mut sheet = StyleSheet::new();
        let (mut sheets, mut parsing) = (0, 0_u64);
        // As usvg finds them.
        for node in document.descendants().filter(|node| node.has_tag_name("style")) {
            if node.attribute("type").is_some_and(|kind| kind != "text/css") {
                continue;
            }
            let Some(text) = node.text() else { continue };
            sheets += 1;
            if sheets > SHEETS {
                return Err(refused(format!("more than {SHEETS} style sheets")));
            }
            if let Some(at) = find(text, "@import") {
                let rule = shorten(&text[at..]);
                return Err(refused(format!("the style sheet refers to another: {rule:?}")));
            }
            names(text)?;
            parsing = parsing.saturating_add(parsing_steps(text));
            within("svg_work", parsing, limits.svg_work)?;
            sheet.parse_more(text);
        }
        // A selector of descendants is looked for from each ancestor of each.
        let cost = sheet.rules.iter().map(|rule| {
            let combinators = rule.selector.to_string().matches([' ', '>', '+']).count();
            let times =
                (0..combinators.min(64)).fold(1.0, |times, _| times * limits.svg_nesting.clamp(2, DEEPEST) as f64);
            times + rule.declarations.len() as f64
        });
        let cost = cost.sum::<f64>();
        Ok(Self { sheet, cost, parsing, nodes: limits.svg_nodes })
    }

    /// Steps that parsing the rules and comparing so many elements with them take, if they may.
    pub(super) fn check(&self, elements: u64) -> Result<u64, Error> {
        let comparisons = self.cost * elements as f64;
        if comparisons > COMPARISONS {
            let rules = self.sheet.rules.len();
            return Err(refused(format!("{rules} rules of style for {elements} elements take too long to compare")));
        }
        Ok(self.parsing + comparisons as u64 * COMPARISON_STEPS)
    }

    pub(super) fn own(&self, node: Node<'_, '_>) -> Result<Own, Error> {
        let mut own = Own::default();
        for attribute in node.attributes() {
            own.bytes += attribute.value().len() as u64;
            own.property(attribute.name(), attribute.value())?;
        }
        for rule in self.sheet.rules.iter().filter(|rule| rule.selector.matches(&Xml(node))) {
            for declaration in &rule.declarations {
                own.property(declaration.name, declaration.value)?;
            }
        }
        if let Some(style) = node.attribute("style") {
            own.bytes = own.bytes.saturating_add(parsing_steps(style) / STEPS_PER_BYTE);
            within("svg_nodes", own.bytes / BYTES_PER_NODE, self.nodes)?;
            for declaration in DeclarationTokenizer::from(style) {
                own.property(declaration.name, declaration.value)?;
            }
        }
        Ok(own)
    }
}

impl Own {
    fn property(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if NUMBERS.binary_search(&name).is_ok() {
            numbers(name, value)?;
        }
        if matches!(name, "font" | "font-family" | "stroke-dasharray") && value.len() > SHARED_BYTES {
            return Err(refused(format!("`{name}` of {} bytes, at most {SHARED_BYTES}", value.len())));
        }
        match name {
            "href" => self.href = Some(value.trim().to_owned()),
            "d" | "points" => self.vertices = vertices(value),
            "marker" => {
                for place in 2..5 {
                    self.add(place, value)?;
                }
            }
            _ => {
                if let Some(place) = INHERITED.iter().position(|known| *known == name) {
                    self.add(place, value)?;
                } else if OWN.contains(&name) {
                    if value.trim() == "inherit" {
                        return Err(refused(format!("`{name}: inherit` is not supported")));
                    }
                    self.own.append(&mut names(value)?);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, place: usize, value: &str) -> Result<(), Error> {
        if value.trim() == "inherit" {
            return Ok(());
        }
        self.context |= value.contains("context-");
        if let Some(list) = self.inherited.get_mut(place) {
            list.get_or_insert_default().append(&mut names(value)?);
        }
        Ok(())
    }
}

/// The elements that a value names with `url(#…)`.
fn names(value: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut rest = value;
    while let Some(at) = find(rest, "url(") {
        rest = &rest[at + 4..];
        let target = &rest[..rest.find(')').unwrap_or(rest.len())];
        let target = target.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        if let Some(name) = target.strip_prefix('#') {
            names.push(name.to_owned());
        } else if !target.is_empty() && find(target, "data:") != Some(0) {
            return Err(external(target));
        }
    }
    Ok(names)
}

/// Steps that usvg's parser of styles takes: for most of its signs and words it counts the lines and columns before.
fn parsing_steps(style: &str) -> u64 {
    let (mut parts, mut spaced) = (0_u64, false);
    for byte in style.bytes() {
        let space = byte.is_ascii_whitespace();
        parts += u64::from(byte.is_ascii() && if space { !spaced } else { !byte.is_ascii_alphabetic() });
        spaced = space;
    }
    parts.saturating_mul(style.len() as u64)
}

/// Where an ASCII word stands, in any case.
fn find(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

pub(super) fn external(reference: &str) -> Error {
    let reference = shorten(reference);
    refused(format!("the external reference {reference:?}; only parts of the document and data are drawn"))
}

/// Vertices of path data or points, at most: commands without numbers, and numbers.
fn vertices(value: &str) -> u64 {
    let mut count = 2;
    let mut inside = false;
    for byte in value.bytes() {
        let number = byte.is_ascii_digit() || byte == b'.';
        // A second point or a sign begins another number.
        count += u64::from(number && (!inside || byte == b'.') || matches!(byte, b'z' | b'Z'));
        inside = number;
    }
    count
}

fn numbers(name: &str, value: &str) -> Result<(), Error> {
    let bytes = value.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        let starts = digit(at) || bytes[at] == b'.' && digit(at + 1);
        if !starts {
            // A colour or a name has no numbers.
            at += 1;
            if matches!(bytes[at - 1], b'#') {
                while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                    at += 1;
                }
            }
            continue;
        }
        let start = at;
        while digit(at) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            while digit(at) {
                at += 1;
            }
        }
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if matches!(bytes.get(at), Some(b'e' | b'E')) && digit(at + 1 + sign) {
            at += 2 + sign;
            while digit(at) {
                at += 1;
            }
        }
        let number = value.get(start..at).unwrap_or_default();
        let largest = if name == "order" { ORDER } else { LARGEST };
        if !number.parse::<f64>().is_ok_and(|number| number <= largest) {
            let number = shorten(number);
            return Err(refused(format!("the number {number} in `{name}`, at most {largest}")));
        }
    }
    Ok(())
}

/// An element as the style sheets see it; the same as usvg's.
struct Xml<'a, 'input>(Node<'a, 'input>);

impl Element for Xml<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Self)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Self)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.prev_sibling_element().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(NUMBERS.is_sorted());
    }

    #[test]
    fn references_are_found() {
        let found = |value: &str| names(value).map_err(|error| error.to_string());
        assert_eq!(found("url(#a) URL( '#b' ) none"), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(found("url(data:image/png;base64,) #c"), Ok(Vec::new()));
        assert!(found("url(//host/x.svg#a)").is_err_and(|error| error.contains("\"//host/x.svg#a\"")));
    }

    #[test]
    fn numbers_are_bounded() {
        let check = |value: &str| numbers("d", value).map_err(|error| error.to_string());
        assert_eq!(check("M0 0L-1e9,.5 1.5.5-3 #99999999999 1e-300"), Ok(()));
        assert!(check("M0 0h1e10").is_err_and(|error| error.contains("1e10 in `d`")));
        assert!(check("99999999999").is_err());
        assert!((6..12).contains(&vertices("M0 0h1.5.5v-3z")));
    }
}
