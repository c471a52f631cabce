//! [`Svg`]: an SVG document as a picture, drawn by resvg at the size it is seen at.
//!
//! resvg trusts its input: a small file can make it allocate without bound, draw for hours or overflow its stack. So a
//! document passes three gates. [`scan`] looks at the bytes, [`source`] follows the references as usvg will, and
//! [`walk`] adds up, with the numbers resvg will use, what drawing takes. Where all three let it through, memory and time
//! are bounded; a panic that is left is caught.

mod draw;
mod filter;
mod resolve;
mod scan;
mod source;
mod style;
mod surface;
mod walk;
mod work;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use kurbo::Size;
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{Error as UsvgError, Tree};

use self::resolve::Resolver;
use self::scan::{refused, scan};
use self::source::Source;
pub(crate) use self::work::Work;
use crate::budget::Budget;
use crate::error::{Error, shorten};
use crate::font::FontLibrary;
use crate::limits::Limits;
use crate::watch::Watch;

/// Bytes that a node takes when it is read, at most on average; and those that a byte of the document takes.
const NODE_BYTES: u64 = 1 << 10;
const BYTE_BYTES: u64 = 4;
/// Steps of `Limits::svg_work` for reading a byte, and a node: a text of one character takes that much.
const BYTE_STEPS: u64 = 2;
const NODE_STEPS: u64 = 6_000;

/// A document that was read and bounded.
pub(crate) struct Svg {
    tree: Tree,
    bytes: Arc<[u8]>,
    held: u64,
}

impl Svg {
    /// Reads a document. What it holds stays counted in the budget, and what reading takes in `work`.
    pub(crate) fn read(
        bytes: &Arc<[u8]>,
        fonts: &FontLibrary,
        limits: &Limits,
        watch: &Watch,
        budget: &Budget,
        work: &mut Work,
    ) -> Result<Self, Error> {
        let text = scan(bytes, limits)?;
        watch.check()?;
        let mut held = BYTE_BYTES * bytes.len() as u64;
        budget.take(held)?;
        let nodes_limit = u32::try_from(limits.svg_nodes.saturating_mul(4)).unwrap_or(u32::MAX);
        let options = ParsingOptions { allow_dtd: true, nodes_limit, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options).map_err(|error| refused(cut(&error.to_string())))?;
        watch.check()?;
        let (nodes, styles) = Source::count(&document, limits, watch)?;
        let steps = bytes.len() as u64 * BYTE_STEPS + nodes * NODE_STEPS + styles;
        work.add(steps, limits)?;
        budget.take(nodes * NODE_BYTES)?;
        held += nodes * NODE_BYTES;
        let resolver = Resolver::new(fonts, limits);
        let tree = unwinding(|| Tree::from_xmltree(&document, &resolver.options()))?;
        watch.check()?;
        resolver.finish(watch, budget, work)?;
        let tree = tree.map_err(|error| match error {
            UsvgError::InvalidSize => refused("its width or height is not positive"),
            other => refused(cut(&other.to_string())),
        })?;
        Ok(Self { tree, bytes: bytes.clone(), held })
    }

    /// Its own size in px.
    pub(crate) fn size(&self) -> Size {
        let size = self.tree.size();
        Size::new(f64::from(size.width()), f64::from(size.height()))
    }

    pub(crate) fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// Bytes it holds, as counted.
    pub(crate) fn held(&self) -> u64 {
        self.held
    }
}

impl fmt::Debug for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Svg({} bytes)", self.bytes.len())
    }
}

/// A parser's message without most of the names in it, but with the place, where it ends with one.
fn cut(message: &str) -> String {
    match message.rsplit_once(" at ") {
        Some((what, place)) => format!("{} at {}", shorten(what), shorten(place)),
        None => shorten(message),
    }
}

/// Runs what may panic for all our care.
fn unwinding<T>(run: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        let message = message.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
        refused(format!("resvg gave up: {}", cut(message)))
    })
}
