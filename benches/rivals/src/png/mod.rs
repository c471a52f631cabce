//! The table of PNG encoders: pictures rendered before the clock starts, encoded in memory.

mod encoders;
mod noise;
mod pictures;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::clock::{Times, median, ratio, rounds, time};
use crate::growth::{THREADS_HEAD, threads_row};
use crate::table::{number, print};
use encoders::{DEFAULT, ENCODERS, Encode, FAST, Subject, by_inkstone, check};
use inkstone::PngLevel;

/// What all encoders' rounds of one picture may take, if nobody says how many there are; there are three at least.
const PATIENCE: Duration = Duration::from_secs(15);

/// Rounds of the table of threads, if nobody says how many.
const THREAD_ROUNDS: u32 = 60;
/// Bytes of a picture of a megapixel, from which on threads are looked at.
const LARGE: usize = 4_000_000;

/// One encoder's figures of one picture.
struct Figures {
    ms: Times,
    bytes: usize,
}

struct Measured {
    name: String,
    rounds: u32,
    /// In the order of the encoders.
    figures: Vec<Figures>,
}

pub fn run(arguments: &Arguments) {
    let wanted = |name: &str| {
        [DEFAULT, FAST].contains(&name) || arguments.rival.as_ref().is_none_or(|rival| name.contains(rival.as_str()))
    };
    let encoders: Vec<(&str, Encode)> = ENCODERS.into_iter().filter(|(name, _)| wanted(name)).collect();
    let (mut all, mut threads) = (Vec::new(), Vec::new());
    for (name, make) in pictures::ALL {
        if arguments.wants(name) {
            let subject = Subject::new(name, make());
            all.push(measure(&subject, &encoders, arguments));
            if subject.straight.len() >= LARGE {
                threads.push(by_threads(&subject, arguments));
            }
        }
    }
    if !all.is_empty() {
        absolute(&all, &encoders);
        relative(&all, &encoders);
    }
    if !threads.is_empty() {
        let title =
            "**PNG on two threads**, `Fast`, ms: by the clock on the wall, then on processors; what the machine gave";
        print(title, &THREADS_HEAD, &threads);
    }
}

/// Bytes are the same by any number of threads; times are of files that nobody keeps.
fn by_threads(subject: &Subject, arguments: &Arguments) -> Vec<String> {
    let encode = |threads| by_inkstone(subject, PngLevel::Fast, threads);
    assert!(encode(1) == encode(2), "{}: other bytes by two threads", subject.name);
    let rounds = arguments.rounds.unwrap_or(THREAD_ROUNDS);
    threads_row(subject.name, rounds, |threads| _ = std::hint::black_box(encode(threads)))
}

fn measure(subject: &Subject, encoders: &[(&str, Encode)], arguments: &Arguments) -> Measured {
    let start = Instant::now();
    let mut figures: Vec<Figures> = Vec::new();
    for (name, encode) in encoders {
        let file = encode(subject);
        if let Err(error) = check(subject, &file) {
            panic!("{name} on {}: {error}", subject.name);
        }
        if let Some(folder) = &arguments.write {
            write(folder, subject.name, name, &file);
        }
        figures.push(Figures { ms: Times::new(), bytes: file.len() });
    }
    let fit = (PATIENCE.as_secs_f64() / start.elapsed().as_secs_f64()) as u32;
    let count = arguments.rounds.unwrap_or(fit.clamp(3, 60));
    rounds(count, encoders.len(), |i, _, counted| {
        let (ms, file) = time(|| encoders[i].1(subject));
        assert_eq!(file.len(), figures[i].bytes, "{} on {}: another file each time", encoders[i].0, subject.name);
        if counted {
            figures[i].ms.push(ms);
        }
    });
    let (width, height) = (subject.pixmap.width(), subject.pixmap.height());
    Measured { name: format!("{}, {width} x {height}", subject.name), rounds: count, figures }
}

fn absolute(all: &[Measured], encoders: &[(&str, Encode)]) {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|picture| {
            let cells =
                picture.figures.iter().map(|f| format!("{}, {:.1}", number(median(&f.ms)), f.bytes as f64 / 1e3));
            [picture.name.clone(), picture.rounds.to_string()].into_iter().chain(cells).collect()
        })
        .collect();
    let head: Vec<&str> = ["", "rounds"].into_iter().chain(encoders.iter().map(|(name, _)| *name)).collect();
    print("**PNG**, median ms on a processor, kB", &head, &rows);
}

/// Each encoder's time and bytes beside those of the first encoder, picture by picture, and what that comes to.
fn relative(all: &[Measured], encoders: &[(&str, Encode)]) {
    // Time and bytes beside those of encoder `base`.
    let beside = |picture: &Measured, i: usize, base: usize| {
        let (own, base) = (&picture.figures[i], &picture.figures[base]);
        (ratio(&own.ms, &base.ms), own.bytes as f64 / base.bytes as f64)
    };
    let cell = |(time, bytes): (f64, f64)| format!("{time:.3} / {bytes:.3}");
    let others = 1..encoders.len();
    let row = |picture: &Measured| {
        let cells = others.clone().map(|i| cell(beside(picture, i, 0)));
        std::iter::once(picture.name.clone()).chain(cells).collect::<Vec<String>>()
    };
    let mut rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let mean = |i: usize, base: usize| {
        let ratios: Vec<(f64, f64)> = all.iter().map(|picture| beside(picture, i, base)).collect();
        (geometric(ratios.iter().map(|r| r.0)), geometric(ratios.iter().map(|r| r.1)))
    };
    for (base, name) in [(0, "geometric mean"), (1, "geometric mean, to png Fast")] {
        rows.push(std::iter::once(name.to_owned()).chain(others.clone().map(|i| cell(mean(i, base)))).collect());
    }
    let most = |i: usize| {
        let bytes = all.iter().map(|picture| (beside(picture, i, 0).1, &picture.name));
        let (bytes, name) = bytes.max_by(|a, b| a.0.total_cmp(&b.0)).expect("a picture was measured");
        format!("{bytes:.3} ({})", name.split(',').next().unwrap_or_default())
    };
    rows.push(std::iter::once("most bytes".to_owned()).chain(others.clone().map(most)).collect());
    let head: Vec<&str> = std::iter::once("").chain(encoders[1..].iter().map(|(name, _)| *name)).collect();
    print("**PNG**, time / bytes beside the png crate's default", &head, &rows);
}

fn geometric(ratios: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = ratios.len() as f64;
    (ratios.map(f64::ln).sum::<f64>() / count).exp()
}

fn write(folder: &Path, picture: &str, encoder: &str, file: &[u8]) {
    let name: String = encoder.chars().filter(char::is_ascii_alphanumeric).collect();
    let path = folder.join(format!("{}-{name}.png", picture.replace(' ', "-")));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&path, file)) {
        eprintln!("{}: {error}", path.display());
    }
}
