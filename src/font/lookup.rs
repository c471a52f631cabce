//! [`FaceLookup`]: one canvas's way from a character to a face, and from a face to its shaper.

use std::collections::BTreeMap;
use std::sync::Arc;

use cosmic_text::{FontSystem, PlatformFallback};
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::{GlyphId, MetadataProvider};

use super::face::has_glyph;
use super::region::Region;
use super::{Face, FontLibrary};

/// A face by its place in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FaceIndex(pub(super) u16);

impl FaceIndex {
    /// The place, for tables by face.
    #[cfg(feature = "svg-in")]
    pub(crate) fn number(self) -> u32 {
        u32::from(self.0)
    }
}

/// A family list, weight, style, stretch and region whose order of faces is known. Holds until [`FaceLookup::begin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FamilyChain(u32);

/// Answers kept, in pairs of places that an answer's character and chain lead to directly: a new one replaces the older.
const ANSWERS: usize = 1 << 13;
/// Chains kept from one layout to the next.
const CHAINS: usize = 64;
/// Loaded faces kept from one layout to the next. A variable face at two weights is two.
const LOADED: usize = 64;
const NONE: u16 = u16::MAX;

pub(crate) struct FaceLookup {
    library: FontLibrary,
    /// Holds the faces with their shapers; its own layout, matching and fallback are not used.
    system: FontSystem,
    loaded: Vec<(FaceIndex, u16, Arc<cosmic_text::Font>)>,
    chains: Vec<Chain>,
    /// Numbers of the chains by families, weight, italics, stretch and region: a text may have a style a word.
    known: BTreeMap<ChainKey, u32>,
    answers: Vec<Answer>,
}

type ChainKey = (Arc<[String]>, u16, bool, u16, Option<Region>);

struct Chain {
    weight: u16,
    italic: bool,
    region: Option<Region>,
    preferred: Vec<FaceIndex>,
    /// For what is drawn as emoji; made when it is asked for.
    emoji: Option<Arc<[FaceIndex]>>,
    /// All faces; made when the preferred ones lack a character.
    everything: Option<Arc<[FaceIndex]>>,
}

#[derive(Clone, Copy)]
struct Answer {
    character: u32,
    chain: u32,
    face: u16,
}

const EMPTY: Answer = Answer { character: u32::MAX, chain: 0, face: NONE };

/// Character maps of a library's faces, opened as they are needed.
pub(crate) struct Charmaps<'a> {
    library: &'a FontLibrary,
    maps: Vec<(FaceIndex, Charmap<'a>)>,
    /// Faces, features, and whether the one has the other.
    features: Vec<(FaceIndex, [u8; 4], bool)>,
}

impl<'a> Charmaps<'a> {
    pub(crate) fn new(library: &'a FontLibrary) -> Self {
        Self { library, maps: Vec::new(), features: Vec::new() }
    }

    /// Whether a face's substitutions know a feature.
    pub(crate) fn has_feature(&mut self, face: FaceIndex, tag: &[u8; 4]) -> bool {
        if let Some((.., has)) = self.features.iter().find(|(of, known, _)| (*of, known) == (face, tag)) {
            return *has;
        }
        let has = self.library.0.faces.get(usize::from(face.0)).is_some_and(|face| face.has_feature(tag));
        self.features.push((face, *tag, has));
        has
    }

    /// Whether a face has a glyph for a character.
    pub(crate) fn covers(&mut self, face: FaceIndex, character: char) -> bool {
        self.map(face).is_some_and(|map| has_glyph(map, character))
    }

    /// Whether a face has a variation sequence: a glyph of its own for it, or its usual one
    /// (<https://learn.microsoft.com/typography/opentype/spec/cmap#format-14-unicode-variation-sequences>).
    fn has_sequence(&mut self, face: FaceIndex, base: char, selector: char) -> bool {
        let Some(map) = self.map(face).filter(|map| map.has_variant_map()) else { return false };
        match map.map_variant(base, selector) {
            Some(MapVariant::Variant(glyph)) => glyph != GlyphId::NOTDEF,
            Some(MapVariant::UseDefault) => has_glyph(map, base),
            None => false,
        }
    }

    fn map(&mut self, face: FaceIndex) -> Option<&Charmap<'a>> {
        // Sorted, so that a library of thousands of faces is searched in a dozen steps.
        let place = match self.maps.binary_search_by_key(&face, |(face, _)| *face) {
            Ok(place) => place,
            Err(place) => {
                let font = self.library.0.faces.get(usize::from(face.0)).and_then(Face::font);
                let font = font?;
                self.maps.insert(place, (face, font.charmap()));
                place
            }
        };
        self.maps.get(place).map(|(_, map)| map)
    }
}

