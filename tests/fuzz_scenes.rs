//! Random scenes of nasty numbers, and mutated PNG files: a picture or an error, never a panic, never for long. Cut into bands
//! and drawn by several threads, a scene comes to the same.
//!
//! Everything follows from the seeds. `INKSTONE_FUZZ_SCENES=100000 cargo test --test fuzz_scenes` looks longer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use inkstone::kurbo::{Affine, Arc, BezPath, Circle, Ellipse, Line, PathEl, Point, Rect, RoundedRect, Triangle};
use inkstone::{
    BaselineShift, BlendMode, Canvas, Cap, Color, DecorationStyle, Ellipsis, EllipsisPlace, Engine, Error, FillRule,
    Fit, Gradient, Image, InlineBox, Join, Layer, Limits, LineStyle, Paint, Paragraph, Pixmap, RenderOptions, Sampling,
    Scene, SceneBuilder, Spread, Stroke, StrokeAlign, StrokeScaling, TextStyle, rotation,
};

mod support;
use support::{Random, chunk, crc32, every_png, ihdr, png_file};

/// Scenes of each of the tests below.
const SCENES: u64 = 10_000;

/// What one scene may take, in debug, on a machine busy with other work; alone the slowest takes a quarter of a second.
const SLOW: Duration = Duration::from_secs(3);

/// Magnitudes at which arithmetic changes its mind: halves of pixels, 8, 16, 24 bits, fixed point, the limit itself.
const MAGNITUDES: [f64; 24] = [
    0.0, 1e-300, 1e-40, 1e-12, 1e-7, 1e-4, 0.25, 0.5, 1.0, 2.0, 15.999_999, 63.5, 255.0, 256.0, 4_095.9, 8_191.0,
    16_384.0, 32_766.5, 32_768.0, 65_535.5, 131_072.0, 500_000.0, 999_999.9, 1e6,
];

const DPIS: [f64; 9] = [96.0, 96.0, 96.0, 72.0, 144.0, 96.1, 33.3, 7.0, 300.0];

struct Generator {
    random: Random,
    /// How often a number is nasty.
    wild: f64,
    pictures: Vec<Image>,
}

