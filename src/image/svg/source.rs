//! [`Source`]: an SVG document as XML, whose references are followed and counted before another follows them.

use std::collections::HashMap;
use std::rc::Rc;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use super::scan::refused;
use super::style::{Own, Sheets, external};
use crate::error::{Error, shorten};
use crate::limits::{Limits, within};
use crate::watch::Watch;

const SVG: &str = "http://www.w3.org/2000/svg";
/// Nodes between two looks at the watch.
const NODES_PER_CHECK: u64 = 1 << 12;
/// Bytes of attributes and vertices of paths that count as a node.
pub(super) const BYTES_PER_NODE: u64 = 256;
const VERTICES_PER_NODE: u64 = 8;
/// What usvg goes through a text for, by which its bytes count again: from its beginning for a character, all of it for a
/// span and for a character with a place of its own.
const PER_CHARACTER: u64 = 4_096;
const PER_SPAN: u64 = 8;
const PER_PLACE: u64 = 64;
/// Deeper than this, recursive readers run out of stack.
pub(super) const DEEPEST: u64 = 100;

/// What is not drawn, or whose references are no part of the picture.
const SKIPPED: [&str; 12] = [
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "desc",
    "discard",
    "foreignObject",
    "metadata",
    "script",
    "set",
    "style",
    "title",
];

/// Names of elements, shared by all that inherit them.
type Names = Rc<[String]>;

/// What an element has from its ancestors.
#[derive(Clone, Default)]
struct Inherited {
    properties: [Names; 5],
    /// What whoever uses it is painted with.
    context: Names,
}

/// Counts a document's nodes, each as often as references would have it made.
pub(super) struct Source<'a, 'input> {
    document: &'a Document<'input>,
    sheets: Sheets<'a>,
    /// The first and the last element of a name: readers do not agree on which is meant.
    ids: HashMap<&'a str, [Node<'a, 'input>; 2]>,
    known: Vec<Option<Rc<Own>>>,
    above: Vec<Option<Inherited>>,
    /// Elements whose references are being followed.
    following: Vec<NodeId>,
    limits: &'a Limits,
    watch: &'a Watch,
    count: u64,
}

impl<'a, 'input> Source<'a, 'input> {
    /// Follows all references and returns how many nodes there are, and the steps that their styles take.
    pub(super) fn count(
        document: &'a Document<'input>,
        limits: &'a Limits,
        watch: &'a Watch,
    ) -> Result<(u64, u64), Error> {
        let nodes = document.descendants().count();
        let sheets = Sheets::new(document, limits)?;
        // Selectors may look through the values of attributes.
        sheets.check(nodes as u64 + document.input_text().len() as u64 / BYTES_PER_NODE)?;
        let mut ids = HashMap::new();
        for node in document.descendants() {
            if let Some(kind) = node.pi().filter(|pi| pi.target == "xml-stylesheet") {
                return Err(external(kind.value.unwrap_or_default()));
            }
            for id in node.attributes().filter(|attribute| attribute.name() == "id") {
                ids.entry(id.value()).or_insert([node; 2])[1] = node;
            }
        }
        let (known, above) = (vec![None; nodes], vec![None; nodes]);
        let following = Vec::new();
        let mut source = Self { document, sheets, ids, known, above, following, limits, watch, count: 0 };
        source.size()?;
        source.node(document.root_element(), &Inherited::default(), 0)?;
        let styles = source.sheets.check(source.count)?;
        Ok((source.count, styles))
    }

    /// A document has a size of its own, as a picture must, where it says one or has a view box.
    fn size(&self) -> Result<(), Error> {
        let root = self.document.root_element();
        if root.tag_name().name() != "svg" || !is_svg(root) {
            return Err(refused(format!("the root element is <{}>, not <svg>", shorten(root.tag_name().name()))));
        }
        let said = |name| root.attribute(name).is_some_and(|value| !value.trim_end().ends_with('%'));
        if root.attribute("viewBox").is_none() && !(said("width") && said("height")) {
            return Err(refused("no size: neither a width and a height nor a viewBox"));
        }
        Ok(())
    }

    fn add(&mut self, nodes: u64) -> Result<(), Error> {
        let before = self.count;
        self.count = self.count.saturating_add(nodes);
        within("svg_nodes", self.count, self.limits.svg_nodes)?;
        if before / NODES_PER_CHECK != self.count / NODES_PER_CHECK { self.watch.check() } else { Ok(()) }
    }

    fn own(&mut self, node: Node<'a, 'input>) -> Result<Rc<Own>, Error> {
        let place = node.id().get_usize();
        if let Some(Some(own)) = self.known.get(place) {
            return Ok(Rc::clone(own));
        }
        let own = Rc::new(self.sheets.own(node)?);
        if let Some(known) = self.known.get_mut(place) {
            *known = Some(Rc::clone(&own));
        }
        Ok(own)
    }

    /// What the children of an element inherit from it and those above.
    fn inherited(&mut self, node: Option<Node<'a, 'input>>, depth: u64) -> Result<Inherited, Error> {
        let Some(node) = node else { return Ok(Inherited::default()) };
        within("svg_nesting", depth, self.limits.svg_nesting.min(DEEPEST))?;
        if let Some(Some(above)) = self.above.get(node.id().get_usize()) {
            return Ok(above.clone());
        }
        let mut inherited = self.inherited(node.parent_element(), depth + 1)?;
        inherited.take(&*self.own(node)?);
        if let Some(above) = self.above.get_mut(node.id().get_usize()) {
            *above = Some(inherited.clone());
        }
        Ok(inherited)
    }

