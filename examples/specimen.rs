//! A specimen sheet of the bundled fonts: `cargo run --release --example specimen [FILE]` writes specimen.png and says how
//! each language was set.

use inkstone::kurbo::{Line, Rect, RoundedRect};
use inkstone::{Align, Baseline, BaselineShift, Color, DecorationStyle, Engine, Error, Fit, FontVariant, LineHeight};
use inkstone::{
    LineStyle, MissingGlyph, Paragraph, RenderOptions, Scene, Stroke, TextAnchor, TextStyle, VerticalAlign,
};

const INK: Color = Color::from_rgb8(34, 32, 40);
const GREY: Color = Color::from_rgb8(132, 124, 116);
const RED: Color = Color::from_rgb8(190, 52, 40);
const BLUE: Color = Color::from_rgb8(40, 92, 160);
const GOLD: Color = Color::from_rgb8(250, 224, 150);
const PAPER: Color = Color::from_rgb8(250, 247, 240);
/// A language's tag, its names, the word for freedom, and the first article of the Universal Declaration of Human Rights.
/// What is in brackets is marked, what is in braces underlined.
const LANGUAGES: [(&str, &str, &str, &str, &str); 8] = [
    (
        "zh-Hans",
        "Simplified Chinese",
        "简体中文",
        "自由",
        "人人生而[自由]，在尊严和权利上一律{平等}。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    ),
    (
        "zh-Hant",
        "Traditional Chinese",
        "繁體中文",
        "自由",
        "人人生而[自由]，在尊嚴和權利上一律{平等}。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    ),
    (
        "ja",
        "Japanese",
        "日本語",
        "自由",
        "すべての人間は、生まれながらにして[自由]であり、かつ、尊厳と権利とについて{平等}である。人間は、理性と良心とを授けられており、\
         互いに同胞の精神をもって行動しなければならない。",
    ),
    (
        "ko",
        "Korean",
        "한국어",
        "자유",
        "모든 인간은 태어날 때부터 [자유]로우며 그 존엄과 권리에 있어 {동등}하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 \
         형제애의 정신으로 행동하여야 한다.",
    ),
    (
        "ar",
        "Arabic",
        "العربية",
        "الحرية",
        "يولد جميع الناس [أحرارًا] {متساوين} في الكرامة والحقوق. وقد وهبوا عقلًا وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.",
    ),
    (
        "he",
        "Hebrew",
        "עברית",
        "חירות",
        "כל בני אדם נולדו [בני חורין] {ושווים} בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
    ),
    (
        "hi",
        "Hindi",
        "हिन्दी",
        "स्वतन्त्रता",
        "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात [स्वतन्त्रता] और {समानता} प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और \
         परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।",
    ),
    (
        "th",
        "Thai",
        "ไทย",
        "เสรีภาพ",
        "มนุษย์ทั้งหลายเกิดมามี[อิสระ]และ{เสมอภาค}กันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
    ),
];

/// A text in which brackets mark and braces underline.
fn marked(text: &str, style: &TextStyle) -> Paragraph {
    let wavy = DecorationStyle::new().with_line(LineStyle::Wavy).with_paint(RED).with_thickness(1.25);
    let (mut paragraph, mut now) = (Paragraph::new("", style.clone()), style.clone());
    for piece in text.split_inclusive(['[', ']', '{', '}']) {
        paragraph = paragraph.with_span(piece.trim_end_matches(['[', ']', '{', '}']), now);
        now = match piece.chars().next_back() {
            Some('[') => style.clone().with_background(GOLD),
            Some('{') => style.clone().with_underline(true).with_decoration(wavy.clone()),
            _ => style.clone(),
        };
    }
    paragraph
}

/// The sheet, 1000 x 1180 px. Nothing on it lacks a glyph, or it is an error.
pub(crate) fn scene() -> Result<Scene, Error> {
    let latin = TextStyle::new(15.0).with_families(["Inkstone Sans"]).with_paint(INK);
    let mut scene = Scene::builder(1000.0, 1180.0);
    scene.fill(Rect::new(0.0, 0.0, 1000.0, 1180.0), PAPER);
    let title = Paragraph::new("字樣 ", TextStyle::new(44.0).with_paint(INK).with_language("zh-Hant").with_weight(700))
        .with_span("Specimen", latin.clone().with_size(44.0).with_weight(TextStyle::BOLD))
        .with_span("  nine files, eight languages", latin.clone().with_paint(GREY));
    scene.text((40.0, 74.0), title).stroke(Line::new((40.0, 96.0), (960.0, 96.0)), Stroke::new(1.5), INK);
    for (i, (tag, english, own, word, text)) in LANGUAGES.into_iter().enumerate() {
        let (x, y) = (40.0 + 470.0 * (i % 2) as f64, [116.0, 324.0, 584.0, 816.0][i / 2]);
        let to_the_left = ["ar", "he"].contains(&tag);
        let (start, far) = if to_the_left { (x + 450.0, x) } else { (x, x + 450.0) };
        let style = TextStyle::new(19.0).with_paint(INK).with_language(tag);
        let label = latin.clone().with_size(12.0).with_paint(GREY);
        let names = Paragraph::new(english, label.clone()).with_span(&format!(" · {tag} · "), label);
        let names = names.with_span(own, style.clone().with_size(13.0).with_paint(RED));
        scene.text((x, y + 12.0), names);
        // The word, as large as the box lets it be, in a face of its own or one made bold.
        let large = Paragraph::new(word, style.clone().with_size(40.0).with_weight(TextStyle::BOLD))
            .with_width(260.0)
            .with_height(84.0)
            .with_fit(Fit::new(20.0, 60.0))
            .with_vertical_align(VerticalAlign::Middle)
            .with_line_height(LineHeight::Normal);
        scene.text((start, y + 20.0), large.with_anchor(TextAnchor::Start, Baseline::Top));
        let sizes = [11.0, 14.0, 18.0, 24.0].into_iter().fold(Paragraph::new("", style.clone()), |text, size| {
            text.with_span(&format!("{word} "), style.clone().with_size(size).with_paint(BLUE))
        });
        let sizes = sizes.with_width(170.0).with_align(Align::End).with_max_lines(3);
        scene.text((far, y + 40.0), sizes.with_anchor(TextAnchor::End, Baseline::Top));
        let body = marked(text, &style)
            .with_width(450.0)
            .with_height(138.0)
            .with_align(Align::Justify)
            .with_line_height(LineHeight::Relative(1.7))
            .with_missing_glyph(MissingGlyph::Error);
        scene.text((start, y + 112.0), body.with_anchor(TextAnchor::Start, Baseline::Top));
    }
    // Figures and formulas.
    let foot = |x: f64, y: f64, paragraph: Paragraph, scene: &mut inkstone::SceneBuilder| {
        scene.text((x, y), paragraph);
    };
    let strip = RoundedRect::new(40.0, 1058.0, 960.0, 1144.0, 8.0);
    scene.fill(strip, Color::from_rgb8(240, 234, 222));
    for (i, (name, variants)) in [
        ("proportional", vec![]),
        ("tabular", vec![FontVariant::TabularNums]),
        ("zero", vec![FontVariant::SlashedZero]),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 1082.0 + 22.0 * i as f64;
        let label = latin.clone().with_size(12.0).with_paint(GREY);
        foot(60.0, y, Paragraph::new(name, label), &mut scene);
        foot(150.0, y, Paragraph::new("1,107.10  8,086.40", latin.clone().with_variants(variants)), &mut scene);
    }
    let shift = |shift| latin.clone().with_size(26.0).with_baseline_shift(shift);
    let formula = Paragraph::new("C", shift(BaselineShift::None))
        .with_span("8", shift(BaselineShift::Sub))
        .with_span("H", shift(BaselineShift::None))
        .with_span("10", shift(BaselineShift::Sub))
        .with_span("N", shift(BaselineShift::None))
        .with_span("4", shift(BaselineShift::Sub))
        .with_span("O", shift(BaselineShift::None))
        .with_span("2", shift(BaselineShift::Sub))
        .with_span("   e", shift(BaselineShift::None))
        .with_span("iπ", shift(BaselineShift::Super))
        .with_span(" + 1 = 0", shift(BaselineShift::None));
    foot(360.0, 1110.0, formula, &mut scene);
    let small = latin.clone().with_size(20.0);
    foot(690.0, 1093.0, Paragraph::new("Bold", small.clone().with_weight(700)), &mut scene);
    foot(760.0, 1093.0, Paragraph::new("Italic", small.clone().with_italic(true)), &mut scene);
    foot(690.0, 1122.0, Paragraph::new("3/4 cup", small.with_variants([FontVariant::DiagonalFractions])), &mut scene);
    scene.finish()
}

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "specimen.png".to_owned());
    let (mut canvas, scene) = (Engine::new().canvas(), scene()?);
    canvas.save_png(&scene, &RenderOptions::new().with_dpi(144.0), &path)?;
    println!("{path}\n{}", canvas.report());
    Ok(())
}
