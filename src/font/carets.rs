//! What a face says of places within its glyphs and beside them: carets in ligatures (`GDEF`) and baselines (`BASE`).

use skrifa::instance::NormalizedCoord;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::base::BaseCoord;
use skrifa::raw::tables::gdef::CaretValue;
use skrifa::raw::tables::layout::DeviceOrVariationIndex;
use skrifa::raw::tables::variations::ItemVariationStore;
use skrifa::{FontRef, GlyphId16, Tag};

use super::{Face, Variation};

impl Face {
    /// Where carets stand between the letters of a ligature, in font units from its origin, from the left
    /// (<https://learn.microsoft.com/typography/opentype/spec/gdef#ligature-caret-list-table>). `None` where the face does
    /// not say so of just so many, or has them at points of the outline (which no font is known to do).
    pub(crate) fn ligature_carets(&self, glyph: u32, count: usize, variation: &Variation) -> Option<Vec<f64>> {
        let font = self.font()?;
        let gdef = font.gdef().ok()?;
        let list = gdef.lig_caret_list()?.ok()?;
        let glyph = GlyphId16::new(u16::try_from(glyph).ok()?);
        let index = list.coverage().ok()?.get(glyph)?;
        let ligature = list.lig_glyphs().get(usize::from(index)).ok()?;
        if usize::from(ligature.caret_count()) != count {
            return None;
        }
        let store = gdef.item_var_store().and_then(Result::ok);
        let caret = |value: CaretValue<'_>| match value {
            CaretValue::Format1(value) => Some(f64::from(value.coordinate())),
            CaretValue::Format2(_) => None,
            CaretValue::Format3(value) => {
                let device = value.device().ok();
                Some(f64::from(value.coordinate()) + delta(device, store.as_ref(), variation.coords()))
            }
        };
        ligature.caret_values().iter().map(|value| caret(value.ok()?)).collect()
    }
}

/// The height of a baseline of horizontal text in font units, y up
/// (<https://learn.microsoft.com/typography/opentype/spec/base>): what it is for any script, as browsers ask, else for the
/// one whose letters stand on it or hang from it, else for Latin.
pub(super) fn baseline(
    font: &FontRef<'_>,
    baseline: &[u8; 4],
    script: &[u8; 4],
    coords: &[NormalizedCoord],
) -> Option<f64> {
    let base = font.base().ok()?;
    let axis = base.horiz_axis()?.ok()?;
    let tags = axis.base_tag_list()?.ok()?;
    // Tags are in their order, so that a table of thousands is not gone through for each span.
    let place = tags.baseline_tags().binary_search_by_key(&Tag::new(baseline), |tag| tag.get()).ok()?;
    let scripts = axis.base_script_list().ok()?;
    let records = scripts.base_script_records();
    let record = [b"DFLT", script, b"latn"].into_iter().find_map(|tag| {
        let place = records.binary_search_by_key(&Tag::new(tag), |record| record.base_script_tag()).ok()?;
        records.get(place)
    })?;
    let values = record.base_script(scripts.offset_data()).ok()?.base_values()?.ok()?;
    let coordinate = values.base_coords().get(place).ok()?;
    let moved = match &coordinate {
        BaseCoord::Format3(value) => {
            let store = base.item_var_store().and_then(Result::ok);
            delta(value.device().and_then(Result::ok), store.as_ref(), coords)
        }
        BaseCoord::Format1(_) | BaseCoord::Format2(_) => 0.0,
    };
    Some(f64::from(coordinate.coordinate()) + moved)
}

/// By how much a coordinate of a variable face is moved. What devices of one size say is none of an unhinted layout's.
fn delta(
    device: Option<DeviceOrVariationIndex<'_>>,
    store: Option<&ItemVariationStore<'_>>,
    coords: &[NormalizedCoord],
) -> f64 {
    let (Some(DeviceOrVariationIndex::VariationIndex(index)), Some(store)) = (device, store) else { return 0.0 };
    store.compute_delta(index.into(), coords).map_or(0.0, f64::from)
}
