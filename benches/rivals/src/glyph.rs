//! The tables of glyph masks: from an outline in a font file to an A8 mask, 16 px; and from which size on a path is quicker.

use inkstone::kurbo::Affine;
use inkstone::{Engine, HintingPolicy, LineHeight, Paragraph, RenderOptions, Scene, TextStyle};

use crate::arguments::Arguments;
use crate::clock::{Times, median, ratio, rounds, time};
use crate::fonts;
use crate::masks::{Outlines, ZenoPen, glyph_ids};
use crate::scenes::{FAMILY, page::hanzi};
use crate::table::{number, print};

const COUNT: usize = 1000;
const SIZE: f64 = 16.0;
const NAMES: [&str; 3] =
    ["inkstone (a render without a cache less one with it)", "skrifa + zeno", "skrifa + tiny-skia"];

pub fn run(arguments: &Arguments) {
    for hinted in [false, true] {
        let all = measure(hinted, arguments.rounds.unwrap_or(60));
        let row = |(name, times): (&&str, &Times)| {
            let us = number(median(times) * 1e3 / COUNT as f64);
            vec![(*name).to_owned(), us, format!("{:.2}", ratio(times, &all[1]))]
        };
        let rows: Vec<_> = NAMES.iter().zip(&all).map(row).collect();
        let how = if hinted { "hinted vertically" } else { "unhinted" };
        let title = format!("**A glyph mask**, CFF, 16 px, {how}, the mean of {COUNT} distinct hanzi");
        print(&title, &["", "us", "/ skrifa + zeno"], &rows);
    }
    crossover(arguments.rounds.unwrap_or(60));
}

/// What a glyph takes from a mask that is held, from one that is made for it, and from its path: text turned by a millionth
/// is drawn as paths at any size, and looks the same.
fn crossover(count: u32) {
    const GLYPHS: usize = 60;
    const CANVAS: f64 = 1600.0;
    let (engine, uncached) = (Engine::new(), Engine::builder().with_cache_bytes(0).build());
    let options = RenderOptions::new();
    let row = |size: f64| {
        let scene = |turn: f64, glyphs: usize| {
            let mut scene = Scene::builder(CANVAS, CANVAS);
            scene.transformed(Affine::rotate(turn), |scene| {
                for (i, character) in hanzi(glyphs).chars().enumerate() {
                    let (column, line) = ((i % 10) as f64, (i / 10 + 1) as f64);
                    let at = (4.0 + column * 150.0, line * 250.0 + 3.3);
                    let style = TextStyle::new(size).with_families([FAMILY]);
                    scene.text(at, Paragraph::new(character.to_string(), style));
                }
            });
            scene.finish().expect("the scene is well formed")
        };
        let mut canvases = [engine.canvas(), uncached.canvas(), engine.canvas(), engine.canvas()];
        let scenes = [scene(0.0, GLYPHS), scene(0.0, GLYPHS), scene(1e-6, GLYPHS), scene(0.0, 0)];
        let lists: Vec<_> = canvases
            .iter_mut()
            .zip(&scenes)
            .map(|(canvas, scene)| canvas.prepare(scene, &options).expect("the scene is within the limits"))
            .collect();
        let mut all = [const { Times::new() }; 4];
        rounds(count, 4, |i, _, counted| {
            let ms = time(|| canvases[i].render(&lists[i], &options)).0;
            if counted {
                all[i].push(ms);
            }
        });
        let us = |i: usize| (median(&all[i]) - median(&all[3])) * 1e3 / GLYPHS as f64;
        vec![format!("{size}"), number(us(0)), number(us(1)), number(us(2)), format!("{:.2}", us(2) / us(0))]
    };
    let rows: Vec<_> = [16.0, 32.0, 64.0, 96.0, 128.0, 192.0, 256.0].map(row).into();
    let heads = ["px", "mask held, us", "mask made, us", "path, us", "path / mask held"];
    print("**From masks to paths**, CFF, a glyph of 60 distinct hanzi on a canvas of 1600 x 1600", &heads, &rows);
}

fn measure(hinted: bool, count: u32) -> [Times; 3] {
    let ids = glyph_ids(fonts::REGULAR, COUNT);
    let outlines = Outlines::new(fonts::REGULAR, SIZE as f32, hinted);
    let (mut scratch, mut pen) = (zeno::Scratch::new(), ZenoPen::default());
    let mut scene = Scene::builder(800.0, 500.0);
    let text = Paragraph::new(hanzi(COUNT), TextStyle::new(SIZE).with_families([FAMILY]));
    scene.text((0.0, 20.0), text.with_width(800.0).with_line_height(LineHeight::Px(20.0)));
    let scene = scene.finish().expect("the scene is well formed");
    let policy = if hinted { HintingPolicy::Always } else { HintingPolicy::None };
    let options = RenderOptions::new().with_hinting(policy);
    let mut cold = Engine::builder().with_cache_bytes(0).build().canvas();
    let mut warm = Engine::new().canvas();
    let list = warm.prepare(&scene, &options).expect("the scene is within the limits");
    let mut all = [const { Times::new() }; 3];
    rounds(count, 3, |i, _, counted| {
        let ms = match i {
            0 => {
                let [(cold, _), (warm, _)] =
                    [&mut cold, &mut warm].map(|canvas| time(|| canvas.render(&list, &options)));
                cold - warm
            }
            1 => {
                time(|| ids.iter().map(|id| outlines.by_zeno(*id, &mut scratch, &mut pen).data.len()).sum::<usize>()).0
            }
            _ => time(|| ids.iter().filter_map(|id| Some(outlines.by_tiny_skia(*id)?.data.len())).sum::<usize>()).0,
        };
        if counted {
            all[i].push(ms);
        }
    });
    all
}
