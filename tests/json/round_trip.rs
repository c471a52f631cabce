//! Random scenes come back from JSON as they were, to the bit, and draw the same pixels.

use std::sync::LazyLock;

use inkstone::color::{AlphaColor, Srgb};
use inkstone::kurbo::{Affine, BezPath, Circle, PathEl, Point, Rect, RoundedRect};
use inkstone::{
    Align, Baseline, BaselineShift, BlendMode, Cap, Color, DecorationStyle, DropShadow, Ellipsis, EllipsisPlace,
    Engine, FillRule, Filter, Fit, FontFeature, FontSynthesis, FontVariant, FontVariation, Gradient, Image,
    InlineAlign, InlineBox, Interpolation, Join, Layer, LineHeight, LineStyle, Mask, MissingGlyph, ObjectFit, Paint,
    Paragraph, Pattern, Pixmap, RenderOptions, Repeat, Sampling, Scene, SceneBuilder, Shadow, SkipInk, Slices, Spread,
    Stroke, StrokeAlign, StrokeScaling, TextAnchor, TextStyle, VerticalAlign,
};

/// Xorshift (Marsaglia 2003), 64 bits.
struct Random(u64);

/// Pixels of a render, which have a DPI of their own.
static RENDERED: LazyLock<Image> = LazyLock::new(|| {
    let mut scene = Scene::builder(3.0, 2.0);
    scene.fill("M0 0 L3 2 V0 Z", Color::from_rgb8(1, 2, 3).with_alpha(0.3));
    let options = RenderOptions::new().with_dpi(70.1);
    Image::from(Engine::new().canvas().render(&scene.finish().unwrap(), &options).unwrap())
});

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        match self.below(6) {
            0 => 0.0,
            1 => 1.0,
            2 => self.below(9) as f64 / 8.0,
            _ => (self.next() >> 11) as f64 / (1_u64 << 53) as f64,
        }
    }

    /// A coordinate: mostly on the canvas, now and then odd.
    fn number(&mut self) -> f64 {
        match self.below(12) {
            0 => -0.0,
            1 => f64::from_bits(self.next() >> 12),
            2 => (self.unit() - 0.5) * 2.0e6,
            3 => 0.1 + 0.2,
            4 => self.unit() * 1e-7,
            5..=7 => self.below(60) as f64,
            _ => self.unit() * 48.0,
        }
    }

    fn point(&mut self) -> Point {
        Point::new(self.number(), self.number())
    }

    fn color(&mut self) -> Color {
        match self.below(4) {
            0 => Color::from_rgb8(self.next() as u8, self.next() as u8, self.next() as u8),
            1 => Color::from_rgba8(self.next() as u8, self.next() as u8, self.next() as u8, self.next() as u8),
            2 => Color::from_rgb8(self.next() as u8, 0, 255).with_alpha(self.unit() as f32),
            _ => AlphaColor::<Srgb>::new([(); 4].map(|()| (self.unit() * 3.0 - 1.0) as f32)),
        }
    }

    fn paint(&mut self) -> Paint {
        let gradient = match self.below(8) {
            0 => Gradient::linear(self.point(), self.point()),
            1 => Gradient::radial(self.point(), self.number().abs()),
            2 => Gradient::two_circles((self.point(), self.number().abs()), (self.point(), self.number().abs())),
            3 => Gradient::conic(self.point(), self.number()),
            4 => return self.pattern().into(),
            _ => return self.color().into(),
        };
        let gradient = if self.coin() {
            let colors: Vec<Color> = (0..self.below(5)).map(|_| self.color()).collect();
            gradient.with_colors(colors)
        } else {
            (0..self.below(5)).fold(gradient, |gradient, _| gradient.with_stop(self.unit(), self.color()))
        };
        gradient
            .with_interpolation(self.pick(&[
                Interpolation::UnpremultipliedSrgb,
                Interpolation::Srgb,
                Interpolation::LinearSrgb,
                Interpolation::Oklab,
            ]))
            .with_spread(self.pick(&[Spread::Pad, Spread::Repeat, Spread::Reflect]))
            .with_transform(if self.coin() { Affine::IDENTITY } else { self.transform() })
            .into()
    }

    fn pattern(&mut self) -> Pattern {
        let pattern = if self.coin() {
            let (image, crop) = (self.image(), Rect::new(0.0, 0.0, 1.0 + self.unit(), 1.0));
            Pattern::image(&if self.coin() { image.with_crop(crop) } else { image })
        } else {
            let mut tile = Scene::builder(5.0 + self.unit(), 4.0);
            if self.coin() {
                tile.language("ja");
            }
            for _ in 0..self.below(3) {
                let (rule, color) = (self.rule(), self.color());
                tile.fill_with_rule(Circle::new((2.0, self.unit()), 3.0), rule, color);
            }
            Pattern::scene(&tile.finish().unwrap())
        };
        let small = Affine::new([1.0, self.unit(), -self.unit(), 1.0, self.unit(), 0.0]);
        let repeat = self.pick(&[Repeat::Both, Repeat::X, Repeat::Y, Repeat::None]);
        pattern.with_repeat(repeat).with_transform(if self.coin() { Affine::IDENTITY } else { small })
    }

    fn transform(&mut self) -> Affine {
        let small = |random: &mut Self| random.unit() * 2.0 - 1.0;
        Affine::new([small(self), small(self), small(self), small(self), self.number(), self.number()])
    }

    /// Shapes, and paths that no path data could say before a scene holds them.
    fn path(&mut self) -> BezPath {
        use inkstone::ToPath;
        match self.below(6) {
            0 => Rect::new(self.number(), self.number(), self.number(), self.number()).to_path().unwrap(),
            1 => Circle::new(self.point(), self.number()).to_path().unwrap(),
            2 => RoundedRect::from_rect(Rect::from_points(self.point(), self.point()), self.number().abs())
                .to_path()
                .unwrap(),
            _ => (0..self.below(9))
                .map(|_| match self.below(6) {
                    0 => PathEl::ClosePath,
                    1 => PathEl::MoveTo(self.point()),
                    2 => PathEl::QuadTo(self.point(), self.point()),
                    3 => PathEl::CurveTo(self.point(), self.point(), self.point()),
                    _ => PathEl::LineTo(self.point()),
                })
                .fold(BezPath::new(), |mut path, element| {
                    path.extend([element]);
                    path
                }),
        }
    }

    fn stroke(&mut self) -> Stroke {
        let dashes: Vec<f64> = (0..self.pick(&[0, 0, 1, 2, 3])).map(|_| self.unit() * 30.0 + 1.0).collect();
        Stroke::new(self.unit() * 9.0)
            .with_cap(self.pick(&[Cap::Butt, Cap::Round, Cap::Square]))
            .with_join(self.pick(&[Join::Miter, Join::Round, Join::Bevel]))
            .with_miter_limit(self.pick(&[10.0, 0.0, 4.5]))
            .with_dashes(dashes)
            .with_dash_offset(self.pick(&[0.0, -0.0, -3.25]))
            .with_scaling(self.pick(&[StrokeScaling::Shape, StrokeScaling::Scene, StrokeScaling::Device]))
            .with_align(self.pick(&[StrokeAlign::Center, StrokeAlign::Inside, StrokeAlign::Outside]))
    }

    fn style(&mut self) -> TextStyle {
        let style = TextStyle::new(self.unit() * 20.0 + 4.0)
            .with_weight(self.pick(&[400, 700, 1, 1000]))
            .with_italic(self.coin())
            .with_paint(self.paint())
            .with_letter_spacing(self.pick(&[0.0, -0.0, 1.5]))
            .with_underline(self.coin())
            .with_strikethrough(self.coin());
        let style = if self.coin() { style } else { self.particular(style) };
        let style = if self.coin() { style.with_families(["Inkstone Sans", "墨\"\\"]) } else { style };
        if self.coin() { style.with_language(self.pick(&["ja", "zh-Hant"])) } else { style }
    }

    /// What few styles have.
    fn particular(&mut self, style: TextStyle) -> TextStyle {
        let look = DecorationStyle::new()
            .with_line(self.pick(&[LineStyle::Solid, LineStyle::Dotted, LineStyle::Wavy]))
            .with_skip_ink(self.pick(&[SkipInk::Auto, SkipInk::All, SkipInk::None]));
        let look = if self.coin() { look.with_paint(self.paint()).with_thickness(1.25) } else { look };
        let look = if self.coin() { look.with_underline_offset(-0.0) } else { look };
        let style = style
            .with_stretch(self.pick(&[100.0, 62.5, 200.0]))
            .with_optical_sizing(self.coin())
            .with_synthesis(FontSynthesis { weight: self.coin(), style: self.coin(), small_caps: self.coin() })
            .with_word_spacing(self.pick(&[0.0, -0.0, 2.5]))
            .with_baseline_shift(self.pick(&[
                BaselineShift::None,
                BaselineShift::Sub,
                BaselineShift::Super,
                BaselineShift::Px(-3.5),
                BaselineShift::Px(-0.0),
            ]))
            .with_overline(self.coin())
            .with_decoration(look);
        let style = if self.coin() { style.with_background(self.paint()) } else { style };
        let style =
            if self.coin() { style.with_variants([FontVariant::TabularNums, FontVariant::Ruby]) } else { style };
        let features = [FontFeature::new("ss01", self.below(4) as u32), FontFeature::new("a b~", u32::MAX)];
        let style = if self.coin() { style.with_features(features) } else { style };
        let axes = [FontVariation::new("wght", -0.0), FontVariation::new("GRAD", self.unit() * 9.0)];
        if self.coin() { style.with_variations(axes) } else { style }
    }

    fn inline_box(&mut self) -> InlineBox {
        let aligns = [InlineAlign::Baseline, InlineAlign::Center, InlineAlign::TextTop, InlineAlign::Px(-0.5)];
        let inline = InlineBox::new(self.unit() * 9.0, self.unit() * 9.0).with_align(self.pick(&aligns));
        if self.coin() { inline.with_image(&self.image()) } else { inline }
    }

    fn paragraph(&mut self) -> Paragraph {
        let words = ["", "墨石", "a\u{1}\n\t\"\\/", "ink", "\u{2028}\u{feff}🖋", "ルビ"];
        let mut text = Paragraph::new(self.pick(&words), self.style());
        for _ in 0..self.pick(&[0, 0, 1, 3]) {
            let style = if self.coin() { self.style() } else { text.spans().next().unwrap().1.clone() };
            text = if self.below(4) == 0 {
                text.with_inline_box(self.inline_box(), style)
            } else {
                text.with_span(self.pick(&words), style)
            };
        }
        if self.coin() {
            let place = self.pick(&[EllipsisPlace::End, EllipsisPlace::Middle, EllipsisPlace::Start]);
            let ellipsis = Ellipsis::new(place);
            text = text
                .with_height(self.unit() * 50.0)
                .with_vertical_align(self.pick(&[VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom]))
                .with_ellipsis(if self.coin() { ellipsis.with_text("\"続く\"") } else { ellipsis })
                .with_fallback_heights(self.coin());
        }
        if self.below(4) == 0 {
            let least = self.unit() * 9.0 + 1.0;
            text = text.with_fit(Fit::new(least, least + self.unit() * 30.0));
        }
        if self.coin() {
            text = text.with_width(self.unit() * 50.0);
        }
        if self.coin() {
            text = text.with_max_lines(1 + self.below(3) as usize);
        }
        text.with_align(self.pick(&[Align::Start, Align::Center, Align::End, Align::Justify]))
            .with_anchor(
                self.pick(&[TextAnchor::Start, TextAnchor::Middle, TextAnchor::End]),
                self.pick(&[
                    Baseline::Alphabetic,
                    Baseline::Top,
                    Baseline::Middle,
                    Baseline::Hanging,
                    Baseline::Bottom,
                ]),
            )
            .with_line_height(self.pick(&[LineHeight::Normal, LineHeight::Relative(1.3), LineHeight::Px(17.0)]))
            .with_missing_glyph(self.pick(&[MissingGlyph::Tofu, MissingGlyph::Skip]))
    }

    fn image(&mut self) -> Image {
        let (width, height) = (1 + self.below(4) as u32, 1 + self.below(4) as u32);
        let straight = (0..width * height * 4).map(|_| self.next() as u8).collect();
        let pixmap = Pixmap::from_straight(straight, width, height).unwrap();
        let image = match self.below(3) {
            0 => Image::from_png(pixmap.encode_png().unwrap()),
            1 => Image::from_pixmap(pixmap),
            _ => RENDERED.clone(),
        };
        let samplings = [Sampling::Nearest, Sampling::Bilinear, Sampling::Smooth, Sampling::Bicubic];
        let image = image.with_sampling(self.pick(&samplings));
        match self.below(4) {
            0 => image.with_crop(Rect::new(self.unit(), self.unit(), 3.0, 1.0 + self.unit())),
            1 => image.with_fit(self.pick(&[
                ObjectFit::Contain,
                ObjectFit::Cover,
                ObjectFit::None,
                ObjectFit::ScaleDown,
            ])),
            2 => image.with_slices(Slices::new(self.unit(), 1.0, self.unit(), 0.5)),
            _ => image,
        }
    }

    fn filter(&mut self) -> Filter {
        let amount = 2.0 * self.unit();
        match self.below(11) {
            0 => Filter::Blur(amount * 3.0),
            1 => Filter::Brightness(amount),
            2 => Filter::Contrast(amount),
            3 => {
                let shadow = DropShadow::new(self.color()).with_offset((self.unit(), -3.0 * self.unit()));
                Filter::DropShadow(shadow.with_std_deviation(amount))
            }
            4 => Filter::Grayscale(amount),
            5 => Filter::HueRotate(amount),
            6 => Filter::Invert(amount),
            7 => Filter::Opacity(amount),
            8 => Filter::Saturate(amount),
            9 => Filter::Sepia(amount),
            _ => Filter::ColorMatrix(std::array::from_fn(|_| self.unit() - 0.25)),
        }
    }

    fn layer(&mut self, depth: u64) -> Layer {
        let mut layer = Layer::new().with_opacity(self.unit()).with_blend_mode(self.pick(&BlendMode::ALL));
        if self.coin() {
            layer = layer.with_filters((0..self.below(3)).map(|_| self.filter()).collect::<Vec<_>>());
        }
        if self.below(4) == 0 {
            let shadow = Shadow::new(self.color()).with_offset((4.0 * self.unit(), self.unit()));
            layer = layer.with_shadow(shadow.with_blur(6.0 * self.unit()));
        }
        if depth < 4 && self.below(4) == 0 {
            let mut mask = Scene::builder(8.0, 1.0 + self.unit());
            if self.coin() {
                mask.language("ja");
            }
            self.items(&mut mask, depth + 2);
            if let Ok(mask) = mask.finish() {
                layer = layer.with_mask(if self.coin() { Mask::alpha(mask) } else { Mask::luminance(mask) });
            }
        }
        layer
    }

    fn rule(&mut self) -> FillRule {
        self.pick(&[FillRule::NonZero, FillRule::EvenOdd])
    }

    fn items(&mut self, scene: &mut SceneBuilder, depth: u64) {
        for _ in 0..self.below(5) + u64::from(depth == 0) {
            match self.below(8) {
                0 => _ = scene.fill_with_rule(self.path(), self.rule(), self.paint()),
                1 => _ = scene.stroke(self.path(), self.stroke(), self.paint()),
                2 => _ = scene.text(self.point(), self.paragraph()),
                3 => {
                    scene.image(
                        &self.image(),
                        Rect::from_points(self.point(), self.point()) + self.point().to_vec2() * 1e-3,
                    );
                }
                _ if depth > 5 => {}
                4 => {
                    scene.push_transform(self.transform());
                    self.items(scene, depth + 1);
                    scene.pop();
                }
                5 => {
                    scene.push_clip_with_rule(self.path(), self.rule());
                    self.items(scene, depth + 1);
                    scene.pop();
                }
                6 => {
                    scene.push_text_clip(self.point(), self.paragraph());
                    self.items(scene, depth + 1);
                    scene.pop();
                }
                _ => {
                    scene.push_layer(self.layer(depth));
                    self.items(scene, depth + 1);
                    scene.pop();
                }
            }
        }
    }
}

