//! The tables of growth: inkstone's time by segments, by pixels and by threads.

mod scenes;
mod threads;

use inkstone::{Canvas, Color, DisplayList, Engine, Limits, PixmapMut, RenderOptions, Scene};

pub use self::threads::{THREADS_HEAD, threads_row};
use crate::arguments::Arguments;
use crate::clock::{median, time};
use crate::table::{number, print};

/// Rounds, if nobody says how many; a render that takes a second has three.
const ROUNDS: u32 = 9;
/// A poster's render takes a tenth of a second.
const THREAD_ROUNDS: u32 = 40;

pub fn run(arguments: &Arguments) {
    by_segments(arguments);
    if arguments.wants("pixels") {
        by_pixels(arguments);
    }
    if arguments.wants("threads") {
        by_threads(arguments);
    }
}

/// A scene made ready, and the buffer it is drawn into.
struct Ready {
    canvas: Canvas,
    list: DisplayList,
    options: RenderOptions,
    pixels: Vec<u8>,
    size: (u32, u32),
}

impl Ready {
    fn new(scene: &Scene, scale: f64) -> Self {
        let options = RenderOptions::new().with_background(Color::WHITE).with_dpi(96.0 * scale);
        let mut canvas = Engine::builder().with_limits(Limits::default()).build().canvas();
        let list = canvas.prepare(scene, &options).expect("the scene is within the limits");
        let size = [scene.width(), scene.height()].map(|side| (side * scale).round() as u32);
        let pixels = vec![0; size[0] as usize * size[1] as usize * 4];
        Self { canvas, list, options, pixels, size: size.into() }
    }

    fn draw(&mut self, threads: u16) {
        let (width, height) = self.size;
        let mut target = PixmapMut { data: &mut self.pixels, width, height, stride: width as usize * 4 };
        let options = self.options.clone().with_threads(threads);
        self.canvas.render_into(&self.list, &options, &mut target).expect("the list is within the limits");
    }

    /// The median time on a processor, in ms, after a render that warms what can be warm.
    fn median(&mut self, arguments: &Arguments) -> f64 {
        let (first, ()) = time(|| self.draw(1));
        let count = arguments.rounds.unwrap_or(if first > 500.0 { 3 } else { ROUNDS });
        let times: Vec<f64> = (0..count).map(|_| time(|| self.draw(1)).0).collect();
        median(&times)
    }
}

/// Rows of a table: the number of units, the time, the time of a unit beside that of the row before.
fn rows(name: &str, unit: f64, points: &[(f64, f64)]) -> Vec<Vec<String>> {
    let per = |(n, ms): (f64, f64)| ms * 1e6 / (n * unit);
    let row = |(i, point): (usize, &(f64, f64))| {
        let count = match point.0 {
            n if n >= 1e6 => format!("{:.0}M", n / 1e6),
            n if n >= 1e3 => format!("{:.0}k", n / 1e3),
            n => format!("{n:.0}"),
        };
        let grows = if i == 0 { String::new() } else { format!("{:.2}", per(*point) / per(points[i - 1])) };
        vec![name.to_owned(), count, number(point.1), number(per(*point)), grows]
    };
    points.iter().enumerate().map(row).collect()
}

fn by_segments(arguments: &Arguments) {
    let mut all = Vec::new();
    for (name, scene) in scenes::LINES {
        if arguments.wants(name) {
            let time = |n: u32| (f64::from(n), Ready::new(&scene(n), 1.0).median(arguments));
            all.extend(rows(name, 1.0, &[1_000, 10_000, 100_000, 1_000_000].map(time)));
        }
    }
    if !all.is_empty() {
        let title = "**Segments**, 1200 x 630, medians; growth: the time of a segment beside that of the row before";
        print(title, &["", "segments", "ms", "ns / segment", "growth"], &all);
    }
}

fn by_pixels(arguments: &Arguments) {
    let scene = scenes::megapixel();
    let time = |scale: f64| (scale * scale, Ready::new(&scene, scale).median(arguments));
    let rows = rows("gradient, 200 shapes, text, image", 1e6, &[1.0, 2.0, 4.0, 8.0].map(time));
    let title = "**Pixels**, a scene of 1250 x 800 px at 96, 192, 384 and 768 DPI, medians";
    print(title, &["", "megapixels", "ms", "ns / pixel", "growth"], &rows);
}

/// Times by the clock on the wall, for what a second thread saves is not seen on one's own processor; beside them the
/// times on processors of both threads, which say what a machine with nothing else to do would show.
fn by_threads(arguments: &Arguments) {
    let count = arguments.rounds.unwrap_or(THREAD_ROUNDS);
    let mut all = Vec::new();
    for (name, scene) in scenes::posters() {
        let mut ready = Ready::new(&scene, 1.0);
        all.push(threads_row(name, count, |threads| ready.draw(threads)));
    }
    let title = "**Threads**, 3840 x 2160, ms: by the clock on the wall, then on processors; what the machine gave";
    print(title, &THREADS_HEAD, &all);
}
