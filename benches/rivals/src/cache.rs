//! The tables of the glyph cache: a warm page from glyph positions to pixels, and pages of more characters.

use std::sync::Arc;

use cosmic_text::{Attrs, Buffer, Family, FontSystem, Metrics, Shaping, SwashCache, SwashContent, fontdb};
use inkstone::{Canvas, Color, DisplayList, Engine, LineHeight, Paragraph, PixmapMut, RenderOptions, Scene, TextStyle};
use vello_cpu::peniko::{Blob, FontData};
use vello_cpu::{Glyph, PixmapMut as VelloPixels, RasterizerSettings, RenderContext, Resources, TargetInit};

use crate::arguments::Arguments;
use crate::clock::{Times, median, ratio, rounds, time};
use crate::rivals::{blit, vello_color, vello_context};
use crate::scenes::FAMILY;
use crate::table::{number, print};
use crate::{fonts, raster::work::Noise};

const SIZE: f64 = 16.0;
const LINE: f64 = 20.0;
const WIDTH: u32 = 800;
const INK: [u8; 4] = [28, 30, 34, 255];

pub fn run(arguments: &Arguments) {
    let count = arguments.rounds.unwrap_or(200);
    let rivals: [(&str, Box<dyn FnMut()>); 3] = [
        ("inkstone", Box::new(inkstone_page(&distinct(2_000)))),
        ("cosmic-text + SwashCache, blitted by hand", Box::new(cosmic_page(&distinct(2_000)))),
        ("vello_cpu, glyph atlas", Box::new(vello_page(&distinct(2_000)))),
    ];
    table("**A warm page**, 2,000 distinct hanzi, 16 px, from positions to pixels", rivals, count);
    let mixed = {
        let (all, mut noise) = (distinct(3_755).chars().collect::<Vec<_>>(), Noise(0x51f1_a3c7));
        let more = (0..4_245).map(|_| all[(noise.next() * all.len() as f64) as usize % all.len()]).collect::<String>();
        all.iter().collect::<String>() + &more
    };
    let pages: [(&str, Box<dyn FnMut()>); 2] = [
        ("8,000 characters, 3,755 of them distinct", Box::new(inkstone_page(&mixed))),
        ("2,000 characters, all distinct", Box::new(inkstone_page(&distinct(2_000)))),
    ];
    table(
        "**Pages of more characters**, inkstone, 16 px, a cache of 32 MiB, canvases as tall as the text",
        pages,
        count,
    );
}

/// Times of each, interleaved, and the ratio of the first to each.
fn table<const N: usize>(title: &str, mut all: [(&str, Box<dyn FnMut()>); N], count: u32) {
    let mut times = [const { Times::new() }; N];
    rounds(count, N, |i, _, counted| {
        let (ms, ()) = time(&mut all[i].1);
        if counted {
            times[i].push(ms);
        }
    });
    let row = |(name, own): (&str, &Times)| {
        vec![name.to_owned(), number(median(own)), format!("{:.2}", ratio(&times[0], own))]
    };
    let rows: Vec<_> = all.iter().map(|(name, _)| *name).zip(&times).map(row).collect();
    print(title, &["", "ms", "first /"], &rows);
}

/// The first ideographs that the fonts have.
fn distinct(count: usize) -> String {
    let engine = Engine::new();
    let face = engine.fonts().faces().next().expect("the bundled fonts");
    ('\u{4e00}'..='\u{9fff}').filter(|character| face.covers(*character)).take(count).collect()
}

fn height(text: &str) -> u32 {
    let a_line = WIDTH as usize / SIZE as usize;
    text.chars().count().div_ceil(a_line) as u32 * LINE as u32 + 20
}

