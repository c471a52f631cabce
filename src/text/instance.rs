//! [`Instances`]: shapers of variable faces, whose axes stand otherwise than by default.

use harfrust::{ShaperData, ShaperInstance};

use crate::font::{Face, FaceIndex, Variation};

/// Instances kept; the oldest makes room.
const KEPT: usize = 32;

/// What the shaper reads of a face once, and where its axes stand.
pub(super) struct VariedFace {
    face: FaceIndex,
    variation: u64,
    pub(super) data: ShaperData,
    pub(super) instance: ShaperInstance,
}

#[derive(Default)]
pub(super) struct Instances {
    kept: Vec<VariedFace>,
    next: usize,
}

impl Instances {
    /// Forgets all: face numbers are those of one library.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The instance of a face where its axes stand so.
    pub(super) fn get(&mut self, index: FaceIndex, face: &Face, variation: &Variation) -> Option<&VariedFace> {
        let key = variation.key();
        let known = self.kept.iter().position(|kept| (kept.face, kept.variation) == (index, key));
        let place = match known {
            Some(place) => place,
            None => {
                let font = face.font()?;
                let instance = ShaperInstance::from_coords(&font, variation.coords().iter().copied());
                let varied = VariedFace { face: index, variation: key, data: ShaperData::new(&font), instance };
                if self.kept.len() < KEPT {
                    self.kept.push(varied);
                    self.kept.len() - 1
                } else {
                    let place = self.next % KEPT;
                    self.next = place + 1;
                    *self.kept.get_mut(place)? = varied;
                    place
                }
            }
        };
        self.kept.get(place)
    }
}
