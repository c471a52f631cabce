//! The fonts of `fonts/`, compiled in.

/// Name and bytes of each bundled font. The order is that of fallback: the first family is the default one.
pub(super) const BUNDLED: [(&str, &[u8]); 9] = [
    ("InkstoneSansSC-Regular.otf", include_bytes!("../../fonts/InkstoneSansSC-Regular.otf")),
    ("InkstoneSansSC-Bold.otf", include_bytes!("../../fonts/InkstoneSansSC-Bold.otf")),
    ("InkstoneSans-Regular.otf", include_bytes!("../../fonts/InkstoneSans-Regular.otf")),
    ("InkstoneSans-Bold.otf", include_bytes!("../../fonts/InkstoneSans-Bold.otf")),
    ("InkstoneSans-Italic.otf", include_bytes!("../../fonts/InkstoneSans-Italic.otf")),
    ("InkstoneSansArabic-Regular.ttf", include_bytes!("../../fonts/InkstoneSansArabic-Regular.ttf")),
    ("InkstoneSansHebrew-Regular.ttf", include_bytes!("../../fonts/InkstoneSansHebrew-Regular.ttf")),
    ("InkstoneSansDevanagari-Regular.ttf", include_bytes!("../../fonts/InkstoneSansDevanagari-Regular.ttf")),
    ("InkstoneSansThai-Regular.ttf", include_bytes!("../../fonts/InkstoneSansThai-Regular.ttf")),
];
