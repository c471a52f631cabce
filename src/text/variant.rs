//! [`FontVariant`]: OpenType features by their CSS names.

/// A feature by the name it has in `font-variant` of CSS (<https://www.w3.org/TR/css-fonts-4/#font-variant-prop>). Where the
/// face does not have it nothing changes, but for small capitals, which are made of its capitals as
/// [`FontSynthesis`](crate::FontSynthesis) allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FontVariant {
    /// Figures of one width, for columns (`tnum`).
    TabularNums,
    /// Figures of their own widths (`pnum`).
    ProportionalNums,
    /// Figures as high as capitals (`lnum`).
    LiningNums,
    /// Figures that go above and below as letters do (`onum`).
    OldstyleNums,
    /// A zero with a stroke through it (`zero`).
    SlashedZero,
    /// Fractions with a slanted bar (`frac`).
    DiagonalFractions,
    /// Letters behind ordinal numbers (`ordn`).
    Ordinal,
    /// Small capitals in place of small letters (`smcp`).
    SmallCaps,
    /// Small capitals in place of all letters (`smcp`, `c2sc`).
    AllSmallCaps,
    /// No ligatures (`liga` and `clig` off).
    NoCommonLigatures,
    /// Ligatures for show (`dlig`).
    DiscretionaryLigatures,
    /// The font's own subscripts (`subs`).
    Sub,
    /// The font's own superscripts (`sups`).
    Super,
    /// Forms made for ruby (`ruby`).
    Ruby,
    /// Full-width forms (`fwid`).
    FullWidth,
    /// Proportional forms of full-width punctuation and kana (`palt`).
    ProportionalWidth,
}

impl FontVariant {
    /// Every variant and its word in CSS.
    pub(crate) const ALL: [(&'static str, Self); 16] = [
        ("tabular-nums", Self::TabularNums),
        ("proportional-nums", Self::ProportionalNums),
        ("lining-nums", Self::LiningNums),
        ("oldstyle-nums", Self::OldstyleNums),
        ("slashed-zero", Self::SlashedZero),
        ("diagonal-fractions", Self::DiagonalFractions),
        ("ordinal", Self::Ordinal),
        ("small-caps", Self::SmallCaps),
        ("all-small-caps", Self::AllSmallCaps),
        ("no-common-ligatures", Self::NoCommonLigatures),
        ("discretionary-ligatures", Self::DiscretionaryLigatures),
        ("sub", Self::Sub),
        ("super", Self::Super),
        ("ruby", Self::Ruby),
        ("full-width", Self::FullWidth),
        ("proportional-width", Self::ProportionalWidth),
    ];

    /// Its features and their values.
    pub(super) fn features(self) -> &'static [(&'static [u8; 4], u32)] {
        match self {
            Self::TabularNums => &[(b"tnum", 1)],
            Self::ProportionalNums => &[(b"pnum", 1)],
            Self::LiningNums => &[(b"lnum", 1)],
            Self::OldstyleNums => &[(b"onum", 1)],
            Self::SlashedZero => &[(b"zero", 1)],
            Self::DiagonalFractions => &[(b"frac", 1)],
            Self::Ordinal => &[(b"ordn", 1)],
            Self::SmallCaps => &[(b"smcp", 1)],
            Self::AllSmallCaps => &[(b"smcp", 1), (b"c2sc", 1)],
            Self::NoCommonLigatures => &[(b"liga", 0), (b"clig", 0)],
            Self::DiscretionaryLigatures => &[(b"dlig", 1)],
            Self::Sub => &[(b"subs", 1)],
            Self::Super => &[(b"sups", 1)],
            Self::Ruby => &[(b"ruby", 1)],
            Self::FullWidth => &[(b"fwid", 1)],
            Self::ProportionalWidth => &[(b"palt", 1)],
        }
    }
}

/// A set of variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Variants(u32);

impl Variants {
    pub(crate) fn insert(&mut self, variant: FontVariant) {
        self.0 |= 1 << variant as u32;
    }

    pub(super) fn contains(self, variant: FontVariant) -> bool {
        self.0 & 1 << variant as u32 != 0
    }

    /// Those that are in it, always in the same order.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'static str, FontVariant)> {
        FontVariant::ALL.into_iter().filter(move |(_, variant)| self.contains(*variant))
    }
}

impl FromIterator<FontVariant> for Variants {
    fn from_iter<I: IntoIterator<Item = FontVariant>>(variants: I) -> Self {
        let mut set = Self::default();
        variants.into_iter().for_each(|variant| set.insert(variant));
        set
    }
}
