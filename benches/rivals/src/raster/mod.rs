//! The table of rasterizers: each scene clears the canvas and draws what was built before.

mod inkstone;
mod tiny_skia;
mod vello;
pub mod work;
mod zeno;

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::clock::{Times, enough, median, ratio, rounds, time};
use crate::scenes::photo;
use crate::table::{number, print};
use work::Work;

pub use zeno::command;

/// A scene made ready by a rasterizer.
trait Drawn {
    fn draw(&mut self);
    /// RGBA, premultiplied and opaque; nothing where only coverage is made.
    fn pixels(&self) -> &[u8];
}

type Ready = fn(&Work, &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>>;

const INKSTONE: usize = 0;
const TINY_SKIA: usize = 1;
const VELLO: usize = 2;
const RASTERIZERS: [(&str, Ready); 5] = [
    ("inkstone", inkstone::ready),
    ("tiny-skia", tiny_skia::ready),
    ("vello_cpu", vello::ready),
    ("memset", memset),
    ("zeno", zeno::ready),
];

pub fn run(arguments: &Arguments) {
    let image = Rc::new(photo::sized(work::IMAGE));
    for (width, height) in [(1200, 630), (3840, 2160)] {
        if arguments.size.is_some_and(|size| size != width) {
            continue;
        }
        let works: Vec<Work> = Work::all(width, height).into_iter().filter(|w| arguments.wants(w.name)).collect();
        let rows: Vec<_> = works.iter().map(|work| measure(work, &image, arguments)).collect();
        let title = format!("**{width} x {height}**, medians in ms; memset in the first row and zeno make no colours");
        let names = ["memset, zeno", "inkstone / vello", "inkstone / tiny-skia"];
        let head: Vec<&str> = [""].into_iter().chain(RASTERIZERS[..3].iter().map(|(n, _)| *n)).chain(names).collect();
        print(&title, &head, &rows);
    }
}

fn measure(work: &Work, image: &Rc<Vec<u8>>, arguments: &Arguments) -> Vec<String> {
    let mut all: Vec<(usize, Box<dyn Drawn>, Times)> = Vec::new();
    let mut longest = Duration::ZERO;
    for (i, (name, ready)) in RASTERIZERS.iter().enumerate() {
        if arguments.rival.as_ref().is_some_and(|rival| !name.contains(rival.as_str())) {
            continue;
        }
        if let Some(mut drawn) = ready(work, image) {
            // Caches are warm before anybody is timed.
            drawn.draw();
            let start = Instant::now();
            drawn.draw();
            longest += start.elapsed();
            if let Some(folder) = arguments.write.as_ref().filter(|_| !drawn.pixels().is_empty()) {
                write(folder, work, name, drawn.pixels());
                if let Some((_, first, _)) = all.first() {
                    let difference = difference(first.pixels(), drawn.pixels());
                    eprintln!("{} {} {name}: {difference}", work.width, work.name);
                }
            }
            all.push((i, drawn, Times::new()));
        }
    }
    // A quarter of what whole pictures get: there are sixteen rows at two sizes.
    let count = arguments.rounds.unwrap_or_else(|| enough(200, longest * 4));
    rounds(count, all.len(), |i, _, counted| {
        let (_, drawn, times) = &mut all[i];
        let (ms, ()) = time(|| drawn.draw());
        if counted {
            times.push(ms);
        }
    });
    let times = |wanted: usize| all.iter().find(|(i, ..)| *i == wanted).map(|(.., times)| times);
    let ms = |wanted: usize| times(wanted).map_or(String::new(), |times| number(median(times)));
    let over = |base| match (times(INKSTONE), times(base)) {
        (Some(ours), Some(base)) => format!("{:.2}", ratio(ours, base)),
        _ => String::new(),
    };
    let other = [3, 4].map(ms).concat();
    vec![work.name.to_owned(), ms(INKSTONE), ms(TINY_SKIA), ms(VELLO), other, over(VELLO), over(TINY_SKIA)]
}

/// How far from each other: the mean and the greatest difference of bytes.
fn difference(a: &[u8], b: &[u8]) -> String {
    let (sum, most) = a.iter().zip(b).fold((0_u64, 0), |(sum, most), (a, b)| {
        let difference = a.abs_diff(*b);
        (sum + u64::from(difference), most.max(difference))
    });
    format!("mean {:.3}, at most {most}", sum as f64 / a.len() as f64)
}

fn write(folder: &std::path::Path, work: &Work, name: &str, pixels: &[u8]) {
    let scene: String = work.name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let path = folder.join(format!("raster-{}-{scene}-{name}.png", work.width));
    let png = crate::encode::png(pixels, work.width, work.height, png::ColorType::Rgba);
    if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, png)) {
        eprintln!("{}: {error}", path.display());
    }
}

/// The least that clearing can cost.
struct Memset(Vec<u8>);

fn memset(work: &Work, _: &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>> {
    (work.steps.is_empty()).then(|| Box::new(Memset(vec![0; (work.width * work.height * 4) as usize])) as _)
}

impl Drawn for Memset {
    fn draw(&mut self) {
        std::hint::black_box(&mut self.0).fill(255);
    }

    fn pixels(&self) -> &[u8] {
        &[]
    }
}
