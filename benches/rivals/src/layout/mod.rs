//! The tables of layout: from a text to positioned glyphs, nothing drawn.

mod page;
mod rivals;

use std::hint::black_box;

use inkstone::{Engine, Fit, LineHeight, Paragraph, RenderOptions, TextStyle};

use self::rivals::{Cosmic, Parley};
use crate::arguments::Arguments;
use crate::clock::{Times, least, median, ratio, rounds, time};
use crate::scenes::FAMILY;
use crate::table::{number, print};

const SIZE: f64 = 16.0;
const WIDTH: f64 = 800.0;
const LINE: f64 = 24.0;
/// Texts that take turns, so that nobody is shown the one it saw last.
const TEXTS: u32 = 30;
/// Tells a process that it is the one whose first layout is measured.
const FIRST: &str = "INKSTONE_RIVALS_FIRST";
const NAMES: [&str; 4] = ["inkstone", "inkstone, at another width", "cosmic-text", "parley"];

pub fn run(arguments: &Arguments) {
    if arguments.wants("page") {
        page(arguments);
    }
    if arguments.wants("fit") {
        fit(arguments);
    }
    if arguments.wants("first") {
        first(arguments);
    }
    if arguments.wants("growth") {
        growth(arguments);
    }
}

/// A paragraph as every rival sets it.
fn paragraph(text: &str) -> Paragraph {
    let style = TextStyle::new(SIZE).with_families([FAMILY]).with_language("zh-Hans");
    Paragraph::new(text, style).with_width(WIDTH).with_line_height(LineHeight::Px(LINE))
}

fn page(arguments: &Arguments) {
    let texts: Vec<String> = (0..TEXTS).map(|seed| page::text(2000, seed)).collect();
    let paragraphs: Vec<Paragraph> = texts.iter().map(|text| paragraph(text)).collect();
    let options = RenderOptions::new();
    let mut canvas = Engine::new().canvas();
    let (mut cosmic, mut parley) = (Cosmic::new(), Parley::new());
    let mut lines = [0; NAMES.len()];
    let mut all = [const { Times::new() }; NAMES.len()];
    rounds(arguments.rounds.unwrap_or(300), NAMES.len(), |i, round, counted| {
        if arguments.rival.as_ref().is_some_and(|rival| NAMES[i] != rival) {
            return;
        }
        let text = &texts[(round % TEXTS) as usize];
        let paragraph = &paragraphs[(round % TEXTS) as usize];
        let (ms, count) = match i {
            0 => time(|| canvas.layout(paragraph, &options).expect("a page").lines.len()),
            1 => {
                // Another text than the first rival's, which would find it shaped.
                let paragraph = &paragraphs[((round + TEXTS / 2) % TEXTS) as usize];
                let narrow = paragraph.clone().with_width(WIDTH - 160.0);
                canvas.layout(&narrow, &options).expect("a page");
                time(|| canvas.layout(paragraph, &options).expect("a page").lines.len())
            }
            2 => time(|| cosmic.lines(text, SIZE as f32, LINE as f32, WIDTH as f32)),
            _ => time(|| parley.lines(text, SIZE as f32, LINE as f32, WIDTH as f32)),
        };
        lines[i] = black_box(count);
        if counted {
            all[i].push(ms);
        }
    });
    let row = |i: usize| {
        let ms = &all[i];
        vec![
            NAMES[i].to_owned(),
            lines[i].to_string(),
            number(median(ms)),
            number(least(ms)),
            format!("{:.2}", ratio(ms, &all[2])),
            format!("{:.2}", ratio(ms, &all[3])),
        ]
    };
    let rows: Vec<_> = (0..NAMES.len()).map(row).collect();
    let title = "**A page**, 2,000 characters of Chinese in 9 or 10 paragraphs, 16 px, 800 px wide";
    print(title, &["", "lines", "ms", "least", "/ cosmic-text", "/ parley"], &rows);
}

