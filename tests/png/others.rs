//! What other programs make of our files: `pngcheck`, libpng by way of Pillow, and Chromium. What is not installed is
//! left out, and said to be. `cargo test --test png others -- --ignored --nocapture` runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use inkstone::Pixmap;

use crate::pictures::Content;
use crate::support::Random;

/// Files, each beside its pixels as straight RGBA in a file `.rgba`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut random = Random::new(31);
    let mut out = Vec::new();
    for (i, content) in Content::ALL.into_iter().chain([Content::LastPixel]).enumerate() {
        for (width, height) in [(1, 1), (13, 300), (257, 31), (600, 450)] {
            let pixmap = content.pixmap(width, height, &mut random);
            for (level, file) in encoded(&pixmap) {
                let path = folder.join(format!("{i}-{width}-{height}-{level}.png"));
                fs::write(&path, file).unwrap();
                fs::write(path.with_extension("rgba"), pixmap.to_straight()).unwrap();
                out.push(path);
            }
        }
    }
    out
}

fn encoded(pixmap: &Pixmap) -> Vec<(&'static str, Vec<u8>)> {
    use inkstone::{PngLevel, PngOptions};
    [("fast", PngLevel::Fast), ("balanced", PngLevel::Balanced), ("small", PngLevel::Small)]
        .map(|(name, level)| {
            let mut file = Vec::new();
            pixmap.write_png(&PngOptions::new().with_level(level).with_text("Title", "墨"), &mut file).unwrap();
            (name, file)
        })
        .into()
}

/// What a program writes, if there is such a program.
fn output(command: &mut Command) -> Option<(bool, String)> {
    match command.output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
        }
        Err(error) => {
            println!("left out: {}: {error}", command.get_program().to_string_lossy());
            None
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("inkstone-png-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
#[ignore = "needs pngcheck"]
fn others_pngcheck_finds_nothing() {
    let folder = folder("pngcheck");
    let files = files(&folder);
    if let Some((good, text)) = output(Command::new("pngcheck").arg("-v").args(&files)) {
        assert!(good && !text.contains("ERROR") && !text.contains("warning"), "{text}");
        assert_eq!(text.matches("No errors detected").count(), files.len(), "{text}");
        println!("pngcheck: {} files", files.len());
    }
    fs::remove_dir_all(&folder).unwrap();
}

const PILLOW: &str = "
import sys
from PIL import Image
for path in sys.argv[1:]:
    image = Image.open(path)
    mode = image.mode
    assert image.convert('RGBA').tobytes() == open(path[:-3] + 'rgba', 'rb').read(), (path, mode)
    assert abs(image.info['dpi'][0] - 96) < .02 and image.info['Title'] == '\\u58a8', image.info
print('Pillow:', len(sys.argv) - 1, 'files')
";

#[test]
#[ignore = "needs Python with Pillow"]
fn others_libpng_reads_the_same_pixels() {
    let folder = folder("libpng");
    let files = files(&folder);
    match output(Command::new("python3").args(["-c", PILLOW]).args(&files)) {
        Some((false, text)) if text.contains("No module named") => println!("left out: {text}"),
        Some((good, text)) => {
            assert!(good, "{text}");
            println!("{text}");
        }
        None => {}
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// The files as they are, in a page that draws each into a canvas and reads it back. A canvas keeps its pixels
/// premultiplied: colours of translucent pixels come back rounded twice, so that they are compared premultiplied, within
/// a level; alpha and opaque pixels are the same to the byte.
#[test]
#[ignore = "needs Chromium"]
fn others_chromium_shows_the_same_pixels() {
    let folder = folder("chromium");
    let files = files(&folder);
    let base64 = |path: &Path| {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bytes = fs::read(path).unwrap();
        let digits = bytes.chunks(3).flat_map(|part| {
            let word = part.iter().zip([16, 8, 0]).fold(0_u32, |word, (byte, at)| word | u32::from(*byte) << at);
            let digit = move |i: usize| char::from(DIGITS[(word >> (18 - 6 * i)) as usize & 63]);
            (0..4).map(move |i| if i <= part.len() { digit(i) } else { '=' })
        });
        digits.collect::<String>()
    };
    let picture = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy();
        format!("['{name}','{}','{}'],\n", base64(path), base64(&path.with_extension("rgba")))
    };
    let pictures: String = files.iter().map(picture).collect();
    let script = "
        const told = [];
        const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
        Promise.all(pictures.map(async ([name, png, rgba]) => {
            const image = new Image();
            image.src = 'data:image/png;base64,' + png;
            await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.width, image.height];
            const context = canvas.getContext('2d', { willReadFrequently: true });
            context.drawImage(image, 0, 0);
            const seen = context.getImageData(0, 0, image.width, image.height).data;
            const meant = bytes(rgba);
            if (seen.length !== meant.length) return told.push(name + ': size');
            const premultiply = (c, a) => c * a / 255;
            for (let i = 0; i < seen.length; i++) {
                const a = meant[i | 3];
                const off = i % 4 === 3 || a === 255
                    ? seen[i] !== meant[i]
                    : Math.abs(premultiply(seen[i], a) - premultiply(meant[i], a)) > 1;
                if (off) return told.push(name + ': byte ' + i + ' is ' + seen[i] + ', not ' + meant[i]);
            }
        })).catch(error => told.push(String(error))).then(() => {
            document.body.textContent = 'told: ' + (told.length ? told.join('; ') : 'all ' + pictures.length) + ' :end';
        });";
    let page = folder.join("page.html");
    fs::write(&page, format!("<!doctype html><body><script>const pictures = [\n{pictures}];{script}</script>"))
        .unwrap();
    let url = format!("file://{}", page.display());
    let wanted = format!("told: all {} :end", files.len());
    let mut seen = false;
    for program in ["chromium", "chromium-browser", "google-chrome"] {
        let mut command = Command::new(program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]);
        command.args(["--virtual-time-budget=60000", "--dump-dom", &url]);
        if let Some((_, text)) = output(&mut command) {
            let told = text.find("told:").map_or(text.as_str(), |at| &text[at..(at + 400).min(text.len())]);
            assert!(text.contains(&wanted), "{told}");
            println!("{program}: {} files", files.len());
            seen = true;
            break;
        }
    }
    println!("Chromium: {}", if seen { "the same pixels" } else { "left out" });
    fs::remove_dir_all(&folder).unwrap();
}