impl Generator {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let wild = random.pick(&[0.0, 0.02, 0.1, 0.4]);
        let pictures = (0..2)
            .map(|_| {
                let (w, h) = (1 + random.below(9), 1 + random.below(9));
                let data = (0..w * h * 4).map(|_| random.bits() as u8).collect();
                let pixmap = Pixmap::from_straight(data, w as u32, h as u32).unwrap();
                let sampling = random.pick(&[Sampling::Nearest, Sampling::Bilinear]);
                Image::from_pixmap(pixmap).with_sampling(sampling)
            })
            .collect();
        Self { random, wild, pictures }
    }

    fn number(&mut self) -> f64 {
        if self.random.chance(self.wild) {
            let magnitude = self.random.pick(&MAGNITUDES);
            let jitter = if self.random.chance(0.5) { self.random.between(0.9, 1.0) } else { 1.0 };
            magnitude * jitter * self.random.pick(&[1.0, -1.0])
        } else {
            self.random.between(-20.0, 60.0)
        }
    }

    fn length(&mut self) -> f64 {
        self.number().abs()
    }

    fn point(&mut self) -> Point {
        Point::new(self.number(), self.number())
    }

    fn rect(&mut self) -> Rect {
        let (a, b) = (self.point(), self.point());
        Rect::new(a.x, a.y, b.x, if self.random.chance(0.1) { a.y } else { b.y })
    }

    fn color(&mut self) -> Color {
        let [r, g, b, a] = (self.random.bits() as u32).to_le_bytes();
        Color::from_rgba8(r, g, b, if self.random.chance(0.5) { 255 } else { a })
    }

    fn paint(&mut self) -> Paint {
        let gradient = match self.random.below(8) {
            0 => Gradient::linear(self.point(), self.point()),
            1 => Gradient::two_circles((self.point(), self.length()), (self.point(), self.length())),
            2 => Gradient::radial(self.point(), self.length()),
            3 => Gradient::conic(self.point(), self.number()),
            _ => return self.color().into(),
        };
        let mut gradient = gradient.with_spread(self.random.pick(&[Spread::Pad, Spread::Repeat, Spread::Reflect]));
        for _ in 0..self.random.below(5) {
            let offset = if self.random.chance(0.4) { self.random.pick(&[0.0, 0.5, 1.0]) } else { self.random.unit() };
            let color = self.color();
            gradient = gradient.with_stop(offset, color);
        }
        if self.random.chance(0.3) {
            let transform = self.transform();
            gradient = gradient.with_transform(transform);
        }
        gradient.into()
    }

    fn transform(&mut self) -> Affine {
        let s = |this: &mut Self| {
            if this.random.chance(this.wild) { this.number() } else { this.random.between(-2.0, 2.0) }
        };
        match self.random.below(8) {
            0 => Affine::translate(self.point().to_vec2()),
            1 => rotation(self.number()),
            2 => Affine::scale(s(self)),
            3 => Affine::new([s(self), 0.0, 0.0, s(self), self.number(), self.number()]),
            // Singular: everything onto a line, or a point.
            4 => {
                let (a, b, k) = (s(self), s(self), s(self));
                let kept = |v: f64| v.clamp(-1e6, 1e6);
                Affine::new([a, b, kept(a * k), kept(b * k), self.number(), self.number()])
            }
            5 => Affine::new([1.0, 0.0, s(self), 1.0, 0.0, 0.0]),
            6 => Affine::new([s(self), s(self), s(self), s(self), self.number(), self.number()]),
            // Far away, and what lies inside is brought back by the next.
            _ => {
                let k = self.random.pick(&[1e-6, 1e-3, 1e3, 1e6]);
                Affine::new([k, 0.0, 0.0, k * s(self).clamp(-1.0, 1.0), 0.0, 0.0])
            }
        }
    }

    fn path(&mut self) -> BezPath {
        let mut path = BezPath::new();
        path.move_to(self.point());
        for _ in 0..self.random.below(9) {
            match self.random.below(12) {
                0 => path.move_to(self.point()),
                1..=4 => path.line_to(self.point()),
                5..=6 => path.quad_to(self.point(), self.point()),
                7..=9 => path.curve_to(self.point(), self.point(), self.point()),
                10 => path.close_path(),
                // The same point again: no length, no direction.
                _ => {
                    let last = path.elements().last().and_then(|element| element.end_point()).unwrap_or_default();
                    path.line_to(last);
                    path.curve_to(last, last, last);
                }
            }
            if matches!(path.elements().last(), Some(PathEl::ClosePath)) {
                path.move_to(self.point());
            }
        }
        path
    }

    fn stroke(&mut self) -> Stroke {
        let width = if self.random.chance(0.7) { self.random.between(0.0, 12.0) } else { self.length() };
        let mut stroke = Stroke::new(width)
            .with_cap(self.random.pick(&[Cap::Butt, Cap::Round, Cap::Square]))
            .with_join(self.random.pick(&[Join::Miter, Join::Round, Join::Bevel]));
        if self.random.chance(0.2) {
            let limit = self.length();
            stroke = stroke.with_miter_limit(limit);
        }
        if self.random.chance(0.4) {
            let dashes: Vec<f64> =
                (0..self.random.below(5)).map(|_| if self.random.chance(0.2) { 0.0 } else { self.length() }).collect();
            let offset = self.number();
            stroke = stroke.with_dashes(dashes).with_dash_offset(offset);
        }
        if self.random.chance(0.2) {
            stroke = stroke.with_scaling(self.random.pick(&[StrokeScaling::Scene, StrokeScaling::Device]));
        }
        if self.random.chance(0.2) {
            stroke = stroke.with_align(self.random.pick(&[StrokeAlign::Inside, StrokeAlign::Outside]));
        }
        stroke
    }

    fn draw(&mut self, scene: &mut SceneBuilder, stroked: bool) {
        let paint = self.paint();
        let stroke = self.stroke();
        let rule = self.random.pick(&[FillRule::NonZero, FillRule::EvenOdd]);
        macro_rules! shape {
            ($shape:expr) => {{
                let shape = $shape;
                match stroked {
                    true => scene.stroke(shape, stroke, paint),
                    false => scene.fill_with_rule(shape, rule, paint),
                };
            }};
        }
        match self.random.below(10) {
            0 => shape!(self.rect()),
            1 => shape!(Circle::new(self.point(), self.length())),
            2 => shape!(Ellipse::new(self.point(), (self.length(), self.length()), self.number())),
            3 => shape!(RoundedRect::from_rect(self.rect(), self.length())),
            4 => shape!(Arc::new(
                self.point(),
                (self.length(), self.length()),
                self.number(),
                self.number(),
                self.number()
            )),
            5 => shape!(Triangle::new(self.point(), self.point(), self.point())),
            6 => shape!(Line::new(self.point(), self.point())),
            _ => shape!(self.path()),
        }
    }

    fn text(&mut self, scene: &mut SceneBuilder) {
        let size = if self.random.chance(0.7) { self.random.between(1.0, 40.0) } else { self.length().max(1e-300) };
        let paint = self.paint();
        let style = TextStyle::new(size)
            .with_paint(paint)
            .with_italic(self.random.chance(0.2))
            .with_underline(self.random.chance(0.2))
            .with_weight(1 + self.random.below(1_000) as u16);
        let style = if self.random.chance(0.3) { self.marked(style) } else { style };
        let text = self.random.pick(&["墨", "ink", "石 e\u{301}\n한", "\u{10fffe}", "שלום 1", "\u{200d}\u{fe0f}", ""]);
        let mut paragraph = Paragraph::new(text, style);
        if self.random.chance(0.3) {
            let width = self.length();
            paragraph = paragraph.with_width(width);
        }
        if self.random.chance(0.2) {
            let (width, height) = (self.length(), self.length());
            let inline = InlineBox::new(width, height).with_image(&self.pictures[self.random.below(2)]);
            paragraph = paragraph.with_inline_box(inline, TextStyle::new(9.0)).with_max_lines(1);
        }
        if self.random.chance(0.2) {
            let height = self.length();
            let place = self.random.pick(&[EllipsisPlace::End, EllipsisPlace::Middle, EllipsisPlace::Start]);
            paragraph = paragraph.with_height(height).with_ellipsis(Ellipsis::new(place));
        }
        if self.random.chance(0.2) {
            // Smaller only: what is in range stays so.
            paragraph = paragraph.with_fit(Fit::new(size * 0.25, size));
        }
        let origin = self.point();
        scene.text(origin, paragraph);
    }

    fn marked(&mut self, style: TextStyle) -> TextStyle {
        let lines = [LineStyle::Solid, LineStyle::Double, LineStyle::Dotted, LineStyle::Dashed, LineStyle::Wavy];
        let look = DecorationStyle::new()
            .with_line(self.random.pick(&lines))
            .with_thickness(self.length().max(1e-290))
            .with_underline_offset(self.number());
        let shift = BaselineShift::Px(self.number());
        let shift = self.random.pick(&[BaselineShift::Sub, BaselineShift::Super, shift]);
        let style = style.with_decoration(look).with_baseline_shift(shift);
        let style = style.with_overline(self.random.chance(0.5)).with_strikethrough(self.random.chance(0.5));
        let (spacing, background) = (self.number(), self.paint());
        style.with_word_spacing(spacing).with_background(background)
    }

    fn items(&mut self, scene: &mut SceneBuilder, depth: usize) {
        for _ in 0..1 + self.random.below(4) {
            match self.random.below(if depth < 4 { 13 } else { 8 }) {
                0..=3 => self.draw(scene, false),
                4..=5 => self.draw(scene, true),
                6 => {
                    let picture = self.pictures[self.random.below(2)].clone();
                    let rect = self.rect();
                    scene.image(&picture, rect);
                }
                7 => self.text(scene),
                8..=9 => {
                    let transform = self.transform();
                    scene.transformed(transform, |scene| self.items(scene, depth + 1));
                }
                10 => {
                    let clip = self.path();
                    scene.clipped(clip, |scene| self.items(scene, depth + 1));
                }
                _ => {
                    let layer = Layer::new()
                        .with_opacity(self.random.pick(&[0.0, 1e-9, 0.3, 0.999, 1.0]))
                        .with_blend_mode(self.random.pick(&BlendMode::ALL));
                    scene.layer(layer, |scene| self.items(scene, depth + 1));
                }
            }
        }
    }

    fn scene(&mut self) -> Result<Scene, Error> {
        let mut side = || if self.random.chance(0.1) { 0.6 } else { 1.0 + self.random.below(64) as f64 };
        let mut scene = Scene::builder(side(), side());
        self.items(&mut scene, 0);
        scene.finish()
    }

    fn options(&mut self) -> RenderOptions {
        let background = self.color();
        RenderOptions::new().with_dpi(self.random.pick(&DPIS)).with_background(background)
    }
}

