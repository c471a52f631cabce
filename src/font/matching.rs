//! Which face a family list, a weight and a style mean, and in what order other faces stand in for it.

use fontdb::{Family, Query, Stretch, Style, Weight};

use super::FontLibrary;
use super::lookup::FaceIndex;

/// Families that mean no font in particular (<https://www.w3.org/TR/css-fonts-4/#generic-font-families>).
const GENERIC: [&str; 9] = [
    "sans-serif",
    "serif",
    "monospace",
    "system-ui",
    "ui-sans-serif",
    "ui-serif",
    "ui-monospace",
    "cursive",
    "fantasy",
];

/// The width of most faces, in per cent.
pub(super) const NORMAL_STRETCH: u16 = 100;

/// The nearest of the widths that have names (<https://www.w3.org/TR/css-fonts-4/#font-stretch-prop>).
fn named_stretch(per_cent: u16) -> Stretch {
    match per_cent {
        ..=56 => Stretch::UltraCondensed,
        57..=68 => Stretch::ExtraCondensed,
        69..=81 => Stretch::Condensed,
        82..=93 => Stretch::SemiCondensed,
        94..=106 => Stretch::Normal,
        107..=118 => Stretch::SemiExpanded,
        119..=137 => Stretch::Expanded,
        138..=175 => Stretch::ExtraExpanded,
        176.. => Stretch::UltraExpanded,
    }
}

impl FontLibrary {
    /// The faces to try for a style: of each family in the list, the one that CSS matching chooses and then the others, the
    /// nearest first (a bold face may lack characters that the regular one of the same family has). Without a family that
    /// the library knows, those of its first family.
    pub(super) fn preferred(&self, families: &[String], weight: u16, italic: bool, stretch: u16) -> Vec<FaceIndex> {
        let mut faces = Vec::new();
        for family in families.iter().filter_map(|name| self.family(name)) {
            self.push_family(family, weight, italic, stretch, &mut faces);
        }
        if faces.is_empty() {
            self.push_family(0, weight, italic, stretch, &mut faces);
        }
        faces
    }

    /// All faces, family by family in the order they were added, the nearest to a style first in each.
    pub(super) fn everything(&self, weight: u16, italic: bool) -> Vec<FaceIndex> {
        let mut faces = Vec::with_capacity(self.0.faces.len());
        for family in 0..self.0.families.len() {
            self.push_family(family, weight, italic, NORMAL_STRETCH, &mut faces);
        }
        faces
    }

    fn family(&self, name: &str) -> Option<usize> {
        let name = name.trim().to_lowercase();
        if let Some(&family) = self.0.names.get(&name) {
            return Some(family);
        }
        if !GENERIC.contains(&name.as_str()) || self.0.families.is_empty() {
            return None;
        }
        let better = self.0.families.iter().position(|family| match name.as_str() {
            "monospace" | "ui-monospace" => family.monospaced,
            "serif" | "ui-serif" => {
                let family = family.name.to_lowercase();
                family.contains("serif") && !family.contains("sans")
            }
            _ => false,
        });
        Some(better.unwrap_or(0))
    }

    fn push_family(&self, family: usize, weight: u16, italic: bool, stretch: u16, faces: &mut Vec<FaceIndex>) {
        let Some(family) = self.0.families.get(family) else { return };
        let style = if italic { Style::Italic } else { Style::Normal };
        let families = [Family::Name(&family.name)];
        let query = Query { families: &families, weight: Weight(weight), stretch: named_stretch(stretch), style };
        let best = self.0.database.query(&query).and_then(|id| self.0.ids.iter().position(|&other| other == id));
        let mut others = family.faces.clone();
        others.sort_by_key(|&index| match self.0.faces.get(usize::from(index)) {
            Some(face) => (
                Some(usize::from(index)) != best,
                face.italic() != italic,
                face.outline_weight(weight).abs_diff(weight),
            ),
            None => (true, true, u16::MAX),
        });
        for index in others.into_iter().map(FaceIndex) {
            if !faces.contains(&index) {
                faces.push(index);
            }
        }
    }
}
