//! The bundled fonts, which everybody draws with.

use std::sync::OnceLock;

/// The two weights of [`FAMILY`](crate::scenes::FAMILY).
pub const REGULAR: &[u8] = include_bytes!("../../../fonts/InkstoneSansSC-Regular.otf");
pub const BOLD: &[u8] = include_bytes!("../../../fonts/InkstoneSansSC-Bold.otf");

/// Every file of `fonts/` in alphabetical order, for the life of the process.
pub fn all() -> &'static [&'static [u8]] {
    static FONTS: OnceLock<Vec<&'static [u8]>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fonts");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("the repository holds the fonts")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "otf" || ending == "ttf"))
            .collect();
        paths.sort();
        let read = |path: std::path::PathBuf| &*std::fs::read(path).expect("a readable font").leak();
        paths.into_iter().map(read).collect()
    })
}
