//! A poster to hang up: `cargo run --release --example poster [FILE]` writes poster.png, poster.svg and the report.

use inkstone::kurbo::{Affine, Circle, Rect, RoundedRect};
use inkstone::{Align, Baseline, BlendMode, Cap, Layer, LineHeight, Stroke, TextAnchor, rotation};
use inkstone::{Color, Engine, Error, Gradient, Image, Paragraph, RenderOptions, Scene, SvgOptions, TextStyle};

const INK: Color = Color::from_rgb8(28, 30, 34);
const GREY: Color = Color::from_rgb8(112, 106, 96);
const PAPER: [Color; 2] = [Color::from_rgb8(252, 247, 237), Color::from_rgb8(226, 211, 180)];
const RED: [Color; 2] = [Color::from_rgb8(214, 74, 48), Color::from_rgb8(178, 42, 34)];
const SHADES: [(&str, &str, &str, &str, u8); 5] = [
    ("焦", "jiāo", "scorched", "墨之极，枯而不燥，用于点睛。", 24),
    ("浓", "nóng", "dense", "入水一分，山石之骨由此立。", 62),
    ("重", "zhòng", "heavy", "入水三分，树木丛林之阴影。", 104),
    ("淡", "dàn", "pale", "入水六分，远山与云根之间。", 158),
    ("清", "qīng", "clear", "入水九分，似有若无，留与空白。", 208),
];
const COLUMNS: [&str; 4] = [
    "运墨而五色具。",
    "唐人张彦远在《历代名画记》里写下这句话（A.D. 847）。一方砚、一锭墨、一盏水，便是画家的 grayscale：水多则清，水少则焦，浓淡之间，山有远近，云有厚薄。",
    "砚，所以研也。",
    "石质细而不滑，发墨如油。此图由 Rust 程序绘成：路径、渐变、裁剪与中文排版，each pixel 在任何机器上都分毫不差。字形缓存以字节计数，同一个字只研一次墨。",
];
const RANGES: [&str; 5] = [
    "M0 742 C160 716 300 728 420 738 S700 712 820 730 S940 726 1000 732 V840 H0Z",
    "M0 700 C120 660 200 650 310 680 S500 640 600 672 S820 636 1000 664 V820 H0Z",
    "M0 640 C110 610 170 560 260 606 S420 566 520 612 S690 560 780 570 S930 600 1000 580 V800 H0Z",
    "M0 600 C70 560 150 480 232 540 S372 476 452 520 S600 500 690 470 S840 520 900 500 S970 540 1000 520 V780 H0Z",
    "M0 520 C90 470 130 430 210 452 S330 392 400 430 S560 350 640 404 S800 372 870 440 S960 430 1000 452 V760 H0Z",
];