fn tight() -> Limits {
    let mut limits = Limits::default();
    limits.canvas_side = 256;
    limits.canvas_pixels = 1 << 16;
    limits.render_bytes = 8 << 20;
    limits.image_pixels = 1 << 16;
    limits.image_bytes = 1 << 20;
    limits.dashes = 20_000;
    limits
}

fn scenes_wanted() -> u64 {
    std::env::var("INKSTONE_FUZZ_SCENES").ok().and_then(|n| n.parse().ok()).unwrap_or(SCENES)
}

/// What is different where the same scene is drawn in bands of some rows by some threads.
fn difference(
    canvas: &mut Canvas,
    scene: &Scene,
    cut: &RenderOptions,
    whole: &Result<Pixmap, Error>,
) -> Option<String> {
    match (whole, &canvas.render(scene, cut)) {
        (Ok(whole), Ok(cut)) if whole == cut => None,
        (Err(whole), Err(cut)) if whole.to_string() == cut.to_string() => None,
        // Each thread holds a band and its layers.
        (Err(Error::LimitExceeded { limit: "render_bytes", .. }), _)
        | (_, Err(Error::LimitExceeded { limit: "render_bytes", .. })) => None,
        (whole, cut) => {
            let what =
                |result: &Result<Pixmap, Error>| result.as_ref().map_or_else(Error::to_string, |_| "pixels".into());
            Some(format!("cut, {}; whole, {}", what(cut), what(whole)))
        }
    }
}

