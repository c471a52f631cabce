//! A poster to hang up: `cargo run --release --example poster [FILE]` writes poster.png and prints the render report.

use inkstone::kurbo::{Affine, Circle, Rect, RoundedRect};
use inkstone::{
    Align, BlendMode, Cap, Color, Engine, Error, Gradient, Image, Layer, LineHeight, Paragraph, Pixmap, RenderOptions,
    Scene, SceneBuilder, Stroke, TextAnchor, TextStyle,
};
use inkstone::{Baseline, rotation};

const INK: Color = Color::from_rgb8(28, 30, 34);
const GREY: Color = Color::from_rgb8(112, 106, 96);
const SEAL: Color = Color::from_rgb8(178, 42, 34);
const SHADES: [(&str, &str, &str, &str, u8); 5] = [
    ("焦", "jiāo", "scorched", "墨之极，枯而不燥，用于点睛。", 24),
    ("浓", "nóng", "dense", "入水一分，山石之骨由此立。", 62),
    ("重", "zhòng", "heavy", "入水三分，树木丛林之阴影。", 104),
    ("淡", "dàn", "pale", "入水六分，远山与云根之间。", 158),
    ("清", "qīng", "clear", "入水九分，似有若无，留与空白。", 208),
];

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "poster.png".to_owned());
    let mut scene = Scene::builder(1000.0, 1414.0);
    ground(&mut scene);
    picture(&mut scene)?;
    words(&mut scene);
    table(&mut scene);
    let mut canvas = Engine::new().canvas();
    canvas.save_png(&scene.finish()?, &RenderOptions::new().with_dpi(144.0), &path)?;
    println!("{path}\n{}", canvas.report());
    Ok(())
}

/// Paper, sun, and five mountain ranges, each in its own shade of ink.
fn ground(scene: &mut SceneBuilder) {
    let paper = [Color::from_rgb8(251, 246, 235), Color::from_rgb8(240, 230, 208), Color::from_rgb8(226, 211, 180)];
    scene.fill(Rect::new(0.0, 0.0, 1000.0, 1414.0), Gradient::radial((360.0, 300.0), 1250.0).with_colors(paper));
    let sun = [Color::from_rgb8(214, 74, 48), Color::from_rgb8(184, 46, 36)];
    scene.fill(Circle::new((782.0, 196.0), 74.0), Gradient::linear((782.0, 122.0), (782.0, 270.0)).with_colors(sun));
    let ranges = [
        "M0 520 C90 470 130 430 210 452 S330 392 400 430 S560 350 640 404 S800 372 870 440 S960 430 1000 452 V760 H0Z",
        "M0 600 C70 560 150 480 232 540 S372 476 452 520 S600 500 690 470 S840 520 900 500 S970 540 1000 520 V780 H0Z",
        "M0 640 C110 610 170 560 260 606 S420 566 520 612 S690 560 780 570 S930 600 1000 580 V800 H0Z",
        "M0 700 C120 660 200 650 310 680 S500 640 600 672 S820 636 1000 664 V820 H0Z",
        "M0 742 C160 716 300 728 420 738 S700 712 820 730 S940 726 1000 732 V840 H0Z",
    ];
    for (i, (range, (.., shade))) in ranges.iter().zip(SHADES.iter().rev()).enumerate() {
        let ink = Color::from_rgb8(*shade, *shade, shade.saturating_add(6));
        let top = 390.0 + 75.0 * i as f64;
        let mist = Gradient::linear((0.0, top), (0.0, top + 230.0)).with_colors([
            ink.with_alpha(0.85),
            ink.with_alpha(0.42),
            ink.with_alpha(0.0),
        ]);
        scene.layer(Layer::new().with_blend_mode(BlendMode::Multiply), |s| {
            s.fill(*range, mist);
        });
    }
    for i in 0..7 {
        let (y, w) = (806.0 + 9.0 * f64::from(i), 150.0 - 16.0 * f64::from(i));
        let water = Stroke::new(1.2).with_cap(Cap::Round).with_dashes([w, 14.0, 3.0, 22.0]).with_dash_offset(y);
        scene.stroke(format!("M60 {y} C300 {} 700 {} 940 {y}", y - 5.0, y + 5.0).as_str(), water, INK.with_alpha(0.28));
    }
}

/// Ink in water, seen through a moon gate.
fn picture(scene: &mut SceneBuilder) -> Result<(), Error> {
    let image = Image::from(ink_in_water(320)?);
    scene.clipped(Circle::new((236.0, 250.0), 128.0), |s| {
        s.transformed(Affine::translate((236.0, 250.0)) * rotation(-0.35), |s| {
            s.image(&image, Rect::new(-180.0, -180.0, 180.0, 180.0));
        });
    });
    scene.stroke(Circle::new((236.0, 250.0), 136.0), 1.5, INK).stroke(Circle::new((236.0, 250.0), 143.0), 5.0, INK);
    Ok(())
}

