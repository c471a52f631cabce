//! Carets, selections and what lies under a point: [`TextLayout::caret`], [`TextLayout::hit`], [`TextLayout::selection`].

use std::ops::Range;

use kurbo::{Point, Rect};

use super::{TextLayout, TextLine};

/// A cluster of characters, which a caret does not enter: a letter with its marks, an emoji sequence, an ideograph. The
/// letters of a ligature part where its font says, else they have equal shares of its advance. A soft hyphen that shows one
/// lies where that does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextCluster {
    /// Its bytes of the text.
    pub text: Range<usize>,
    /// Index of the line.
    pub line: usize,
    /// Left edge of its advance.
    pub x: f64,
    /// Its advance, letter spacing and justification included.
    pub width: f64,
    /// Whether it runs from right to left, so that it begins at its right edge.
    pub right_to_left: bool,
}

/// A place between two clusters, where text would be inserted.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Caret {
    /// Byte offset in the text.
    pub byte: usize,
    /// Index of the line.
    pub line: usize,
    /// Where it stands: where what follows in the text begins.
    pub x: f64,
    /// Where what comes before it in the text ends, if that is elsewhere: where two directions meet a caret has two places.
    pub split: Option<f64>,
    /// Top of the line box.
    pub top: f64,
    /// Bottom of the line box.
    pub bottom: f64,
}

/// What lies under a point.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextHit {
    /// The cluster's bytes; of no length on a line without clusters.
    pub text: Range<usize>,
    /// The nearer end of the cluster, where a caret is put by a click: its `text.start` or `text.end`.
    pub byte: usize,
    /// Index of the line.
    pub line: usize,
    /// Whether the point lies on the cluster; otherwise it is the nearest one.
    pub inside: bool,
}

impl TextCluster {
    fn start_x(&self) -> f64 {
        if self.right_to_left { self.x + self.width } else { self.x }
    }

    fn end_x(&self) -> f64 {
        if self.right_to_left { self.x } else { self.x + self.width }
    }
}

impl TextLayout {
    /// The cluster under a point, or else the nearest one of the line that is nearest. `None` without lines.
    ///
    /// ```
    /// # #[cfg(feature = "bundled-fonts")] {
    /// use inkstone::{Engine, Paragraph, RenderOptions, TextStyle};
    ///
    /// let text = Paragraph::new("墨石", TextStyle::new(20.0));
    /// let layout = Engine::new().canvas().layout(&text, &RenderOptions::new())?;
    /// let hit = layout.hit((27.0, -5.0)).unwrap();
    /// assert_eq!((hit.text, hit.byte, hit.inside), (3..6, 3, true));
    /// assert_eq!(layout.caret(3).unwrap().x, 20.0);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn hit(&self, point: impl Into<Point>) -> Option<TextHit> {
        let point = point.into();
        let below = |line: &TextLine| point.y >= line.top + line.height;
        let number = self.lines.iter().position(|line| !below(line)).unwrap_or(self.lines.len().checked_sub(1)?);
        let line = self.lines.get(number)?;
        let clusters = self.clusters_of(number);
        let distance = |cluster: &TextCluster| (cluster.x - point.x).max(point.x - cluster.x - cluster.width).max(0.0);
        let nearest = clusters.iter().min_by(|a, b| {
            // Of two in one place, the one that has a width.
            distance(a).total_cmp(&distance(b)).then(b.width.total_cmp(&a.width))
        });
        let Some(cluster) = nearest else {
            let byte = line.text.start;
            return Some(TextHit { text: byte..byte, byte, line: number, inside: false });
        };
        let first_half = point.x < cluster.x + cluster.width / 2.0;
        let byte = if first_half == cluster.right_to_left { cluster.text.end } else { cluster.text.start };
        let on_line = point.y >= line.top && !below(line);
        let inside = on_line && point.x >= cluster.x && point.x < cluster.x + cluster.width;
        Some(TextHit { text: cluster.text.clone(), byte, line: number, inside })
    }

    /// Where a caret stands before a byte of the text. One inside of a cluster stands before it; one where a line was
    /// wrapped stands on the next. `None` for a byte that no line has, because the text was cut or is shorter.
    #[must_use]
    pub fn caret(&self, byte: usize) -> Option<Caret> {
        let holds = |line: &TextLine| {
            (line.text.start <= byte && byte < line.text.end)
                || line.tail.as_ref().is_some_and(|tail| tail.contains(&byte))
        };
        let ends = |line: &TextLine| line.text.end == byte || line.tail.as_ref().is_some_and(|tail| tail.end == byte);
        let number = self.lines.iter().position(holds).or_else(|| self.lines.iter().rposition(ends))?;
        let line = self.lines.get(number)?;
        let clusters = self.clusters_of(number);
        let after = clusters.iter().find(|cluster| cluster.text.contains(&byte));
        let start = after.map_or(byte, |cluster| cluster.text.start);
        // White space at the end of a text whose middle was cut has no cluster: it lies behind the last one.
        let ends_before = |end: usize| end == start || (after.is_none() && end < start);
        let before = clusters.iter().filter(|cluster| ends_before(cluster.text.end));
        let before = before.max_by_key(|cluster| cluster.text.end);
        let (after, before) = (after.map(TextCluster::start_x), before.map(TextCluster::end_x));
        let x = after.or(before).unwrap_or(if line.right_to_left { line.x + line.width } else { line.x });
        let split = before.filter(|before| (before - x).abs() > 1e-6);
        Some(Caret { byte: start, line: number, x, split, top: line.top, bottom: line.top + line.height })
    }

    /// The rectangles that a selection of bytes covers, as high as their lines: those that touch are one.
    #[must_use]
    pub fn selection(&self, text: Range<usize>) -> Vec<Rect> {
        let mut rects: Vec<(usize, Rect)> = Vec::new();
        let selected = |cluster: &&TextCluster| cluster.text.start < text.end && cluster.text.end > text.start;
        for cluster in self.clusters.iter().filter(selected) {
            let Some(line) = self.lines.get(cluster.line) else { continue };
            let right = cluster.x + cluster.width;
            match rects.last_mut() {
                Some((number, rect)) if *number == cluster.line && (cluster.x - rect.x1).abs() <= 1e-6 => {
                    rect.x1 = rect.x1.max(right);
                }
                _ => rects.push((cluster.line, Rect::new(cluster.x, line.top, right, line.top + line.height))),
            }
        }
        rects.into_iter().map(|(_, rect)| rect).filter(|rect| rect.width() > 0.0).collect()
    }

    fn clusters_of(&self, line: usize) -> &[TextCluster] {
        let first = self.clusters.partition_point(|cluster| cluster.line < line);
        let end = self.clusters.partition_point(|cluster| cluster.line <= line);
        self.clusters.get(first..end).unwrap_or_default()
    }
}
