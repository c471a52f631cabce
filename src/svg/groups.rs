//! [`Groups`]: clips and layers as `<g>`.
//!
//! A `<g clip-path>` is a group of its own, so that a layer inside would blend with what is in the clip only. So such
//! groups are opened late, and closed before a layer that blends, which is clipped itself. Each clip is itself clipped by
//! the one around it: one group stands for all of them, however many there are, and documents stay shallow, as parsers
//! want them.

use kurbo::Rect;

use super::filter::filter;
use super::operator::{Combination, Put, put};
use super::out::Out;
use super::survey::Survey;
use crate::list::Group;

/// What is open where the next item is written.
#[derive(Debug)]
pub(super) struct Groups {
    /// The canvas and the layers inside each other.
    levels: Vec<Level>,
    open: Vec<Open>,
    /// Layers inside a dropped one, itself included.
    dropped: usize,
    next_clip: usize,
    next_operator: usize,
    next_filter: usize,
    /// Groups of the survey that were begun.
    begun: usize,
    canvas: Rect,
    /// The canvas, and a px around it.
    region: Rect,
}

/// What a pop ends.
#[derive(Debug)]
enum Open {
    Clip,
    Layer,
    Dropped,
}

/// The canvas or a layer.
#[derive(Debug, Default)]
struct Level {
    /// Numbers of the clips in force inside it.
    clips: Vec<usize>,
    /// How many of them the open `<g>` stands for; 0 where there is none.
    opened: usize,
    /// How it is put down, where that takes masks.
    operand: Option<Combination>,
    /// Layers inside that are still to be put down by masks; until then all is written to a group for them.
    masks: u32,
    /// The number of that group.
    staged: usize,
}

impl Groups {
    pub(super) fn new(out: &mut Out<'_>, survey: &Survey, canvas: Rect) -> Self {
        let region = canvas.inflate(1.0, 1.0);
        let (levels, open) = (Vec::new(), Vec::new());
        let mut groups =
            Self { levels, open, dropped: 0, next_clip: 0, next_operator: 0, next_filter: 0, begun: 0, canvas, region };
        groups.begin(out, survey, Level::default());
        groups
    }

    /// Whether what follows is not drawn.
    pub(super) fn dropping(&self) -> bool {
        self.dropped > 0
    }

    /// The number of a clip that is about to be defined.
    pub(super) fn clip_number(&mut self) -> usize {
        self.next_clip += 1;
        self.next_clip - 1
    }

    /// The numbers of a clip that holds until a pop, and of the one around it; `None` where nothing is drawn.
    pub(super) fn push_clip(&mut self) -> Option<(usize, Option<usize>)> {
        self.open.push(Open::Clip);
        if self.dropping() {
            return None;
        }
        let number = self.clip_number();
        let level = self.levels.last_mut()?;
        let around = level.clips.last().copied();
        level.clips.push(number);
        Some((number, around))
    }

    /// Opens the group of the clips in force, before an item is written.
    pub(super) fn open_clips(&mut self, out: &mut Out<'_>) {
        let Some(level) = self.levels.last_mut().filter(|level| level.opened != level.clips.len()) else { return };
        level.close_clips(out);
        if let Some(clip) = level.clips.last() {
            out.push("<g").url("clip-path", format_args!("c{clip}")).push(">\n");
        }
        level.opened = level.clips.len();
    }

    pub(super) fn push_layer(&mut self, out: &mut Out<'_>, survey: &Survey, layer: &Group) {
        let how = put(layer.blend_mode);
        if self.dropping() || how == Put::Dropped {
            self.dropped += 1;
            self.open.push(Open::Dropped);
            return;
        }
        self.open.push(Open::Layer);
        let mut inner = Level::default();
        let number = self.next_filter;
        if how == Put::Over {
            self.open_clips(out);
        } else if let Some(outer) = self.levels.last_mut() {
            outer.close_clips(out);
        }
        // A filter may stand wherever the group may; among the operands of masks it draws nothing.
        let is_filtered = filter(out, layer, number, self.canvas);
        self.next_filter += usize::from(is_filtered);
        if how == Put::Over {
            out.push("<g");
        } else if let Some(outer) = self.levels.last_mut() {
            let clip = outer.clips.last().copied();
            if how == Put::Masks {
                let id = outer.staged;
                out.push("</g>\n<g").id(format_args!("s{id}"));
                let (mode, luminance, region) = (layer.blend_mode, layer.luminance, self.region);
                inner.operand = Some(Combination { mode, luminance, id, clip, region });
            } else {
                out.push("<g");
            }
            if let Some(clip) = clip {
                out.url("clip-path", format_args!("c{clip}"));
            }
        }
        if is_filtered {
            out.url("filter", format_args!("e{number}"));
        }
        // With a shadow it is the filter's.
        if layer.opacity != 1.0 && layer.shadow.is_none() {
            out.number("opacity", layer.opacity);
        }
        match how {
            Put::Blend(mode) => _ = out.push(" style=\"mix-blend-mode:").push(mode).push("\">\n"),
            _ => _ = out.push(" style=\"isolation:isolate\">\n"),
        }
        self.begin(out, survey, inner);
    }

    /// Ends the clip or layer pushed last.
    pub(super) fn pop(&mut self, out: &mut Out<'_>) {
        match self.open.pop() {
            Some(Open::Dropped) => self.dropped -= 1,
            Some(Open::Clip) if !self.dropping() => {
                let Some(level) = self.levels.last_mut() else { return };
                if level.opened == level.clips.len() {
                    level.close_clips(out);
                }
                level.clips.pop();
            }
            Some(Open::Layer) => self.pop_layer(out),
            Some(Open::Clip) | None => {}
        }
    }

    fn pop_layer(&mut self, out: &mut Out<'_>) {
        let Some(mut level) = self.levels.pop() else { return };
        level.close_clips(out);
        out.push("</g>\n");
        let Some(combination) = level.operand else { return };
        combination.masks(out);
        out.push("</defs>\n");
        if let Some(mut outer) = self.levels.pop() {
            outer.masks -= 1;
            self.stage(out, &mut outer);
            self.levels.push(outer);
        }
        combination.write(out);
    }

    fn begin(&mut self, out: &mut Out<'_>, survey: &Survey, mut level: Level) {
        level.masks = survey.groups.get(self.begun).map_or(0, |group| group.masks);
        self.begun += 1;
        self.stage(out, &mut level);
        self.levels.push(level);
    }

    /// Begins the group that the next layer put down by masks is combined with, if there is one.
    fn stage(&mut self, out: &mut Out<'_>, level: &mut Level) {
        if level.masks > 0 {
            level.staged = self.next_operator;
            self.next_operator += 1;
            out.push("<defs>\n<g").id(format_args!("b{}", level.staged)).push(">\n");
        }
    }
}

impl Level {
    fn close_clips(&mut self, out: &mut Out<'_>) {
        if self.opened > 0 {
            out.push("</g>\n");
        }
        self.opened = 0;
    }
}