fn words(scene: &mut SceneBuilder) {
    let (title, body) = (TextStyle::new(150.0).with_weight(TextStyle::BOLD), TextStyle::new(17.0).with_paint(INK));
    let fall = Gradient::linear((0.0, 330.0), (0.0, 520.0)).with_colors([INK, Color::from_rgb8(74, 72, 74)]);
    scene.text((924.0, 470.0), anchored("墨分五色", title.with_paint(fall).with_letter_spacing(4.0), TextAnchor::End));
    let latin = TextStyle::new(21.0).with_families(["Inkstone Sans"]).with_italic(true).with_paint(GREY);
    scene.text((922.0, 520.0), anchored("Five shades from one stone", latin.with_letter_spacing(1.2), TextAnchor::End));
    let bold = body.clone().with_weight(TextStyle::BOLD);
    let column = |first: &str, rest: &str| {
        Paragraph::new(first, bold.clone())
            .with_span(rest, body.clone())
            .with_width(418.0)
            .with_align(Align::Justify)
            .with_line_height(LineHeight::Relative(1.75))
    };
    scene.text((70.0, 918.0), column("运墨而五色具。", "唐人张彦远在《历代名画记》里写下这句话（A.D. 847）。一方砚、一锭墨、一盏水，便是 photographer 的整条灰阶：水多则清，水少则焦，浓淡之间，山有远近，云有厚薄。"));
    scene.text((512.0, 918.0), column("砚，所以研也。", "石质细而不滑，发墨如油。此图由 Rust 程序绘成：路径、渐变、裁剪与中文排版，each pixel 在任何机器上都分毫不差；字形缓存以字节为界，“墨”“石”二字只研一次。"));
    scene.fill(RoundedRect::new(856.0, 536.0, 924.0, 604.0, 7.0), SEAL);
    let seal = TextStyle::new(27.0).with_weight(TextStyle::BOLD).with_paint(Color::from_rgb8(250, 238, 222));
    let seal = Paragraph::new("墨石\n之印", seal).with_line_height(LineHeight::Px(28.0)).with_align(Align::Center);
    scene.text((890.0, 570.0), seal.with_anchor(TextAnchor::Middle, Baseline::Middle));
}

fn table(scene: &mut SceneBuilder) {
    let style = |size| TextStyle::new(size).with_paint(INK);
    scene.stroke("M70 1108 H930", 2.0, INK).stroke("M70 1352 H930", 2.0, INK);
    for (i, (name, pinyin, english, use_, shade)) in SHADES.into_iter().enumerate() {
        let y = 1142.0 + 47.0 * i as f64;
        let ink = Color::from_rgb8(shade, shade, shade.saturating_add(6));
        scene.fill(RoundedRect::new(70.0, y - 22.0, 148.0, y + 8.0, 15.0), ink);
        scene.text((176.0, y), Paragraph::new(name, style(26.0).with_weight(TextStyle::BOLD)));
        scene.text((232.0, y), Paragraph::new(pinyin, style(18.0).with_families(["Inkstone Sans"]).with_italic(true)));
        scene.text((320.0, y), Paragraph::new(english, style(16.0).with_families(["Inkstone Sans"]).with_paint(GREY)));
        scene.text((446.0, y), Paragraph::new(use_, style(18.0)));
        scene.text(
            (930.0, y),
            anchored(&format!("#{shade:02X}{shade:02X}{:02X}", shade + 6), style(15.0), TextAnchor::End),
        );
        scene.stroke(format!("M70 {0} H930", y + 21.0).as_str(), if i < 4 { 0.75 } else { 0.0 }, GREY.with_alpha(0.6));
    }
    scene.text((70.0, 1383.0), Paragraph::new("inkstone · 墨石", TextStyle::new(13.0).with_paint(GREY)));
}

fn anchored(text: &str, style: TextStyle, anchor: TextAnchor) -> Paragraph {
    Paragraph::new(text, style).with_anchor(anchor, Baseline::Alphabetic)
}

/// Fractal value noise, warped by itself, as shades of ink.
fn ink_in_water(side: u32) -> Result<Pixmap, Error> {
    let hash = |x: i64, y: i64| {
        let h = (x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x27D4_EB2F_1656_67C5);
        ((h >> 33) & 0xFFFF) as f64 / 65535.0
    };
    let noise = |x: f64, y: f64| {
        let (i, j) = (x.floor(), y.floor());
        let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (smooth(x - i), smooth(y - j));
        let row = |j: i64| hash(i as i64, j) * (1.0 - u) + hash(i as i64 + 1, j) * u;
        row(j as i64) * (1.0 - v) + row(j as i64 + 1) * v
    };
    let fractal = |x: f64, y: f64| {
        (0..5).map(|k| noise(x * f64::from(1 << k), y * f64::from(1 << k)) / f64::from(2 << k)).sum::<f64>()
    };
    let pixels = (0..side * side).flat_map(|i| {
        let (x, y) = (f64::from(i % side) / 60.0, f64::from(i / side) / 60.0);
        let warp = fractal(x + 3.0 * fractal(x, y), y + 3.0 * fractal(y + 9.0, x));
        let shade = ((warp - 0.22) * 1.9).clamp(0.0, 1.0);
        [24.0 + 214.0 * shade, 26.0 + 206.0 * shade, 32.0 + 184.0 * shade, 255.0].map(|c| c as u8)
    });
    Pixmap::from_straight(pixels.collect(), side, side)
}