impl FaceLookup {
    pub(crate) fn new(library: &FontLibrary) -> Self {
        Self {
            library: library.clone(),
            system: font_system(library),
            loaded: Vec::new(),
            chains: Vec::new(),
            known: BTreeMap::new(),
            answers: vec![EMPTY; ANSWERS],
        }
    }

    /// Makes ready for a layout: takes another library where it is not the last one's, and forgets what has grown too big.
    /// Returns whether the library is the last one's, so that numbers of its faces still hold.
    pub(crate) fn begin(&mut self, library: &FontLibrary) -> bool {
        let same = self.library.is_same(library);
        if !same {
            *self = Self::new(library);
        }
        if self.chains.len() > CHAINS {
            self.chains.clear();
            self.known.clear();
            self.answers.fill(EMPTY);
        }
        if self.loaded.len() > LOADED {
            self.loaded.clear();
            self.system = font_system(library);
        }
        same
    }

    pub(crate) fn chain(
        &mut self,
        families: &Arc<[String]>,
        weight: u16,
        italic: bool,
        stretch: u16,
        region: Option<Region>,
    ) -> FamilyChain {
        let number = self.known.entry((Arc::clone(families), weight, italic, stretch, region)).or_insert_with(|| {
            let preferred = self.library.preferred(families, weight, italic, stretch, region);
            self.chains.push(Chain { weight, italic, region, preferred, emoji: None, everything: None });
            self.chains.len() as u32 - 1
        });
        FamilyChain(*number)
    }

    /// The face that a chain's style means before coverage is asked for. `None` for an empty library.
    pub(crate) fn first(&self, chain: FamilyChain) -> Option<FaceIndex> {
        self.chains.get(chain.0 as usize)?.preferred.first().copied()
    }

    /// The first face of a chain that has a glyph for a character.
    pub(crate) fn face_for(
        &mut self,
        maps: &mut Charmaps<'_>,
        chain: FamilyChain,
        character: char,
    ) -> Option<FaceIndex> {
        self.answer(chain, u32::from(character), |lookup| lookup.face_for_all(maps, chain, &[character]))
    }

    /// The first face of a chain that has the variation sequence of a base and a selector; `None` for what is none.
    pub(crate) fn sequence_face(
        &mut self,
        maps: &mut Charmaps<'_>,
        chain: FamilyChain,
        base: char,
        selector: char,
    ) -> Option<FaceIndex> {
        let number = selector_number(selector)?;
        // Above all characters.
        let code = u32::from(base) | (number + 1) << 21;
        self.answer(chain, code, |lookup| lookup.first_face(chain, |face| maps.has_sequence(face, base, selector)))
    }

    /// What is found for a character or a sequence of a chain, kept.
    fn answer(
        &mut self,
        chain: FamilyChain,
        code: u32,
        find: impl FnOnce(&mut Self) -> Option<FaceIndex>,
    ) -> Option<FaceIndex> {
        // The characters of a text lie close together, or a page of them apart.
        let mixed = (code ^ chain.0 << 16).wrapping_mul(0x9e37_79b1);
        let slot = (mixed >> 16) as usize % (ANSWERS / 2);
        let is_it = |answer: &&Answer| (answer.character, answer.chain) == (code, chain.0);
        if let Some(answer) = self.answers.get(2 * slot..2 * slot + 2).and_then(|pair| pair.iter().find(is_it)) {
            return (answer.face != NONE).then_some(FaceIndex(answer.face));
        }
        let face = find(self);
        if let Some([newest, older]) = self.answers.get_mut(2 * slot..2 * slot + 2) {
            *older = *newest;
            *newest = Answer { character: code, chain: chain.0, face: face.map_or(NONE, |face| face.0) };
        }
        face
    }

    /// The first face of a chain that has glyphs for all of some characters.
    pub(crate) fn face_for_all(
        &mut self,
        maps: &mut Charmaps<'_>,
        chain: FamilyChain,
        characters: &[char],
    ) -> Option<FaceIndex> {
        self.first_face(chain, |face| characters.iter().all(|&character| maps.covers(face, character)))
    }

    /// The first face of a chain, then of all, that will do.
    fn first_face(&mut self, chain: FamilyChain, mut will_do: impl FnMut(FaceIndex) -> bool) -> Option<FaceIndex> {
        let chain = chain.0 as usize;
        let preferred = self.chains.get(chain)?.preferred.iter().copied().find(|&face| will_do(face));
        if preferred.is_some() {
            return preferred;
        }
        self.everything(chain).iter().copied().find(|&face| will_do(face))
    }

