//! From items to glyphs: whole runs, one call of the shaper each.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use harfrust::{BufferFlags, Direction, Feature, Language, ShapePlan, Tag, UnicodeBuffer};
use icu_properties::props::Script;

use super::flow::{EDGE, Flow, Glyph, INVISIBLE, Index, Item, LIGATED, SpanInfo, TOFU, UNSAFE};
use super::instance::Instances;
use super::plain::{PlainRun, PlainRuns};
use super::{MissingGlyph, TextStyle, Variants, unicode};
use crate::font::{FaceIndex, FaceLookup, FontFeature, tag_bytes};

/// Plans kept; the oldest makes room.
const PLANS: usize = 48;
/// Languages, and sets of features, kept from one layout to the next.
const LANGUAGES: usize = 64;

/// Width in em of the box for a character without a glyph: narrow ones, and those that are an em wide.
const NARROW_TOFU: f64 = 0.6;
const SIX_DIGITS: f64 = 0.8;

/// Shapes runs of one canvas. The buffer and the plans (features resolved for a face, script and language) are kept.
#[derive(Default)]
pub(super) struct Shaper {
    buffer: Option<UnicodeBuffer>,
    plans: Vec<Plan>,
    languages: Vec<(Arc<str>, Option<Language>)>,
    features: Vec<FeatureSet>,
    instances: Instances,
    pub(super) plain: PlainRuns,
    next_plan: usize,
}

/// What styles ask of the shaper, and the features that follow from it.
struct FeatureSet {
    spaced: bool,
    variants: Variants,
    own: Arc<[FontFeature]>,
    features: Arc<[Feature]>,
}

#[derive(Clone, Copy, PartialEq)]
struct PlanKey {
    face: FaceIndex,
    variation: u64,
    script: Script,
    right_to_left: bool,
    language: usize,
    features: usize,
}

struct Plan {
    key: PlanKey,
    plan: ShapePlan,
}

/// What all runs of a paragraph have in common.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) spans: &'a [SpanInfo<'a>],
    pub(super) missing: MissingGlyph,
    /// The paragraph's own ellipsis.
    pub(super) ellipsis: &'a str,
}

/// Stands for the paragraph's own ellipsis among the literals of items.
pub(super) const OWN_ELLIPSIS: &str = "";

/// Whether runs are shaped for the first time or parts of them again, around a line's end.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pass {
    Whole,
    /// Where a break is unsafe stays as the whole run said.
    Part,
}

impl Shaper {
    /// Forgets plans made for another library, and languages when they have grown too many.
    pub(super) fn begin(&mut self, same_library: bool) {
        if !same_library {
            self.instances.clear();
            self.plain.clear();
        }
        if !same_library || self.languages.len().max(self.features.len()) > LANGUAGES {
            self.plans.clear();
            self.languages.clear();
            self.features.clear();
            self.next_plan = 0;
        }
    }

    /// Plans that are kept.
    pub(super) fn plans(&self) -> usize {
        self.plans.len()
    }

    /// A number for what a style asks of the shaper.
    pub(super) fn features(&mut self, style: &TextStyle) -> usize {
        let spaced = style.letter_spacing != 0.0;
        let (variants, own) = (style.variants, &style.features);
        let is_it = |set: &FeatureSet| (set.spaced, set.variants) == (spaced, variants) && set.own == *own;
        self.features.iter().rposition(is_it).unwrap_or_else(|| {
            let features = features(spaced, variants, own).collect();
            self.features.push(FeatureSet { spaced, variants, own: Arc::clone(own), features });
            self.features.len() - 1
        })
    }

    /// A number for a language; 0 for none.
    pub(super) fn language(&mut self, language: Option<&Arc<str>>) -> usize {
        let Some(language) = language else { return 0 };
        let known = self.languages.iter().position(|(tag, _)| tag == language);
        let index = known.unwrap_or_else(|| {
            self.languages.push((Arc::clone(language), language.parse().ok()));
            self.languages.len() - 1
        });
        index + 1
    }