    fn node(&mut self, node: Node<'a, 'input>, outside: &Inherited, depth: u64) -> Result<(), Error> {
        if node.is_text() {
            let parent = node.parent_element().map_or("", |parent| parent.tag_name().name());
            let drawn = matches!(parent, "text" | "textPath" | "tref" | "tspan");
            return self.add(if drawn { node.text().map_or(0, str::len) as u64 } else { 1 });
        }
        let name = node.tag_name().name();
        if !node.is_element() || !is_svg(node) || SKIPPED.contains(&name) {
            return Ok(());
        }
        within("svg_nesting", depth, self.limits.svg_nesting.min(DEEPEST))?;
        let own = self.own(node)?;
        // What is read again for each: a node is counted with a KiB.
        self.add(1 + own.bytes / BYTES_PER_NODE + own.vertices / VERTICES_PER_NODE)?;
        if name == "text" {
            self.add(text_nodes(node))?;
        }
        let mut inherited = outside.clone();
        inherited.take(&own);
        let [fill, stroke, start, mid, end] = inherited.properties.clone();
        let painted = matches!(
            name,
            "circle"
                | "ellipse"
                | "image"
                | "line"
                | "path"
                | "polygon"
                | "polyline"
                | "rect"
                | "text"
                | "textPath"
                | "tref"
                | "tspan"
                | "use"
        );
        if painted {
            self.follow(&fill, &inherited, 1, depth)?;
            self.follow(&stroke, &inherited, 1, depth)?;
            if own.context {
                self.follow(&inherited.context.clone(), &inherited, 1, depth)?;
            }
            let host: Names = fill.iter().chain(stroke.iter()).cloned().collect();
            if matches!(name, "line" | "path" | "polygon" | "polyline") {
                let mut inside = inherited.clone();
                inside.context = Rc::clone(&host);
                self.follow(&start, &inside, 1, depth)?;
                self.follow(&end, &inside, 1, depth)?;
                self.follow(&mid, &inside, own.vertices, depth)?;
            }
            if name == "use" && !host.is_empty() {
                inherited.context = host;
            }
        }
        self.follow(&own.own, &inherited, 1, depth)?;
        if let Some(href) = own.href.as_deref().filter(|href| name != "a" && !href.is_empty()) {
            self.href(name, href, &inherited, depth)?;
        }
        for child in node.children() {
            self.node(child, &inherited, depth + 1)?;
        }
        Ok(())
    }

    fn href(&mut self, name: &str, href: &str, inherited: &Inherited, depth: u64) -> Result<(), Error> {
        let Some(target) = href.strip_prefix('#') else {
            let image = matches!(name, "image" | "feImage");
            let data = href.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
            return if image && data { Ok(()) } else { Err(external(href)) };
        };
        if name != "use" {
            return self.follow(&[target.to_owned()], inherited, 1, depth);
        }
        // What is used inherits from the element that uses it.
        self.targets(target, 1, |source, node| source.node(node, inherited, depth + 1))
    }

    fn follow(&mut self, names: &[String], from: &Inherited, times: u64, depth: u64) -> Result<(), Error> {
        for name in names {
            self.targets(name, times, |source, node| {
                let mut inherited = source.inherited(node.parent_element(), 0)?;
                inherited.context = Rc::clone(&from.context);
                source.node(node, &inherited, depth + 1)
            })?;
        }
        Ok(())
    }

    fn targets(
        &mut self,
        name: &str,
        times: u64,
        mut visit: impl FnMut(&mut Self, Node<'a, 'input>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.add(1)?;
        let Some([first, last]) = self.ids.get(name).copied() else { return Ok(()) };
        for node in std::iter::once(first).chain((last != first).then_some(last)) {
            if self.following.contains(&node.id()) {
                let name = shorten(name);
                return Err(refused(format!("the reference to \"#{name}\" leads back to itself")));
            }
            self.following.push(node.id());
            let before = self.count;
            visit(self, node)?;
            self.following.pop();
            self.add((self.count - before).saturating_mul(times.saturating_sub(1)))?;
        }
        Ok(())
    }
}

impl Inherited {
    fn take(&mut self, own: &Own) {
        for (property, own) in self.properties.iter_mut().zip(&own.inherited) {
            if let Some(own) = own {
                *property = own.as_slice().into();
            }
        }
    }
}

fn is_svg(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().namespace(), None | Some(SVG))
}

/// What a text counts for besides its characters.
fn text_nodes(text: Node<'_, '_>) -> u64 {
    let (mut bytes, mut spans, mut places) = (0, 0, 0);
    for node in text.descendants() {
        bytes += node.text().filter(|_| node.is_text()).map_or(0, str::len) as u64;
        spans += u64::from(node.is_element());
        let listed = node.attributes().filter(|a| matches!(a.name(), "x" | "y" | "dx" | "dy" | "rotate"));
        places += listed.map(|attribute| attribute.value().len() as u64 / 2).sum::<u64>();
    }
    let times = bytes / PER_CHARACTER + (spans - 1) / PER_SPAN + places / PER_PLACE;
    bytes.saturating_mul(times)
}