/// What went wrong with a render, if anything.
fn offence(result: Result<Pixmap, Error>) -> Option<String> {
    match result {
        Ok(pixmap) => {
            let at = pixmap.data().as_chunks::<4>().0.iter().position(|[r, g, b, a]| r.max(g).max(b) > a)?;
            Some(format!("colour exceeds alpha: {:?}", &pixmap.data()[at * 4..at * 4 + 4]))
        }
        // Out of range once transformed, too many dashes, too large a glyph, too small a canvas.
        Err(Error::InvalidNumber { .. } | Error::LimitExceeded { .. } | Error::InvalidSize { .. }) => None,
        Err(error) => Some(format!("unexpected refusal: {error}")),
    }
}

fn run(seeds: std::ops::Range<u64>) {
    let engine = support::engine().with_limits(tight()).with_cache_bytes(1 << 20).build();
    let mut canvas = engine.canvas();
    let (mut drawn, mut offences) = (0, Vec::new());
    let mut slowest = (Duration::ZERO, 0);
    let count = seeds.end - seeds.start;
    for seed in seeds {
        let mut generator = Generator::new(seed);
        let options = generator.options();
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| match generator.scene() {
            Ok(scene) => {
                let result = canvas.render(&scene, &options.clone().with_band_height(u32::MAX));
                drawn += u64::from(result.is_ok());
                let random = &mut generator.random;
                let most = random.pick(&[3, 20, 90]);
                let (rows, threads) = (1 + random.below(most) as u32, 1 + random.below(4) as u16);
                let cut = options.clone().with_band_height(rows).with_threads(threads);
                let different =
                    seed.is_multiple_of(4).then(|| difference(&mut canvas, &scene, &cut, &result)).flatten();
                different.map(|what| format!("{rows} rows, {threads} threads: {what}")).or_else(|| offence(result))
            }
            // A circle reaches farther than its centre and radius say.
            Err(Error::InvalidNumber { .. }) => None,
            Err(error) => Some(format!("the builder refuses: {error}")),
        }));
        let took = start.elapsed();
        slowest = slowest.max((took, seed));
        match outcome {
            Ok(None) if took < SLOW => {}
            Ok(None) => offences.push(format!("seed {seed}: {took:.1?}")),
            Ok(Some(offence)) => offences.push(format!("seed {seed}: {offence}")),
            Err(_) => {
                offences.push(format!("seed {seed}: panic"));
                canvas = engine.canvas();
            }
        }
    }
    println!("{drawn} of {count} scenes drawn, the slowest, seed {}, in {:.1?}", slowest.1, slowest.0);
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
    assert!(drawn * 2 > count, "only {drawn} of {count} scenes were drawn: the generator is too wild to test drawing");
}

