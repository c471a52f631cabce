//! [`Out`]: XML on its way to a writer.

use std::fmt::Display;
use std::io::Write;

use kurbo::{Affine, Rect};

use super::number::{number, share};
use crate::error::Error;
use crate::watch::Watch;

/// Bytes gathered before they are written.
const CHUNK: usize = 64 << 10;

/// Gathers text, so that writing it cannot fail at every step, and hands it on in pieces.
pub(super) struct Out<'a> {
    text: String,
    writer: &'a mut dyn Write,
    pub(super) watch: &'a Watch,
    prefix: String,
    /// Bytes of the prefix that all ids of the document have.
    root: usize,
}

impl<'a> Out<'a> {
    /// `prefix` begins every id.
    pub(super) fn new(writer: &'a mut dyn Write, watch: &'a Watch, prefix: &str) -> Self {
        let (prefix, root) = (prefix.to_owned(), prefix.len());
        Self { text: String::with_capacity(CHUNK + (CHUNK >> 2)), writer, watch, prefix, root }
    }

    /// Lets ids begin with another name from now on, behind the document's prefix; returns what ends that.
    pub(super) fn begin_names(&mut self, name: &str) -> String {
        let prefix = self.prefix[..self.root].to_owned() + name;
        std::mem::replace(&mut self.prefix, prefix)
    }

    pub(super) fn end_names(&mut self, outer: String) {
        self.prefix = outer;
    }

    /// ` xlink:href="#.."` of an id without the names that others begin with.
    pub(super) fn root_href(&mut self, id: impl Display) -> &mut Self {
        let href = format!(" xlink:href=\"#{}{id}\"", &self.prefix[..self.root]);
        self.push(&href)
    }

    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// What was gathered, for those who append in their own way.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// ` name="value"` for a number.
    pub(super) fn number(&mut self, name: &str, value: f64) -> &mut Self {
        self.begin(name);
        number(&mut self.text, value);
        self.push("\"")
    }

    /// ` name="value"` for a share in 8 bits, from 0 to 1; nothing for 1, which is every property's default.
    pub(super) fn share(&mut self, name: &str, value: u8) -> &mut Self {
        if value == 255 {
            return self;
        }
        self.begin(name);
        share(&mut self.text, value);
        self.push("\"")
    }

    /// ` name="value"` for numbers.
    pub(super) fn numbers(&mut self, name: &str, values: &[f64]) -> &mut Self {
        self.begin(name);
        for (i, &value) in values.iter().enumerate() {
            if i > 0 {
                self.text.push(' ');
            }
            number(&mut self.text, value);
        }
        self.push("\"")
    }

    /// ` x=".." y=".." width=".." height=".."`
    pub(super) fn rect(&mut self, rect: Rect) -> &mut Self {
        self.number("x", rect.x0).number("y", rect.y0).number("width", rect.width()).number("height", rect.height())
    }

    /// ` name="matrix(..)"`; nothing for the identity.
    pub(super) fn transform(&mut self, name: &str, transform: Affine) -> &mut Self {
        if transform == Affine::IDENTITY {
            return self;
        }
        self.begin(name);
        self.push("matrix(");
        for (i, value) in transform.as_coeffs().into_iter().enumerate() {
            if i > 0 {
                self.text.push(' ');
            }
            number(&mut self.text, value);
        }
        self.push(")\"")
    }

    /// ` name="#rrggbb"`, in the short form where it says the same.
    pub(super) fn color(&mut self, name: &str, rgb: [u8; 3]) -> &mut Self {
        self.begin(name);
        self.text.push('#');
        let short = rgb.iter().all(|v| v >> 4 == v & 15);
        for v in rgb {
            self.text.push_str(&if short { format!("{:x}", v & 15) } else { format!("{v:02x}") });
        }
        self.push("\"")
    }

    /// ` id=".."`
    pub(super) fn id(&mut self, id: impl Display) -> &mut Self {
        let id = format!(" id=\"{}{id}\"", self.prefix);
        self.push(&id)
    }

    /// ` name="url(#..)"`
    pub(super) fn url(&mut self, name: &str, id: impl Display) -> &mut Self {
        let url = format!(" {name}=\"url(#{}{id})\"", self.prefix);
        self.push(&url)
    }

    /// ` xlink:href="#.."`
    pub(super) fn href(&mut self, id: impl Display) -> &mut Self {
        let href = format!(" xlink:href=\"#{}{id}\"", self.prefix);
        self.push(&href)
    }

    /// `<name>text</name>` with anything for text.
    pub(super) fn element(&mut self, name: &str, text: &str) -> &mut Self {
        self.push("<").push(name).push(">");
        escape(&mut self.text, text);
        self.push("</").push(name).push(">\n")
    }

    fn begin(&mut self, name: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
    }

    /// Looks at the watch and hands on what was gathered, if it is much.
    pub(super) fn breathe(&mut self) -> Result<(), Error> {
        self.watch.check()?;
        if self.text.len() >= CHUNK { self.hand_on() } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.hand_on()?;
        Ok(self.writer.flush()?)
    }

    fn hand_on(&mut self) -> Result<(), Error> {
        self.writer.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}

/// Appends text as XML (<https://www.w3.org/TR/xml/#charsets>): what it does not allow becomes U+FFFD.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A parser would make a line feed of it.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_becomes_xml() {
        let mut out = String::new();
        escape(&mut out, "a<b>&\"'\r\n\t\0\u{1b}\u{7f}\u{ffff}墨]]>");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;'&#13;\n\t\u{fffd}\u{fffd}\u{7f}\u{fffd}墨]]&gt;");
    }

    #[test]
    fn attributes_are_written_one_way() {
        let (mut sink, watch) = (Vec::new(), Watch::default());
        let mut out = Out::new(&mut sink, &watch, "a-");
        out.color("fill", [0xcc, 0x33, 0]).color("stroke", [0xcc, 0x33, 1]).share("opacity", 255).share("opacity", 128);
        out.transform("transform", Affine::IDENTITY).transform("transform", Affine::scale(2.0)).url("mask", "m1");
        out.finish().unwrap();
        let expected = " fill=\"#c30\" stroke=\"#cc3301\" opacity=\"0.502\" transform=\"matrix(2 0 0 2 0 0)\" \
                        mask=\"url(#a-m1)\"";
        assert_eq!(String::from_utf8(sink).unwrap(), expected);
    }
}