/// The poster, 1000 x 1414 px.
pub(crate) fn scene() -> Result<Scene, Error> {
    // Paper, sun, and five ranges of mountains, each in its shade of ink.
    let mut scene = Scene::builder(1000.0, 1414.0);
    scene.fill(Rect::new(0.0, 0.0, 1000.0, 1414.0), Gradient::radial((360.0, 300.0), 1250.0).with_colors(PAPER));
    scene.fill(Circle::new((812.0, 190.0), 70.0), Gradient::linear((812.0, 120.0), (812.0, 260.0)).with_colors(RED));
    scene.transformed(Affine::translate((0.0, 44.0)), |scene| {
        for (i, ((.., shade), range)) in SHADES.into_iter().zip(RANGES).rev().enumerate() {
            let (top, bottom) = (425.0 + 75.0 * i as f64, 758.0 + 20.0 * i as f64);
            let mist = [0.85, 0.4, 0.0].map(|alpha| Color::from_rgb8(shade, shade, shade + 6).with_alpha(alpha));
            let mist = Gradient::linear((0.0, top), (0.0, bottom)).with_colors(mist);
            scene.layer(Layer::new().with_blend_mode(BlendMode::Multiply), |s| _ = s.fill(range, mist));
        }
    });
    for i in 0..7 {
        let (y, wave) = (852.0 + 9.0 * f64::from(i), 150.0 - 16.0 * f64::from(i));
        let water = Stroke::new(1.2).with_cap(Cap::Round).with_dashes([wave, 14.0, 3.0, 22.0]).with_dash_offset(y);
        scene.stroke(format!("M70 {y} C300 {} 700 {} 930 {y}", y - 5.0, y + 5.0), water, INK.with_alpha(0.22));
    }
    // Ink in water, seen through a moon gate.
    let image = Image::from_png(include_bytes!("scenes/ink.png").as_slice());
    let turned = Affine::translate((200.0, 212.0)) * rotation(-0.35);
    scene.clipped(Circle::new((200.0, 212.0), 112.0), |s| {
        s.transformed(turned, |s| _ = s.image(&image, Rect::new(-180.0, -180.0, 180.0, 180.0)));
    });
    scene.stroke(Circle::new((200.0, 212.0), 119.0), 1.5, INK).stroke(Circle::new((200.0, 212.0), 126.0), 5.0, INK);
    // Headline, two columns, a seal and a table.
    let bold = TextStyle::new(17.0).with_paint(INK).with_weight(TextStyle::BOLD);
    let body = TextStyle::new(17.0).with_paint(INK);
    let right = |text: &str, style| Paragraph::new(text, style).with_anchor(TextAnchor::End, Baseline::Alphabetic);
    let fall = Gradient::linear((0.0, 300.0), (0.0, 450.0)).with_colors([INK, Color::from_rgb8(74, 72, 74)]);
    let title = bold.clone().with_size(150.0).with_paint(fall).with_letter_spacing(4.0);
    scene.text((924.0, 428.0), right("墨分五色", title));
    let latin = TextStyle::new(21.0).with_families(["Inkstone Sans"]).with_italic(true).with_paint(INK);
    scene.text((922.0, 478.0), right("Five shades from one stone", latin.clone().with_letter_spacing(1.2)));
    for (column, x) in COLUMNS.chunks(2).zip([70.0, 512.0]) {
        let text = Paragraph::new(column[0], bold.clone()).with_span(column[1], body.clone()).with_width(418.0);
        scene.text((x, 962.0), text.with_align(Align::Justify).with_line_height(LineHeight::Relative(1.75)));
    }
    scene.fill(RoundedRect::new(852.0, 512.0, 920.0, 580.0, 7.0), RED[1]);
    let seal = Paragraph::new("墨石\n之印", bold.clone().with_size(27.0).with_paint(PAPER[0]));
    let seal = seal.with_line_height(LineHeight::Px(28.0)).with_anchor(TextAnchor::Middle, Baseline::Middle);
    scene.text((886.0, 546.0), seal);
    scene.stroke("M70 1124 H930 M70 1364 H930", 2.0, INK);
    scene.stroke("M70 1178h860m0 46h-860m0 46h860m0 46h-860", 0.6, GREY);
    for (i, (name, pinyin, english, purpose, shade)) in SHADES.into_iter().enumerate() {
        let y = 1157.0 + 46.0 * i as f64;
        scene.fill(RoundedRect::new(70.0, y - 22.0, 148.0, y + 8.0, 15.0), Color::from_rgb8(shade, shade, shade + 6));
        scene.text((176.0, y), Paragraph::new(name, bold.clone().with_size(26.0)));
        scene.text((232.0, y), Paragraph::new(pinyin, latin.clone().with_size(18.0)));
        scene.text((320.0, y), Paragraph::new(english, latin.clone().with_size(16.0).with_paint(GREY)));
        scene.text((446.0, y), Paragraph::new(purpose, body.clone()));
        scene.text((930.0, y), right(&format!("#{shade:02X}{shade:02X}{:02X}", shade + 6), body.clone()));
    }
    scene.text((70.0, 1391.0), Paragraph::new("inkstone · 墨石", body.with_size(13.0).with_paint(GREY)));
    scene.finish()
}

#[allow(dead_code, reason = "a test draws the scene by itself")]
fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "poster.png".to_owned());
    let (mut canvas, scene) = (Engine::new().canvas(), scene()?);
    let svg = std::path::Path::new(&path).with_extension("svg");
    canvas.save_svg(&scene, &SvgOptions::new().with_title("墨分五色"), svg)?;
    canvas.save_png(&scene, &RenderOptions::new().with_dpi(144.0), &path)?;
    println!("{path}\n{}", canvas.report());
    Ok(())
}