    /// Shapes clusters of an item: sets their glyphs, advances and flags.
    pub(super) fn shape(
        &mut self,
        fonts: &mut FaceLookup,
        source: &Source<'_>,
        flow: &mut Flow,
        item: usize,
        clusters: Range<usize>,
        pass: Pass,
    ) {
        let Some(&item) = flow.items.get(item) else { return };
        let Some(span) = source.spans.get(item.span as usize) else { return };
        let size = span.size * item.scale();
        if let Some((_, inline)) = span.inline {
            for cluster in flow.clusters.get_mut(clusters).unwrap_or_default() {
                cluster.advance = spaced(inline.width, span.style.letter_spacing);
            }
            return;
        }
        let spacing = if item.script.is_some_and(unicode::is_cursive) { 0.0 } else { span.style.letter_spacing };
        let words = span.style.word_spacing;
        let found = item.face.and_then(|index| {
            let face = fonts.face(index)?;
            let (variation, units) = (face.instance(&span.wishes()).variation, face.units_per_em());
            Some((index, face.clone(), variation, units, fonts.font(index, face.weight())?))
        });
        let Some((index, face, variation, units, font)) = found else {
            tofu_clusters(source.text, flow, clusters, size, spacing);
            return;
        };
        if let Some(region) = span.plain
            && pass == Pass::Whole
            && item.script == Some(Script::Han)
            && !item.is_right_to_left()
            && item.literal.is_none()
            && words == 0.0
        {
            let scale = size / f64::from(units);
            let run =
                PlainRun { text: source.text, face: &face, index, region, clusters: clusters.clone(), scale, spacing };
            if self.plain.shape(flow, &run) {
                return;
            }
        }
        let key = PlanKey {
            face: index,
            variation: variation.key(),
            script: item.script.unwrap_or(Script::Common),
            right_to_left: item.is_right_to_left(),
            language: span.language,
            features: span.features,
        };
        let mut buffer = self.buffer.take().unwrap_or_default();
        fill(&mut buffer, source, flow, &item, clusters.clone());
        let (script, language) = (unicode::shaper_script(key.script), self.language_of(key.language));
        let direction = if key.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        buffer.set_script(script);
        if let Some(language) = language {
            buffer.set_language(language);
        }
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let features =
            self.features.get(key.features).map_or_else(|| Arc::new([]) as Arc<[_]>, |set| Arc::clone(&set.features));
        // A face without axes, which is nearly every one, has its shaper beside it.
        let mut instances = std::mem::take(&mut self.instances);
        let (opened, varied);
        let shaper = if face.axes().is_empty() {
            font.shaper()
        } else {
            opened = face.font().zip(instances.get(index, &face, &variation));
            varied = opened.as_ref().map(|(font, face)| face.data.shaper(font).instance(Some(&face.instance)).build());
            varied.as_ref().unwrap_or(font.shaper())
        };
        let plan =
            self.plan(key, || ShapePlan::new(shaper, direction, Some(script), buffer.language().as_ref(), &features));
        // Broken tables make the shaper's parser add numbers of the font that do not fit, which panics in builds that check
        // for it. Such a font draws boxes, as one without glyphs does.
        let shaped = catch_unwind(AssertUnwindSafe(|| match plan {
            Some(plan) => shaper.shape_with_plan(&plan.plan, buffer, &features),
            None => shaper.shape(buffer, &features),
        }));
        self.instances = instances;
        let Ok(glyphs) = shaped else {
            tofu_clusters(source.text, flow, clusters, size, spacing);
            return;
        };
        take_glyphs(&glyphs, flow, clusters.clone(), pass, size / f64::from(units), spacing, source.missing, units);
        self.buffer = Some(glyphs.clear());
        if words != 0.0 && item.literal.is_none() {
            space_words(source.text, flow, clusters, words);
        }
    }

    fn language_of(&self, language: usize) -> Option<Language> {
        self.languages.get(language.checked_sub(1)?)?.1.clone()
    }

    fn plan(&mut self, key: PlanKey, make: impl FnOnce() -> ShapePlan) -> Option<&Plan> {
        let known = self.plans.iter().position(|plan| plan.key == key);
        let index = known.unwrap_or_else(|| {
            let plan = Plan { key, plan: make() };
            if self.plans.len() < PLANS {
                self.plans.push(plan);
                return self.plans.len() - 1;
            }
            let index = self.next_plan % PLANS;
            self.next_plan = index + 1;
            if let Some(oldest) = self.plans.get_mut(index) {
                *oldest = plan;
            }
            index
        });
        self.plans.get(index)
    }
}

/// The features of a style, the last of a tag being the one that counts. Spaced letters do not ligate
/// (<https://www.w3.org/TR/css-text-3/#letter-spacing-property>).
fn features(spaced: bool, variants: Variants, own: &[FontFeature]) -> impl Iterator<Item = Feature> {
    let unligated: &[(&[u8; 4], u32)] = if spaced { &[(b"liga", 0), (b"clig", 0)] } else { &[] };
    let variants = variants.iter().flat_map(|(_, variant)| variant.features());
    let named = unligated.iter().chain(variants).map(|(tag, value)| (**tag, *value));
    let own = own.iter().filter_map(|feature| Some((tag_bytes(&feature.tag)?, feature.value)));
    named.chain(own).map(|(tag, value)| Feature { tag: Tag::new(&tag), value, start: 0, end: u32::MAX })
}

/// Adds the space between words to clusters that part them.
fn space_words(text: &str, flow: &mut Flow, clusters: Range<usize>, spacing: f64) {
    for cluster in flow.clusters.get_mut(clusters).unwrap_or_default() {
        let first = text.get(cluster.start as usize..).and_then(|text| text.chars().next());
        if first.is_some_and(unicode::parts_words) && !cluster.is(INVISIBLE | LIGATED) {
            cluster.advance = spaced(cluster.advance, spacing);
        }
    }
}

