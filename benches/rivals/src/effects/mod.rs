//! The table of effects: blurs, shadows, layers and a photo made smaller, on 1200 x 630.

mod inkstone;
mod others;
mod vello;

use crate::arguments::Arguments;
use crate::clock::{Times, median, ratio, rounds, time};
use crate::scenes::photo;
use crate::table::{number, print};

pub const SIZE: (u32, u32) = (1200, 630);
/// Of the photo: 12 megapixels.
pub const PHOTO: (u32, u32) = (4000, 3000);

/// What is drawn onto white.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// A card of 600 x 300 px with a shadow.
    Card,
    /// The whole canvas, blurred by a standard deviation.
    Blur(f64),
    /// The photo of the banner over the canvas, in a layer at 60 %.
    Layer,
    /// The photo of 12 megapixels on the whole canvas.
    Photo,
}

/// Something made ready to be drawn again and again, and its pixels.
pub trait Drawn {
    fn draw(&mut self);
    fn pixels(&self) -> &[u8];
}

type Ready = fn(Work, &Photos) -> Option<Box<dyn Drawn>>;

/// Pictures, opaque RGBA.
pub struct Photos {
    /// As large as the canvas.
    pub canvas: Vec<u8>,
    pub large: Vec<u8>,
}

const RIVALS: [(&str, Ready); 4] = [
    ("inkstone", inkstone::ready),
    ("vello_cpu", vello::ready),
    ("libblur", others::libblur),
    ("fast_image_resize", others::fast_image_resize),
];

pub fn run(arguments: &Arguments) {
    let photos = Photos { canvas: photo::sized(SIZE), large: photo::sized(PHOTO) };
    let works = [
        ("shadowed card", Work::Card),
        ("blur 5", Work::Blur(5.0)),
        ("blur 10", Work::Blur(10.0)),
        ("blur 20", Work::Blur(20.0)),
        ("blur 50", Work::Blur(50.0)),
        ("layer at 60 %", Work::Layer),
        ("12 MP photo", Work::Photo),
    ];
    let rows: Vec<_> = works
        .into_iter()
        .filter(|(name, _)| arguments.wants(name))
        .map(|work| measure(work, &photos, arguments))
        .collect();
    let head = ["", "inkstone", "vello_cpu", "libblur", "fast_image_resize", "inkstone / best"];
    print("**effects**, 1200 x 630, medians in ms", &head, &rows);
}

fn measure((name, work): (&str, Work), photos: &Photos, arguments: &Arguments) -> Vec<String> {
    let mut all: Vec<Option<(Box<dyn Drawn>, Times)>> = Vec::new();
    for (rival, ready) in RIVALS {
        let wanted = arguments.rival.as_ref().is_none_or(|only| rival.contains(only.as_str()));
        let drawn = if wanted { ready(work, photos) } else { None };
        all.push(drawn.map(|mut drawn| {
            drawn.draw();
            if let Some(folder) = &arguments.write {
                let scene: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
                let png = crate::encode::png(drawn.pixels(), SIZE.0, SIZE.1, ::png::ColorType::Rgba);
                let path = folder.join(format!("effects-{scene}-{rival}.png"));
                if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, png)) {
                    eprintln!("{}: {error}", path.display());
                }
            }
            (drawn, Times::new())
        }));
    }
    rounds(arguments.rounds.unwrap_or(25), all.len(), |i, _, counted| {
        let Some((drawn, times)) = &mut all[i] else { return };
        let (ms, ()) = time(|| drawn.draw());
        if counted {
            times.push(ms);
        }
    });
    let times: Vec<Option<&Times>> = all.iter().map(|drawn| drawn.as_ref().map(|(_, times)| times)).collect();
    let best = times[1..].iter().copied().flatten().min_by(|a, b| median(a).total_cmp(&median(b)));
    let over = match (times[0], best) {
        (Some(ours), Some(best)) => format!("{:.2}", ratio(ours, best)),
        _ => String::new(),
    };
    let cells = times.iter().map(|times| times.map_or(String::new(), |times| number(median(times))));
    [name.to_owned()].into_iter().chain(cells).chain([over]).collect()
}