#[test]
fn random_scenes_come_back_to_the_bit() {
    let mut canvas = Engine::new().canvas();
    let options = RenderOptions::new().with_dpi(50.0);
    let (mut drawn, mut items) = (0, 0);
    for seed in 1..=400_u64 {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut scene = Scene::builder(32.0 + random.unit() * 32.0, 40.0);
        random.items(&mut scene, 0);
        // A scene may be refused, for a number that got too large, but not come back as another.
        let Ok(scene) = scene.finish() else { continue };
        let json = scene.to_json().unwrap();
        let back = Scene::from_json(&json).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{json}"));
        assert_eq!(back, scene, "seed {seed}\n{json}");
        // Equal numbers may differ in the sign of zero; their text does not.
        assert_eq!(format!("{back:?}"), format!("{scene:?}"), "seed {seed}");
        assert_eq!(back.to_json().unwrap(), json);
        items += scene.len();
        match (canvas.render(&scene, &options), canvas.render(&back, &options)) {
            (Ok(a), Ok(b)) => {
                assert!(a == b, "seed {seed}");
                drawn += 1;
            }
            (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
            (a, b) => panic!("seed {seed}: {:?} {:?}", a.err(), b.err()),
        }
    }
    assert!(drawn > 150 && items > 1500, "{drawn} drawn, {items} items");
}

#[test]
fn deep_groups_come_back_too() {
    let mut scene = Scene::builder(9.0, 9.0);
    for depth in 0..1000 {
        match depth % 3 {
            0 => scene.push_transform(Affine::translate((0.25, 0.0))),
            1 => scene.push_clip(Rect::new(0.0, 0.0, 9.0, 9.0)),
            _ if depth < 100 => scene.push_layer(Layer::new().with_opacity(0.5)),
            _ => scene.push_transform(Affine::IDENTITY),
        };
        scene.fill("M0 0h1v1", Color::BLACK);
    }
    for _ in 0..1000 {
        scene.pop().fill("M1 0h1v1", Color::WHITE);
    }
    let scene = scene.finish().unwrap();
    let json = scene.to_json().unwrap();
    assert!(json.contains("\"pop\"") && json.contains("push_layer"));
    assert_eq!(Scene::from_json(json).unwrap(), scene);
}
