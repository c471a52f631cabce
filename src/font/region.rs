//! [`Region`]: whose forms of Han characters a language wants and a face has.

use super::Face;

/// Whose forms of Han characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Region {
    /// Simplified Chinese.
    China,
    /// Traditional Chinese of Taiwan.
    Taiwan,
    /// Traditional Chinese of Hong Kong and Macao.
    HongKong,
    Japan,
    Korea,
}

use Region::{China, HongKong, Japan, Korea, Taiwan};

impl Region {
    /// What a BCP 47 tag says: by its region or script, else by its language.
    pub(crate) fn of_language(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut subtags = tag.split('-');
        let language = subtags.next()?;
        let mut own = match language {
            "ja" => Some(Japan),
            "ko" => Some(Korea),
            "yue" => Some(HongKong),
            "zh" | "cmn" | "wuu" | "hak" | "nan" | "gan" | "hsn" => Some(China),
            _ => None,
        };
        let chinese = is_chinese(language);
        let mut simplified = false;
        // What follows a single letter is an extension.
        for subtag in subtags.take_while(|subtag| subtag.len() > 1) {
            match subtag {
                "hans" => (own, simplified) = (Some(China), true),
                "hant" if own != Some(HongKong) => own = Some(Taiwan),
                "jpan" | "hrkt" => own = Some(Japan),
                "kore" | "hang" => own = Some(Korea),
                "hk" | "mo" if chinese && !simplified => own = Some(HongKong),
                "tw" if chinese && !simplified => own = Some(Taiwan),
                "yue" if chinese => own = Some(HongKong),
                _ => {}
            }
        }
        own
    }

    /// The regions whose faces stand in for each other, the nearest first.
    fn order(self) -> [Self; 5] {
        match self {
            China => [China, Taiwan, HongKong, Japan, Korea],
            Taiwan => [Taiwan, HongKong, Korea, Japan, China],
            HongKong => [HongKong, Taiwan, Korea, Japan, China],
            Japan => [Japan, Taiwan, HongKong, Korea, China],
            Korea => [Korea, Taiwan, HongKong, Japan, China],
        }
    }

    /// How far a face is from what a region wants; 0 is a face made for it or with forms for it.
    pub(super) fn distance(self, face: &Face) -> usize {
        let has = |region: &Self| face.regions() & region.bit() != 0;
        self.order().iter().position(has).unwrap_or(5)
    }

    /// The tag of its language in OpenType.
    pub(super) fn language_tag(self) -> [u8; 4] {
        match self {
            China => *b"ZHS ",
            Taiwan => *b"ZHT ",
            HongKong => *b"ZHH ",
            Japan => *b"JAN ",
            Korea => *b"KOR ",
        }
    }

    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }

    /// By the last word of a family's name, as type foundries have it.
    fn of_family(name: &str) -> Option<Self> {
        name.split([' ', '-', '_']).skip(1).find_map(|word| match word {
            "SC" | "CN" | "GB" | "Hans" => Some(China),
            "TC" | "TW" | "Hant" => Some(Taiwan),
            "HK" | "HC" => Some(HongKong),
            "JP" | "J" | "Japanese" => Some(Japan),
            "KR" | "K" | "Korean" => Some(Korea),
            _ => None,
        })
    }

    /// The regions whose forms a face has: that of its name or of the code pages it says it is for
    /// (`ulCodePageRange` of <https://learn.microsoft.com/typography/opentype/spec/os2>), and those that its substitutions
    /// name as languages.
    pub(super) fn of_face(family: &str, code_pages: u32, languages: &[[u8; 4]]) -> u8 {
        let pages = [(17, Japan), (18, China), (19, Korea), (20, Taiwan), (21, Korea)];
        let said = pages.iter().filter(|(bit, _)| code_pages >> bit & 1 == 1).fold(0, |all, (_, own)| all | own.bit());
        let made_for = match Self::of_family(family) {
            Some(region) => region.bit(),
            None => said,
        };
        let forms = languages.iter().filter_map(|tag| match tag {
            b"ZHS " => Some(China),
            b"ZHT " => Some(Taiwan),
            b"ZHH " => Some(HongKong),
            b"JAN " => Some(Japan),
            b"KOR " => Some(Korea),
            _ => None,
        });
        forms.fold(made_for, |all, region| all | region.bit())
    }
}

/// Whether a language is Chinese, by the first part of its tag.
fn is_chinese(language: &str) -> bool {
    matches!(language, "zh" | "yue" | "cmn" | "wuu" | "hak" | "nan" | "gan" | "hsn" | "lzh")
}

/// Whether text is broken by the rules for Chinese and Japanese.
pub(crate) fn is_chinese_or_japanese(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    language == "ja" || is_chinese(&language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_regions() {
        for (tag, region) in [
            ("zh", Some(China)),
            ("zh-Hans", Some(China)),
            ("zh-CN", Some(China)),
            ("zh-Hans-HK", Some(China)),
            ("zh-Hant", Some(Taiwan)),
            ("zh-TW", Some(Taiwan)),
            ("zh-Hant-TW", Some(Taiwan)),
            ("ZH-HANT-HK", Some(HongKong)),
            ("zh-HK", Some(HongKong)),
            ("zh-MO", Some(HongKong)),
            ("yue", Some(HongKong)),
            ("yue-Hant", Some(HongKong)),
            ("zh-yue", Some(HongKong)),
            ("ja-JP", Some(Japan)),
            ("ko-KR", Some(Korea)),
            ("und-Jpan", Some(Japan)),
            ("en-HK", None),
            ("zh-x-hk", Some(China)),
            ("en", None),
        ] {
            assert_eq!(Region::of_language(tag), region, "{tag}");
        }
        assert!(["zh-HK", "ja", "yue"].into_iter().all(is_chinese_or_japanese));
        assert!(!["ko", "en", "jam"].into_iter().any(is_chinese_or_japanese));
    }

    #[test]
    fn faces_have_regions() {
        let of = |family: &str, pages: u32, languages: &[[u8; 4]]| Region::of_face(family, pages, languages);
        assert_eq!(of("Noto Sans CJK JP", 0, &[]), Japan.bit());
        assert_eq!(of("Noto Sans HK", 1 << 20, &[]), HongKong.bit());
        assert_eq!(of("Some Ming", 1 << 20 | 1, &[*b"JAN "]), Taiwan.bit() | Japan.bit());
        assert_eq!(of("SC Nothing", 0, &[*b"TRK "]), 0);
    }
}
