//! [`Places`]: where the items of a scene stand in the JSON it was read from.

use std::fmt::{self, Write};
use std::sync::Arc;

/// Where each item of a scene stands; empty for a scene that a builder made.
#[derive(Clone, Default)]
pub(crate) struct Places {
    all: Arc<[Place]>,
    in_pattern: bool,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The scene's item that opens the group it is in, where it is in one.
    pub(super) group: Option<usize>,
    /// Its number in the group.
    pub(super) number: usize,
    /// Its key.
    pub(super) verb: &'static str,
}

impl Places {
    /// An item's place as errors say it: `items[3].layer.items[0].image`, or `scene item 3` in no JSON.
    pub(crate) fn place(&self, item: usize) -> String {
        let chain = std::iter::successors(self.all.get(item), |place| self.all.get(place.group?));
        let mut chain: Vec<&Place> = chain.collect();
        chain.reverse();
        let mut path = String::new();
        for (depth, Place { number, verb, .. }) in chain.into_iter().enumerate() {
            let dot = if depth == 0 { "" } else { "." };
            // Writing into a string does not fail.
            let _ = write!(path, "{dot}items[{number}].{verb}");
        }
        let path = if path.is_empty() { format!("scene item {item}") } else { path };
        if self.in_pattern { path + ", in its pattern" } else { path }
    }

    /// The same places of what is inside the patterns of items.
    pub(crate) fn in_pattern(&self) -> Self {
        Self { all: self.all.clone(), in_pattern: true }
    }
}

impl From<Vec<Place>> for Places {
    fn from(places: Vec<Place>) -> Self {
        Self { all: places.into(), in_pattern: false }
    }
}

/// Scenes that draw the same are equal, wherever their items stood.
impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// They say nothing of what is drawn.
impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}
