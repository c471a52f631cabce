//! Which face a family list, a weight and a style mean, and in what order other faces stand in for it.

use fontdb::{Family, Query, Stretch, Style, Weight};

use super::generic::GenericFamily;
use super::lookup::FaceIndex;
use super::region::Region;
use super::{Face, FontLibrary};

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
    /// the library knows, those of its default one.
    pub(super) fn preferred(
        &self,
        families: &[String],
        weight: u16,
        italic: bool,
        stretch: u16,
        region: Option<Region>,
    ) -> Vec<FaceIndex> {
        let mut faces = Vec::new();
        for family in families.iter().flat_map(|name| self.family(name, region)) {
            self.push_family(family, weight, italic, stretch, &mut faces);
        }
        if faces.is_empty() {
            self.push_family(self.default_family(region), weight, italic, stretch, &mut faces);
        }
        faces
    }

    /// All faces, those nearest to a region first, otherwise family by family in the order they were added, the nearest to
    /// a style first in each. Those of emoji come last.
    pub(super) fn everything(&self, weight: u16, italic: bool, region: Option<Region>) -> Vec<FaceIndex> {
        let mut faces = Vec::with_capacity(self.0.faces.len());
        for family in 0..self.0.families.len() {
            self.push_family(family, weight, italic, NORMAL_STRETCH, &mut faces);
        }
        faces.sort_by_key(|index| match self.0.faces.get(usize::from(index.0)) {
            Some(face) => (face.is_emoji(), region.map_or(0, |region| region.distance(face))),
            None => (true, 0),
        });
        faces
    }

    /// The faces for characters drawn as emoji: of the style's families those of emoji, then the library's.
    pub(super) fn emoji(&self, preferred: &[FaceIndex], weight: u16, italic: bool) -> Vec<FaceIndex> {
        let is_emoji = |index: &FaceIndex| self.0.faces.get(usize::from(index.0)).is_some_and(Face::is_emoji);
        let mut faces: Vec<FaceIndex> = preferred.iter().copied().filter(is_emoji).collect();
        for family in self.generic(GenericFamily::Emoji) {
            self.push_family(family, weight, italic, NORMAL_STRETCH, &mut faces);
        }
        faces
    }

    fn family(&self, name: &str, region: Option<Region>) -> Vec<usize> {
        let name = name.trim().to_lowercase();
        if let Some(&family) = self.0.names.get(&name) {
            return vec![family];
        }
        let Some(generic) = GenericFamily::named(&name).filter(|_| !self.0.families.is_empty()) else {
            return Vec::new();
        };
        let families = self.generic(generic);
        // Only for emoji nothing stands in.
        if families.is_empty() && generic != GenericFamily::Emoji {
            vec![self.default_family(region)]
        } else {
            families
        }
    }

    /// The first family; where it is one of Han characters of another region, the first that is nearest.
    fn default_family(&self, region: Option<Region>) -> usize {
        let Some(region) = region else { return 0 };
        let face_of = |family: usize| {
            let first = self.0.families.get(family)?.faces.first()?;
            self.0.faces.get(usize::from(*first))
        };
        if face_of(0).is_none_or(|face| face.regions() == 0) {
            return 0;
        }
        let distance = |family: &usize| face_of(*family).map_or(usize::MAX, |face| region.distance(face));
        (0..self.0.families.len()).min_by_key(distance).unwrap_or(0)
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