    /// The face for a sequence that is drawn as emoji. `None` where no face of emoji has all of it.
    pub(crate) fn emoji_face(
        &mut self,
        maps: &mut Charmaps<'_>,
        chain: FamilyChain,
        characters: &[char],
    ) -> Option<FaceIndex> {
        let chain = self.chains.get_mut(chain.0 as usize)?;
        let library = &self.library;
        let emoji =
            chain.emoji.get_or_insert_with(|| library.emoji(&chain.preferred, chain.weight, chain.italic).into());
        let mut covers = |face: FaceIndex| characters.iter().all(|&character| maps.covers(face, character));
        emoji.iter().copied().find(|&face| covers(face))
    }

    /// The first face of a chain that is none of emoji and has glyphs for all of some characters.
    pub(crate) fn text_face(
        &mut self,
        maps: &mut Charmaps<'_>,
        chain: FamilyChain,
        characters: &[char],
    ) -> Option<FaceIndex> {
        let chain = chain.0 as usize;
        let preferred = self.chains.get(chain)?.preferred.clone();
        let everything = self.everything(chain);
        let library = &self.library;
        let is_text = |face: &FaceIndex| library.0.faces.get(usize::from(face.0)).is_some_and(|face| !face.is_emoji());
        let mut faces = preferred.iter().chain(everything.iter()).copied().filter(is_text);
        faces.find(|&face| characters.iter().all(|&character| maps.covers(face, character)))
    }

    /// All faces in a chain's order, shared between the chains of one weight and style.
    fn everything(&mut self, chain: usize) -> Arc<[FaceIndex]> {
        let Some(Chain { weight, italic, region, everything, .. }) = self.chains.get(chain) else {
            return Arc::new([]);
        };
        if let Some(everything) = everything {
            return Arc::clone(everything);
        }
        let style = (*weight, *italic, *region);
        let like = self.chains.iter().filter(|other| (other.weight, other.italic, other.region) == style);
        let shared = like.filter_map(|other| other.everything.clone()).next();
        let all = shared.unwrap_or_else(|| self.library.everything(style.0, style.1, style.2).into());
        if let Some(chain) = self.chains.get_mut(chain) {
            chain.everything = Some(Arc::clone(&all));
        }
        all
    }

    /// Bytes of what is kept of characters' faces, and of orders of faces.
    pub(crate) fn bytes(&self) -> usize {
        let chains = self.chains.iter().map(|chain| {
            let emoji = chain.emoji.as_ref().map_or(0, |faces| faces.len());
            (chain.preferred.capacity() + emoji) * size_of::<FaceIndex>() + size_of::<Chain>()
        });
        self.answers.capacity() * size_of::<Answer>() + chains.sum::<usize>()
    }

    /// Faces that are loaded with their shapers.
    pub(crate) fn loaded(&self) -> usize {
        self.loaded.len()
    }

    pub(crate) fn face(&self, index: FaceIndex) -> Option<&Face> {
        self.library.0.faces.get(usize::from(index.0))
    }

    /// A face with its shaper, at a weight that [`Face::outline_weight`] gave.
    pub(crate) fn font(&mut self, index: FaceIndex, weight: u16) -> Option<Arc<cosmic_text::Font>> {
        let known = self.loaded.iter().find(|(face, at, _)| (*face, *at) == (index, weight));
        if let Some((_, _, font)) = known {
            return Some(Arc::clone(font));
        }
        let id = *self.library.0.ids.get(usize::from(index.0))?;
        let font = self.system.get_font(id, fontdb::Weight(weight))?;
        self.loaded.push((index, weight, Arc::clone(&font)));
        Some(font)
    }
}

/// A number below 256 for each variation selector (<https://www.unicode.org/faq/vs.html>). Those of Mongolian are the
/// business of substitutions.
fn selector_number(character: char) -> Option<u32> {
    match u32::from(character) {
        code @ 0xfe00..=0xfe0f => Some(code - 0xfe00),
        code @ 0xe_0100..=0xe_01ef => Some(code - 0xe_0100 + 16),
        _ => None,
    }
}

/// A fixed locale, so that nothing depends on the machine's.
fn font_system(library: &FontLibrary) -> FontSystem {
    FontSystem::new_with_locale_and_db_and_fallback("en".to_owned(), (*library.0.database).clone(), PlatformFallback)
}