#[test]
fn random_scenes_a() {
    run(0..scenes_wanted());
}

#[test]
fn random_scenes_b() {
    run(1_000_000..1_000_000 + scenes_wanted());
}

#[test]
fn random_scenes_c() {
    run(2_000_000..2_000_000 + scenes_wanted());
}

#[test]
fn random_scenes_d() {
    run(3_000_000..3_000_000 + scenes_wanted());
}

/// Scenes are what their seed says: a failure can be looked at again.
#[test]
fn seeds_repeat() {
    for seed in 0..50 {
        assert_eq!(Generator::new(seed).scene().ok(), Generator::new(seed).scene().ok());
    }
}

/// Writes right checksums into the chunks that can be found, so that what lies behind them is reached.
fn mend(file: &mut [u8]) {
    let mut at = 8;
    while let Some(head) = file.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.saturating_add(8).saturating_add(length);
        if end.saturating_add(4) > file.len() {
            return;
        }
        let crc = crc32(&file[at + 4..end]);
        file[end..end + 4].copy_from_slice(&crc.to_be_bytes());
        at = end + 4;
    }
}

fn mutate(random: &mut Random, file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..1 + random.below(4) {
        if file.is_empty() {
            break;
        }
        let at = random.below(file.len());
        match random.below(6) {
            0 => file[at] ^= 1 << random.below(8),
            1 => file[at] = random.bits() as u8,
            2 => file.truncate(at),
            3 => file.insert(at, random.bits() as u8),
            4 => {
                file.remove(at);
            }
            // A part of it twice.
            _ => {
                let part = file[at..(at + 30).min(file.len())].to_vec();
                file.splice(at..at, part);
            }
        }
    }
    if random.chance(0.6) {
        mend(&mut file);
    }
    file
}