fn inkstone_page(text: &str) -> impl FnMut() + use<> {
    struct Page {
        canvas: Canvas,
        list: DisplayList,
        pixels: Vec<u8>,
    }
    let height = height(text);
    let mut scene = Scene::builder(WIDTH.into(), height.into());
    let [r, g, b, _] = INK;
    let style = TextStyle::new(SIZE).with_families([FAMILY]).with_paint(Color::from_rgb8(r, g, b));
    let text = Paragraph::new(text, style).with_width(WIDTH.into()).with_line_height(LineHeight::Px(LINE));
    scene.text((0.0, 20.0), text);
    let options = RenderOptions::new().with_background(Color::WHITE);
    let mut canvas = Engine::new().canvas();
    let scene = scene.finish().expect("the scene is well formed");
    let list = canvas.prepare(&scene, &options).expect("the scene is within the limits");
    let mut page = Page { canvas, list, pixels: vec![0; (WIDTH * height * 4) as usize] };
    move || {
        let mut target = PixmapMut { data: &mut page.pixels, width: WIDTH, height, stride: WIDTH as usize * 4 };
        page.canvas.render_into(&page.list, &options, &mut target).expect("the list is within the limits");
    }
}

/// A buffer laid out before; masks from cosmic-text's own cache, which keeps every one.
fn cosmic(text: &str) -> (FontSystem, Buffer) {
    let mut database = fontdb::Database::new();
    database.load_font_source(fontdb::Source::Binary(Arc::new(fonts::REGULAR)));
    let mut system = FontSystem::new_with_locale_and_db("zh-CN".to_owned(), database);
    let mut buffer = Buffer::new(&mut system, Metrics::new(SIZE as f32, LINE as f32));
    buffer.set_metrics_and_size(Metrics::new(SIZE as f32, LINE as f32), Some(WIDTH as f32), None);
    buffer.set_text(text, &Attrs::new().family(Family::Name(FAMILY)), Shaping::Advanced, None);
    buffer.shape_until_scroll(&mut system, false);
    (system, buffer)
}

fn cosmic_page(text: &str) -> impl FnMut() + use<> {
    let (mut system, buffer) = cosmic(text);
    let (mut swash, height) = (SwashCache::new(), height(text) as usize);
    let mut pixels = vec![0; WIDTH as usize * height * 4];
    move || {
        pixels.fill(255);
        for run in buffer.layout_runs() {
            for glyph in run.glyphs {
                let place = glyph.physical((0.0, run.line_y.round()), 1.0);
                let Some(image) = swash.get_image(&mut system, place.cache_key) else { continue };
                let (p, is_mask) = (image.placement, image.content == SwashContent::Mask);
                if is_mask && p.width > 0 {
                    let at = (place.x + p.left, place.y - p.top);
                    blit(&mut pixels, (WIDTH as usize, height), &image.data, p.width as usize, at, INK);
                }
            }
        }
    }
}

fn vello_page(text: &str) -> impl FnMut() + use<> {
    let (_, buffer) = cosmic(text);
    let glyphs: Vec<Glyph> = buffer
        .layout_runs()
        .flat_map(|run| run.glyphs.iter().map(move |glyph| (run.line_y.round(), glyph)))
        .map(|(y, glyph)| Glyph { id: glyph.glyph_id.into(), x: glyph.x, y })
        .collect();
    let font = FontData::new(Blob::new(Arc::new(fonts::REGULAR)), 0);
    let height = height(text);
    let mut context: RenderContext = vello_context(WIDTH, height);
    let (mut resources, mut pixels) = (Resources::new(), vec![0; (WIDTH * height * 4) as usize]);
    let target_init = TargetInit::Clear(vello_color([255; 4]));
    let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
    move || {
        context.reset();
        context.set_paint(vello_color(INK));
        let run = context.glyph_run(&mut resources, &font).font_size(SIZE as f32).hint(true).atlas_cache(true);
        run.fill_glyphs(glyphs.iter().copied()).expect("the glyphs are drawn");
        context.flush();
        let target = VelloPixels::new(WIDTH as u16, height as u16, &mut pixels).expect("the buffer's size");
        context.render_with(target, &mut resources, settings);
    }
}