/// A size fitted to a box, over the same page at the size that was found: what the search takes, and each of its steps. Its
/// steps lie 1/16 px apart.
fn fit(arguments: &Arguments) {
    let options = RenderOptions::new();
    let mut canvas = Engine::new().canvas();
    let texts: Vec<String> = (0..TEXTS).map(|seed| page::text(2000, seed)).collect();
    let (mut fitted, mut plain) = (Times::new(), Times::new());
    let (least, greatest) = (8.0, 40.0);
    for round in 0..arguments.rounds.unwrap_or(60) {
        let text = &texts[(round % TEXTS) as usize];
        let boxed = paragraph(text).with_line_height(LineHeight::Relative(1.5)).with_height(1100.0);
        let fitting = boxed.clone().with_fit(Fit::new(least, greatest));
        let (ms, layout) = time(|| canvas.layout(&fitting, &options).expect("a page"));
        let style = TextStyle::new(layout.report.fitted_size.expect("a size"));
        let style = style.with_families([FAMILY]).with_language("zh-Hans");
        let found = Paragraph::new(text.as_str(), style).with_width(WIDTH).with_line_height(LineHeight::Relative(1.5));
        // Another text between them, so that this one is shaped.
        canvas.layout(&paragraph("a"), &options).expect("a letter");
        let (once, _) = time(|| canvas.layout(&found, &options).expect("a page"));
        fitted.push(ms);
        plain.push(once);
    }
    // One is at the greatest size, the others halve what is left; the last layout shapes at the size found.
    let steps = 1.0 + ((greatest - least) * 16.0_f64).log2().ceil();
    let (fitted, plain) = (median(&fitted), median(&plain));
    let step = (fitted - 2.0 * plain).max(0.0) / steps;
    let row = vec![number(fitted), number(plain), steps.to_string(), number(step * 1000.0)];
    let head = ["ms, fitted", "ms, at the size found", "steps", "us a step"];
    print("**Fitting**: the page in a box of 800 x 1100 px, from 8 to 40 px", &head, &[row]);
}

/// The first layout of a process, its engine and canvas included: a process a round.
fn first(arguments: &Arguments) {
    if std::env::var_os(FIRST).is_some() {
        let text = page::text(2000, 1);
        let (ms, _) = time(|| {
            let mut canvas = Engine::new().canvas();
            canvas.layout(&paragraph(&text), &RenderOptions::new()).expect("a page").lines.len()
        });
        let mut again = Engine::new().canvas();
        let (short, _) = time(|| again.layout(&paragraph("墨石"), &RenderOptions::new()).expect("a word").lines.len());
        println!("{ms} {short}");
        return;
    }
    let program = std::env::current_exe().expect("this program");
    let mut times = [const { Times::new() }; 2];
    for _ in 0..arguments.rounds.unwrap_or(30).min(60) {
        let mut child = std::process::Command::new(&program);
        let child = child.args(["layout", "--only", "first"]).env(FIRST, "1").output().expect("another process");
        let said = String::from_utf8_lossy(&child.stdout);
        for (times, ms) in times.iter_mut().zip(said.split_whitespace()) {
            times.push(ms.parse().expect("a number"));
        }
    }
    let row = |name: &str, times: &Times| vec![name.to_owned(), number(median(times)), number(least(times))];
    let rows =
        [row("the page, engine and canvas included", &times[0]), row("two characters, a canvas's first", &times[1])];
    print("**The first layout of a process**, with the bundled fonts", &["", "ms", "least"], &rows);
}

/// Time by length: one paragraph's, and a chapter's of many.
fn growth(arguments: &Arguments) {
    let options = RenderOptions::new();
    let mut canvas = Engine::new().canvas();
    let mut rows = Vec::new();
    for (name, one) in [("paragraphs", false), ("one paragraph", true)] {
        for count in [1_000, 10_000, 100_000, 300_000] {
            let mut times = Times::new();
            let mut again = Times::new();
            for seed in 0..arguments.rounds.unwrap_or(9).min(9) {
                let mut text = page::text(count, seed);
                if one {
                    text = text.replace('\n', "");
                }
                let paragraph = paragraph(&text);
                let (ms, _) = time(|| canvas.layout(&paragraph, &options).expect("a chapter").lines.len());
                times.push(ms);
                let narrow = paragraph.with_width(WIDTH - 160.0);
                let (ms, _) = time(|| canvas.layout(&narrow, &options).expect("a chapter").lines.len());
                again.push(ms);
            }
            let per = |times: &[f64]| number(median(times) * 1e6 / count as f64);
            rows.push(vec![name.to_owned(), count.to_string(), number(median(&times)), per(&times), per(&again)]);
        }
    }
    let head = ["", "characters", "ms", "ns a character", "ns a character, at another width"];
    print("**Growth**: inkstone, 16 px, 800 px wide", &head, &rows);
}