#[test]
fn mutated_pictures() {
    let engine = support::engine().with_limits(tight()).build();
    let mut canvas = engine.canvas();
    let mut random = Random::new(7);
    let mut files: Vec<Vec<u8>> = every_png(13, 9).into_iter().map(|(_, file)| file).collect();
    // With chunks beside the pixels, and one whose rows go through every filter.
    let filtered: Vec<u8> =
        (0..5_u8).flat_map(|filter| [vec![filter], (0..24).map(|i| i * 10 + filter).collect()].concat()).collect();
    files.push(png_file(&[
        ihdr(8, 5, 8, 2, false),
        chunk(b"gAMA", &45_455_u32.to_be_bytes()),
        chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
        chunk(b"tEXt", b"Title\0stone"),
        chunk(b"zTXt", &[b"Comment\0\0".to_vec(), support::zlib_stored(b"ink")].concat()),
        chunk(b"iCCP", &[b"p\0\0".to_vec(), support::zlib_stored(&[0; 200])].concat()),
        chunk(b"tRNS", &[0, 1, 0, 2, 0, 3]),
        chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
        chunk(b"fcTL", &[0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0]),
        chunk(b"IDAT", &support::zlib_stored(&filtered)),
    ]));
    for file in &files {
        assert!(Pixmap::from_png(file).is_ok(), "a valid file is refused: {:?}", Pixmap::from_png(file));
    }
    let (mut drawn, mut refused, mut slowest) = (0, 0, Duration::ZERO);
    for round in 0..6_000 {
        let file = if round % 10 == 0 {
            let mut noise: Vec<u8> = (0..random.below(300)).map(|_| random.bits() as u8).collect();
            if round % 20 == 0 {
                noise.splice(0..0, support::SIGNATURE);
            }
            noise
        } else {
            let at = random.below(files.len());
            mutate(&mut random, &files[at])
        };
        let start = Instant::now();
        let decoded = Pixmap::from_png(&file);
        assert!(
            matches!(decoded, Ok(_) | Err(Error::InvalidImage { .. } | Error::LimitExceeded { .. })),
            "round {round}: {decoded:?}"
        );
        let mut scene = Scene::builder(16.0, 16.0);
        scene.image(&Image::from_png(file), Rect::new(1.0, 1.0, 15.0, 15.0));
        match canvas.render(&scene.finish().unwrap(), &RenderOptions::new()) {
            Ok(pixmap) => {
                assert_eq!(offence(Ok(pixmap)), None, "round {round}");
                assert!(decoded.is_ok(), "round {round}: drawn, and refused: {decoded:?}");
                drawn += 1;
            }
            Err(Error::SceneImage { place, .. }) if place == "scene item 0" => refused += 1,
            Err(error) => panic!("round {round}: {error}"),
        }
        slowest = slowest.max(start.elapsed());
    }
    println!("{drawn} drawn, {refused} refused, the slowest in {slowest:.1?}");
    assert!(drawn > 50 && refused > 1_000);
    assert!(slowest < SLOW, "{slowest:?}");
}

/// Data coordinates of a chart: far from zero, scaled otherwise across than down. The line lies where the same line in
/// pixels lies.
#[test]
fn strokes_under_large_transforms_keep_their_place() {
    let mut canvas = Engine::builder().with_fonts(inkstone::FontLibrary::new()).build().canvas();
    let mut pixels = |far: f64, k: f64| {
        let mut scene = Scene::builder(40.0, 40.0);
        scene.transformed(Affine::scale_non_uniform(k, 1.0), |scene| {
            scene.transformed(Affine::translate((-far, 0.0)), |scene| {
                let line = Line::new((far + 4.0 / k, 3.0), (far + 31.0 / k, 37.0));
                scene.stroke(line, Stroke::new(6.0 / k), Color::BLACK);
            });
        });
        let pixmap = canvas.render(&scene.finish().unwrap(), &RenderOptions::new()).unwrap();
        pixmap.data().chunks(4).map(|pixel| u64::from(pixel[3])).collect::<Vec<_>>()
    };
    // The pen is as narrow down the page at each scale: only the place is compared, by the ink of each column.
    for (far, k) in [(20_000.0, 1e3), (500_000.25, 1e3), (0.7, 1e6)] {
        let (near, away) = (pixels(0.0, k), pixels(far, k));
        let differing = near.iter().zip(&away).filter(|(a, b)| a.abs_diff(**b) > 16).count();
        assert!(near.iter().sum::<u64>() > 255 * 20 && differing == 0, "{far}, {k}: {differing} pixels differ");
    }
}
