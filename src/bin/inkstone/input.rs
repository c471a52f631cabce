//! What is read: the scene, and the fonts.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use inkstone::{Engine, Error, FolderFonts, FontLibrary, Limits, Scene};

use crate::args::FontArgs;
use crate::failure::Failure;
use crate::warn;

/// The argument that stands for standard input or output.
pub(crate) const STANDARD: &str = "-";

/// Reads a scene no further than its limit, its pictures from its folder.
pub(crate) fn scene(path: &Path) -> Result<Scene, Failure> {
    let limits = Limits::default();
    let at = |error| Failure::about(name(path), error);
    let (json, folder) = if path == Path::new(STANDARD) {
        (read_all(stdin().lock(), &limits), None)
    } else {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        (File::open(path).and_then(|file| read_all(file, &limits)), Some(parent.unwrap_or(Path::new("."))))
    };
    let json = json.map_err(|error| Failure::io(name(path), error))?;
    Scene::from_json_with(json, &limits, folder).map_err(at)
}

/// One byte more than the limit is enough to be refused.
fn read_all(from: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limits.json_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn name(path: &Path) -> std::borrow::Cow<'_, str> {
    if path == Path::new(STANDARD) { "standard input".into() } else { path.to_string_lossy() }
}

/// An engine with the bundled fonts and those asked for. Fonts of a folder that are refused are told and left out.
pub(crate) fn engine(args: &FontArgs) -> Result<Engine, Failure> {
    let mut fonts = bundled();
    for path in &args.fonts {
        let at = |error: Error| match error {
            Error::Io { path: Some(_), .. } | Error::InvalidFont { .. } => Failure::from(error),
            other => Failure::about(path.display(), other),
        };
        if path.is_dir() {
            tell(&fonts.add_dir(path).map_err(at)?);
        } else {
            fonts.add_file(path).map_err(at)?;
        }
    }
    if args.system_fonts {
        tell(&fonts.add_system_fonts());
    }
    Ok(Engine::builder().with_fonts(fonts).build())
}

fn bundled() -> FontLibrary {
    #[cfg(feature = "bundled-fonts")]
    return FontLibrary::bundled();
    #[cfg(not(feature = "bundled-fonts"))]
    FontLibrary::new()
}

fn tell(added: &FolderFonts) {
    for (path, error) in &added.skipped {
        warn(&format!("{} is left out: {error}", path.display()));
    }
}
