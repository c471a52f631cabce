//! Looks at an SVG document's bytes before any parser does: what would make an XML parser take long or much.

use crate::error::{Error, shorten};
use crate::limits::{Limits, within};

/// Attributes of one element: each is compared with each.
const ATTRIBUTES: usize = 512;
/// Entities a document may declare, and bytes of one. Some editors declare their namespaces so.
const ENTITIES: usize = 64;
const ENTITY_BYTES: usize = 512;
/// Namespace declarations, each counted with what an element inherits: parsers copy them.
const NAMESPACES: u64 = 1 << 24;

pub(super) fn refused(reason: impl Into<String>) -> Error {
    Error::InvalidImage { reason: format!("SVG: {}", reason.into()) }
}

/// The document's text, where nothing in it is out of bounds.
pub(super) fn scan<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, Error> {
    within("image_bytes", bytes.len() as u64, limits.image_bytes)?;
    within("svg_bytes", bytes.len() as u64, limits.svg_bytes)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(refused("compressed with gzip (SVGZ): decompress it first"));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| refused(format!("no UTF-8 at byte {}", error.valid_up_to())))?;
    let mut scan = Scan { text, limits, at: 0, depth: 0, elements: 0, declared: 0, most: 1, entities: None };
    scan.run()?;
    Ok(text)
}

struct Scan<'a> {
    text: &'a str,
    limits: &'a Limits,
    at: usize,
    depth: u64,
    elements: u64,
    /// Namespace declarations, and the most of one element.
    declared: u64,
    most: u64,
    /// Bytes of the longest entity.
    entities: Option<usize>,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        let mut deepest = 1;
        while let Some(open) = self.find("<") {
            self.at = open;
            let rest = &self.text[open..];
            if rest.starts_with("<!--") {
                self.skip("-->");
            } else if rest.starts_with("<![CDATA[") {
                self.skip("]]>");
            } else if rest.starts_with("<?") {
                self.skip("?>");
            } else if rest.starts_with("<!") {
                self.doctype()?;
            } else if rest.starts_with("</") {
                self.depth = self.depth.saturating_sub(1);
                self.skip(">");
            } else {
                self.elements += 1;
                within("svg_nodes", self.elements, self.limits.svg_nodes)?;
                self.tag()?;
                if bytes.get(self.at.saturating_sub(2)) != Some(&b'/') {
                    self.depth += 1;
                    deepest = self.depth.max(deepest);
                    within("svg_nesting", self.depth, self.limits.svg_nesting.min(100))?;
                }
            }
        }
        let namespaces = self.declared.saturating_mul(self.most).saturating_mul(deepest);
        if namespaces > NAMESPACES {
            return Err(refused(format!("{} namespaces are declared, {} in one element", self.declared, self.most)));
        }
        self.references()
    }

    fn find(&self, what: &str) -> Option<usize> {
        self.text.get(self.at..)?.find(what).map(|offset| self.at + offset)
    }

    /// Goes behind the next of `what`, or to the end: what is not closed is the parser's to refuse.
    fn skip(&mut self, what: &str) {
        self.at = self.find(what).map_or(self.text.len(), |at| at + what.len());
    }

    /// Goes behind a start tag. Values are counted, which stand in quotes.
    fn tag(&mut self) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let (mut attributes, mut namespaces) = (0, 0);
        let mut name = start;
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'>' => break,
                b'"' | b'\'' => {
                    attributes += 1;
                    namespaces += u64::from(self.text.get(name..).is_some_and(|rest| rest.starts_with("xmlns")));
                    self.skip(if byte == b'"' { "\"" } else { "'" });
                }
                byte if byte.is_ascii_whitespace() => name = self.at,
                _ => {}
            }
        }
        if attributes > ATTRIBUTES {
            let tag = shorten(&self.text[start..]);
            return Err(refused(format!("{attributes} attributes of {tag:?}, at most {ATTRIBUTES}")));
        }
        self.declared += namespaces;
        self.most = self.most.max(namespaces);
        Ok(())
    }

    /// Goes behind a document type. Entities may stand for plain text alone.
    fn doctype(&mut self) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        let (mut inside, mut declared) = (false, 0);
        while let Some(&byte) = bytes.get(self.at) {
            let rest = &bytes[self.at..];
            if rest.starts_with(b"<!--") {
                self.skip("-->");
                continue;
            }
            if rest.starts_with(b"<!ENTITY") {
                declared += 1;
                if declared > ENTITIES {
                    return Err(refused(format!("more than {ENTITIES} entities are declared")));
                }
            }
            self.at += 1;
            match byte {
                b'[' => inside = true,
                b']' => inside = false,
                b'>' if !inside => return Ok(()),
                b'"' | b'\'' => {
                    let from = self.at;
                    self.skip(if byte == b'"' { "\"" } else { "'" });
                    if declared > 0 {
                        self.entity(from)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn entity(&mut self, from: usize) -> Result<(), Error> {
        let value = self.text.get(from..self.at.saturating_sub(1)).unwrap_or_default();
        if value.len() > ENTITY_BYTES {
            return Err(refused(format!("an entity of {} bytes, at most {ENTITY_BYTES}", value.len())));
        }
        // `&#38;` is `&` again when it is looked at.
        if value.contains(['&', '<', '%']) {
            let value = shorten(value);
            return Err(refused(format!("the entity {value:?} stands for more than plain text")));
        }
        self.entities = self.entities.max(Some(value.len()));
        Ok(())
    }

    /// What references to entities may become, with the text around them.
    fn references(&self) -> Result<(), Error> {
        let Some(longest) = self.entities else { return Ok(()) };
        let references = self.text.bytes().filter(|byte| *byte == b'&').count() as u64;
        let bytes = (self.text.len() as u64).saturating_add(references.saturating_mul(longest as u64));
        within("svg_bytes", bytes, self.limits.svg_bytes)
    }
}
