//! A poster larger than memory: drawn from JSON by the command line, straight into a PNG file, in constant space.
//!
//! The largest takes some ten seconds in a release build: `cargo test --release --features cli --test gigapixel --
//! --ignored --nocapture` draws 32,768 x 32,768 px and says what it took.
#![cfg(all(feature = "cli", feature = "bundled-fonts"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::process::Command;

use inkstone::kurbo::{BezPath, Circle, Rect, RoundedRect};
use inkstone::{Color, Gradient, Image, Layer, Paragraph, Scene, Stroke, TextStyle};

mod support;
use support::Random;

/// Kilobytes that the process may hold at most, drawing on one thread or two.
const MOST_KB: u64 = 96 << 10;

/// Gradients, 2,000 shapes, 20 pictures and 200 lines of Chinese on a square of 4,096 px.
fn poster() -> Scene {
    const SIDE: f64 = 4096.0;
    let mut random = Random::new(7);
    let mut scene = Scene::builder(SIDE, SIDE);
    let color = |random: &mut Random| {
        let mut channel = || random.below(256) as u8;
        Color::from_rgba8(channel(), channel(), channel(), 120 + channel() / 2)
    };
    let sky = [Color::from_rgb8(18, 30, 66), Color::from_rgb8(120, 60, 110), Color::from_rgb8(240, 190, 130)];
    scene.fill(Rect::new(0.0, 0.0, SIDE, SIDE), Gradient::linear((0.0, 0.0), (600.0, SIDE)).with_colors(sky));
    for _ in 0..8 {
        let center = (random.between(0.0, SIDE), random.between(0.0, SIDE));
        let glow = [color(&mut random), Color::TRANSPARENT];
        scene.fill(Circle::new(center, 700.0), Gradient::radial(center, 700.0).with_colors(glow));
    }
    for i in 0..2_000 {
        let (x, y) = (random.between(-50.0, SIDE), random.between(-50.0, SIDE));
        let size = random.between(4.0, 160.0);
        let paint = color(&mut random);
        match i % 4 {
            0 => scene.fill(Circle::new((x, y), size), paint),
            1 => scene.fill(RoundedRect::new(x, y, x + size * 2.0, y + size, size / 6.0), paint),
            2 => scene.stroke(Circle::new((x, y), size), Stroke::new(size / 20.0).with_dashes([size / 4.0]), paint),
            _ => {
                let mut blob = BezPath::new();
                let mut point = || (x + random.between(-size, size), y + random.between(-size, size));
                blob.move_to(point());
                (0..5).for_each(|_| blob.curve_to(point(), point(), point()));
                blob.close_path();
                scene.fill(blob, paint)
            }
        };
    }
    for i in 0..20 {
        let (at_x, at_y) = (f64::from(i % 5) * 800.0 + 60.0, f64::from(i / 5) * 1_000.0 + 200.0);
        let pixel = |x: u32, y: u32| [(x * 2) as u8, (y * 2) as u8, (x * y / 9 + i as u32 * 11) as u8, 255];
        let data = (0..128).flat_map(|y| (0..128).flat_map(move |x| pixel(x, y))).collect();
        let image = Image::from_pixmap(inkstone::Pixmap::from_straight(data, 128, 128).unwrap());
        scene.layer(Layer::new().with_opacity(0.8), |scene| {
            scene.clipped(RoundedRect::new(at_x, at_y, at_x + 300.0, at_y + 220.0, 30.0), |scene| {
                scene.image(&image, Rect::new(at_x, at_y, at_x + 300.0, at_y + 220.0));
            });
        });
    }
    let text: Vec<char> = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳".chars().collect();
    for line in 0..200 {
        let words: String = (0..40).map(|i| text[(line * 17 + i * 5) % text.len()]).collect();
        let style = TextStyle::new(18.0 + (line % 7) as f64 * 4.0).with_paint(Color::from_rgba8(255, 255, 255, 220));
        let at = (random.between(0.0, SIDE - 900.0), 20.0 + line as f64 * 20.3);
        scene.text(at, Paragraph::new(words, style));
    }
    scene.finish().unwrap()
}

/// Draws a scene on a square of so many px a side; prints what it took, and checks the picture's size and the memory.
fn draw(scene: &Scene, side: u32, threads: u16, most_kb: u64) {
    let folder = std::env::temp_dir().join(format!("inkstone-gigapixel-{side}-{threads}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (json, png) = (folder.join("poster.json"), folder.join("poster.png"));
    fs::write(&json, scene.to_json().unwrap()).unwrap();
    let dpi = f64::from(side) / 4096.0 * 96.0;
    let out = Command::new(env!("CARGO_BIN_EXE_inkstone"))
        .arg("render")
        .args([&json, std::path::Path::new("-o"), &png])
        .args(["--dpi", &dpi.to_string(), "--threads", &threads.to_string(), "--stats", "json"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&out.stdout).into_owned();
    let header = fs::read(&png).map(|png| png[16..24].to_vec()).unwrap_or_default();
    let keep = std::env::var_os("INKSTONE_KEEP").map(|to| fs::rename(&png, to).unwrap());
    fs::remove_dir_all(&folder).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    println!("{side} px, {threads} threads{}: {told}", if keep.is_some() { ", kept" } else { "" });
    assert_eq!(header, [side.to_be_bytes(), side.to_be_bytes()].concat());
    let stats: serde_json::Value = serde_json::from_str(&told).unwrap();
    let peak = stats["peak_rss_kb"].as_u64().unwrap();
    assert!(peak <= most_kb, "{peak} kB at most, {most_kb} allowed");
}

#[test]
fn a_poster_of_16_megapixels_is_drawn_in_constant_space() {
    draw(&poster(), 4_096, 1, MOST_KB);
    draw(&poster(), 4_096, 2, MOST_KB);
}

#[test]
#[ignore = "takes long in a debug build"]
fn a_poster_of_a_gigapixel_is_drawn_in_constant_space() {
    draw(&poster(), 32_768, 1, MOST_KB);
    draw(&poster(), 32_768, 2, MOST_KB);
}

/// What a plain picture of 400 megapixels takes is the encoder's strips, and the program.
#[test]
#[ignore = "takes long in a debug build"]
fn a_plain_picture_of_400_megapixels_takes_16_mib() {
    let mut scene = Scene::builder(4096.0, 4096.0);
    let sky =
        Gradient::linear((0.0, 0.0), (4096.0, 4096.0)).with_colors([Color::BLACK, Color::from_rgb8(240, 160, 64)]);
    scene.fill(Rect::new(0.0, 0.0, 4096.0, 4096.0), sky);
    (0..200).for_each(|i| {
        let at = (f64::from(i * 997 % 4096), f64::from(i * 401 % 4096));
        scene.fill(Circle::new(at, f64::from(20 + i)), Color::from_rgba8(255, 255, 255, 90));
    });
    let scene = scene.finish().unwrap();
    draw(&scene, 20_000, 1, 16 << 10);
    draw(&scene, 20_000, 2, 32 << 10);
}