/// An advance with space added to it. What is taken away is no more than there is, so that no letter stands before the one
/// that it follows: a limit as <https://www.w3.org/TR/css-text-3/#letter-spacing-property> lets there be.
pub(super) fn spaced(advance: f64, spacing: f64) -> f64 {
    if spacing < 0.0 { (advance + spacing).max(advance.min(0.0)) } else { advance + spacing }
}

/// Puts the characters of clusters into the buffer, numbered by cluster, with what stands around them in the text, so that
/// letters keep joining over the edge of a run.
fn fill(buffer: &mut UnicodeBuffer, source: &Source<'_>, flow: &Flow, item: &Item, clusters: Range<usize>) {
    buffer.clear();
    let text = source.text;
    let offset = |index: usize| flow.clusters.get(index).map_or(text.len(), |cluster| cluster.start as usize);
    let (start, end) = (offset(clusters.start), offset(clusters.end));
    if let Some(literal) = item.literal {
        let literal = if literal == OWN_ELLIPSIS { source.ellipsis } else { literal };
        literal.chars().for_each(|character| buffer.add(character, clusters.start as u32));
        return;
    }
    buffer.set_pre_context(text.get(..start).unwrap_or_default());
    for index in clusters {
        let Some(cluster) = flow.clusters.get(index).filter(|cluster| !cluster.is(INVISIBLE)) else { continue };
        let range = cluster.start as usize..offset(index + 1);
        for character in text.get(range).unwrap_or_default().chars() {
            if item.small {
                character.to_uppercase().for_each(|capital| buffer.add(capital, index as u32));
            } else {
                buffer.add(if character == '\t' { ' ' } else { character }, index as u32);
            }
        }
    }
    buffer.set_post_context(text.get(end..).unwrap_or_default());
}

#[allow(clippy::too_many_arguments)]
fn take_glyphs(
    shaped: &harfrust::GlyphBuffer,
    flow: &mut Flow,
    clusters: Range<usize>,
    pass: Pass,
    scale: f64,
    spacing: f64,
    missing: MissingGlyph,
    units: u16,
) {
    for cluster in flow.clusters.get_mut(clusters.clone()).unwrap_or_default() {
        cluster.glyphs = (0, 0);
        cluster.advance = 0.0;
        cluster.set(EDGE, pass == Pass::Part);
        let visible = !cluster.is(INVISIBLE);
        cluster.set(LIGATED, visible);
        if pass == Pass::Whole {
            cluster.set(UNSAFE, false);
        }
    }
    let mut last = None;
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let index = info.cluster as usize;
        let Some(cluster) = flow.clusters.get_mut(index).filter(|_| clusters.contains(&index)) else { continue };
        let glyphs = if pass == Pass::Whole { &mut flow.glyphs } else { &mut flow.edges };
        let at = glyphs.len() as Index;
        if last != Some(index) {
            last = Some(index);
            cluster.glyphs = (at, at);
            cluster.set(LIGATED, false);
        }
        if pass == Pass::Whole && info.unsafe_to_break() {
            cluster.set(UNSAFE, true);
        }
        let mut glyph =
            Glyph { id: info.glyph_id, advance: position.x_advance, dx: position.x_offset, dy: position.y_offset };
        if glyph.id == 0 {
            match missing {
                MissingGlyph::Skip => continue,
                MissingGlyph::Tofu | MissingGlyph::Error => {
                    glyph = Glyph { id: TOFU, advance: (f64::from(units) * SIX_DIGITS) as i32, dx: 0, dy: 0 };
                }
            }
        }
        cluster.glyphs.1 = at + 1;
        cluster.advance += f64::from(glyph.advance) * scale;
        glyphs.push(glyph);
    }
    if spacing != 0.0 {
        for cluster in flow.clusters.get_mut(clusters).unwrap_or_default() {
            if !cluster.is(INVISIBLE | LIGATED) {
                cluster.advance = spaced(cluster.advance, spacing);
            }
        }
    }
}

/// Boxes in place of clusters that no face has a glyph for.
fn tofu_clusters(text: &str, flow: &mut Flow, clusters: Range<usize>, size: f64, spacing: f64) {
    for index in clusters {
        let Some(cluster) = flow.clusters.get_mut(index).filter(|cluster| !cluster.is(INVISIBLE)) else { continue };
        cluster.advance = spaced(tofu_width(text, cluster.start, size), spacing);
    }
}

/// Width of the box in place of the cluster that begins at a byte.
pub(super) fn tofu_width(text: &str, start: Index, size: f64) -> f64 {
    let em = match text.get(start as usize..).and_then(|text| text.chars().next()) {
        Some(first) if unicode::is_wide(first) => 1.0,
        // Room for six digits.
        Some(first) if u32::from(first) > 0xffff => SIX_DIGITS,
        _ => NARROW_TOFU,
    };
    em * size
}
