//! [`Canvas`]: one thread's way from scenes to pixels.

#[cfg(all(test, feature = "bundled-fonts"))]
mod crossover_tests;
mod job;
mod render;
mod tiles;
mod warm;

use std::cell::Cell;
use std::fmt;
use std::io::Write;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use kurbo::{Rect, Size};

use self::job::Job;
use self::render::Target;
use crate::encode::{StripEncoder, save};
use crate::engine::Engine;
use crate::error::Error;
use crate::image::Image;
use crate::list::DisplayList;
use crate::options::RenderOptions;
use crate::pixmap::{Pixmap, PixmapMut, byte_len};
use crate::raster::Tools;
use crate::report::RenderReport;
use crate::scene::Scene;
use crate::svg::{SvgJob, SvgOptions, write_svg};
use crate::text::{Paragraph, TextContext, TextLayout, TextStats, check_language};

/// Renders scenes; it does not draw: the drawing verbs are [`SceneBuilder`](crate::SceneBuilder)'s.
///
/// One for each thread, made by [`Engine::canvas`] and used for many renders: it keeps the buffers of text layout,
/// glyph outlines and quickly made PNG files. `Send`, so that it can move to another thread, and not `Sync`. What it draws
/// never depends on what it drew before.
///
/// ```
/// use inkstone::{Engine, Paragraph, RenderOptions, Scene, TextStyle};
///
/// # #[cfg(feature = "bundled-fonts")] {
/// let mut scene = Scene::builder(120.0, 40.0);
/// scene.text((10.0, 30.0), Paragraph::new("墨石 ink", TextStyle::new(24.0)));
/// let scene = scene.finish()?;
///
/// let mut canvas = Engine::new().canvas();
/// let list = canvas.prepare(&scene, &RenderOptions::new())?;
/// let screen = canvas.render(&list, &RenderOptions::new())?;
/// let print = canvas.render(&list, &RenderOptions::new().with_dpi(288.0))?;
/// assert_eq!((screen.width(), print.width()), (120, 360));
/// assert_eq!(canvas.report().glyphs, 6);
/// # }
/// # Ok::<(), inkstone::Error>(())
/// ```
pub struct Canvas {
    engine: Engine,
    text: TextContext,
    /// One for each thread that ever drew for this canvas; the first is its own.
    tools: Vec<Tools>,
    /// One for each thread that ever encoded a PNG.
    encoders: Vec<StripEncoder>,
    report: RenderReport,
    not_sync: PhantomData<Cell<()>>,
}

/// What a canvas renders: a [`Scene`], or a [`DisplayList`] that was prepared before.
pub trait Drawing: sealed::Sealed {}

impl Drawing for Scene {}
impl Drawing for DisplayList {}

mod sealed {
    use super::{Canvas, DisplayList, Error, Job, Scene};

    pub trait Sealed {
        #[doc(hidden)]
        fn list(&self, canvas: &mut Canvas, job: &mut Job) -> Result<DisplayList, Error>;
    }

    impl Sealed for Scene {
        fn list(&self, canvas: &mut Canvas, job: &mut Job) -> Result<DisplayList, Error> {
            canvas.prepare_for(self, job)
        }
    }

    impl Sealed for DisplayList {
        fn list(&self, _: &mut Canvas, job: &mut Job) -> Result<DisplayList, Error> {
            job.budget.take(self.bytes)?;
            Ok(self.clone())
        }
    }
}

impl Engine {
    /// A canvas, to be kept by one thread and used for many renders.
    #[must_use]
    pub fn canvas(&self) -> Canvas {
        Canvas::new(self.clone())
    }
}

impl Canvas {
    fn new(engine: Engine) -> Self {
        let text = TextContext::new(engine.fonts());
        let (tools, encoders, report) = (vec![Tools::default()], Vec::new(), RenderReport::default());
        Self { engine, text, tools, encoders, report, not_sync: PhantomData }
    }

    /// The engine it belongs to.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What the last render took.
    #[must_use]
    pub fn report(&self) -> &RenderReport {
        &self.report
    }

    /// Lays a paragraph out, within the options' limits and deadline. What is measured here is what is drawn, to the bit,
    /// at every DPI: in scenes that say no language, and in all where the paragraph or its spans say theirs. In a scene
    /// with a [language](crate::SceneBuilder::language) text that says none is drawn as [`layout_in`](Self::layout_in)
    /// measures it.
    ///
    /// ```
    /// use inkstone::{Engine, Paragraph, RenderOptions, TextStyle};
    /// # #[cfg(feature = "bundled-fonts")] {
    /// let text = Paragraph::new("一二三四五六七八", TextStyle::new(20.0)).with_width(100.0);
    /// let layout = Engine::new().canvas().layout(&text, &RenderOptions::new())?;
    /// assert_eq!(layout.lines.len(), 2);
    /// assert_eq!(layout.lines[0].width, 100.0);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoFont`], [`Error::MissingGlyph`], [`Error::InvalidOption`], [`Error::LimitExceeded`].
    pub fn layout(&mut self, paragraph: &Paragraph, options: &RenderOptions) -> Result<TextLayout, Error> {
        self.layout_in(None, paragraph, options)
    }

    /// Lays a paragraph out as a scene of a language does, to the bit: the language is that of all text of the paragraph
    /// that says none. It is given as the [scene builder's](crate::SceneBuilder::language), or as a
    /// [scene's own](Scene::language); with `None` it is [`layout`](Self::layout).
    ///
    /// ```
    /// use inkstone::{Engine, Paragraph, RenderOptions, Scene, TextStyle};
    /// # #[cfg(feature = "bundled-fonts")] {
    /// let text = Paragraph::new("骨", TextStyle::new(20.0));
    /// let mut scene = Scene::builder(40.0, 40.0);
    /// scene.language("zh-Hant").text((10.0, 30.0), text.clone());
    /// let scene = scene.finish()?;
    ///
    /// let mut canvas = Engine::new().canvas();
    /// let drawn = canvas.layout_in(scene.language(), &text, &RenderOptions::new())?;
    /// assert_eq!(drawn, canvas.layout(&text.clone().with_language("zh-Hant"), &RenderOptions::new())?);
    /// assert_ne!(drawn, canvas.layout_in("zh-Hans", &text, &RenderOptions::new())?);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`layout`](Self::layout); [`Error::InvalidOption`] for what is no language tag.
    pub fn layout_in<'a>(
        &mut self,
        language: impl Into<Option<&'a str>>,
        paragraph: &Paragraph,
        options: &RenderOptions,
    ) -> Result<TextLayout, Error> {
        let language = language.into();
        language.map_or(Ok(()), check_language)?;
        let language = language.map(Arc::from);
        let job = self.job(options);
        let engine = self.engine.clone();
        self.text.layout_in(language.as_ref(), engine.fonts(), paragraph, &job.limits, &job.watch)
    }

    /// The box around all that is painted of a layout ([`TextLayout::ink_box`]), within the options' deadline.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`], [`Error::Cancelled`].
    pub fn ink_box(&mut self, layout: &TextLayout, options: &RenderOptions) -> Result<Rect, Error> {
        layout.ink(&self.job(options).watch)
    }

    /// What is kept for the next layout of text.
    #[must_use]
    pub fn text_stats(&self) -> TextStats {
        self.text.stats()
    }

    /// A picture's own size, without drawing it: a PNG's or pixmap's in pixels, an SVG document's in px.
    ///
    /// # Errors
    /// [`Error::InvalidImage`] for a broken picture; [`Error::LimitExceeded`].
    pub fn image_size(&mut self, image: &Image, options: &RenderOptions) -> Result<Size, Error> {
        let job = self.job(options);
        image.size(self.engine.fonts(), &job.limits, &job.watch, &job.budget)
    }

    /// Resolves a scene to what is drawn, once for any number of renders at any DPI.
    ///
    /// # Errors
    /// Those of [`render`](Self::render) that do not depend on the DPI.
    pub fn prepare(&mut self, scene: &Scene, options: &RenderOptions) -> Result<DisplayList, Error> {
        let mut job = self.job(options);
        self.prepare_for(scene, &mut job)
    }

    /// Renders a scene or display list.
    ///
    /// A render that is stopped returns within some milliseconds, with the picture if it was done by then. What it held, if that was 16 MiB or more, is freed by a
    /// short-lived thread of its own (`inkstone-free`), since freeing hundreds of megabytes takes longer than that.
    ///
    /// # Errors
    /// [`Error::InvalidSize`], [`Error::InvalidOption`] and [`Error::InvalidNumber`] for sizes, options and coordinates
    /// out of range at this DPI; [`Error::LimitExceeded`]; [`Error::SceneImage`] and [`Error::InvalidFont`] for pictures
    /// and glyphs that turn out broken; [`Error::NoFont`], [`Error::MissingGlyph`];
    /// [`Error::DeadlineExceeded`], [`Error::Cancelled`]. The canvas can be used again after each.
    pub fn render(&mut self, drawing: &impl Drawing, options: &RenderOptions) -> Result<Pixmap, Error> {
        let mut job = self.job(options);
        let list = drawing.list(self, &mut job)?;
        let (_items, list) = job.hold(list);
        self.raster_new(&list, options, &job)
    }

    /// Renders into a caller's buffer, whose former contents are replaced; after an error they are of no use.
    ///
    /// # Errors
    /// As [`render`](Self::render); [`Error::InvalidBuffer`] where the buffer has not the picture's size.
    pub fn render_into(
        &mut self,
        drawing: &impl Drawing,
        options: &RenderOptions,
        target: &mut PixmapMut<'_>,
    ) -> Result<(), Error> {
        target.check()?;
        let mut job = self.job(options);
        let list = drawing.list(self, &mut job)?;
        let (_items, list) = job.hold(list);
        let (width, height) = job.size(&list, options)?;
        for (what, got, needed) in [("width", target.width, width), ("height", target.height, height)] {
            if got != needed {
                return Err(Error::InvalidBuffer { what, got: got as usize, needed: needed as usize });
            }
        }
        if target.stride == width as usize * 4 {
            let pixels = &mut target.data[..byte_len(width, height) as usize];
            return self.raster(&list, options, &job, Target::Buffer(pixels), (width, height));
        }
        // Rows with room between them: drawn tightly packed, then copied.
        let pixmap = self.raster_new(&list, options, &job)?;
        let rows = pixmap.data().chunks_exact(width as usize * 4);
        target.rows_mut().zip(rows).try_for_each(|(to, from)| {
            to.copy_from_slice(from);
            job.watch.check()
        })
    }

    /// Renders a PNG into a writer. A picture of up to 4 megapixels is drawn first, and written in the smallest format that
    /// its pixels fit in. A larger one is written strip by strip as it is drawn: what it takes is a few strips and what
    /// the scene holds, not a canvas, the bounds are [`Limits::streamed_pixels`](crate::Limits::streamed_pixels) and not
    /// `canvas_pixels`, and the format is the smallest that any pixels of such a scene fit in. The report's `encode` is then
    /// the threads' mean. The `TinySkia` rasterizer draws the whole canvas first.
    ///
    /// ```
    /// use inkstone::{Color, Engine, RenderOptions, Scene, kurbo::Circle};
    ///
    /// let mut scene = Scene::builder(300.0, 200.0);
    /// scene.fill(Circle::new((150.0, 100.0), 80.0), Color::from_rgb8(178, 42, 34));
    /// let mut png = Vec::new();
    /// Engine::new().canvas().write_png(&scene.finish()?, &RenderOptions::new().with_threads(2), &mut png)?;
    /// assert!(png.starts_with(b"\x89PNG"));
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`render`](Self::render); [`Error::Io`] where writing fails.
    pub fn write_png(
        &mut self,
        drawing: &impl Drawing,
        options: &RenderOptions,
        mut writer: impl Write,
    ) -> Result<(), Error> {
        let mut job = self.job(options);
        let list = drawing.list(self, &mut job)?;
        let (_items, list) = job.hold(list);
        self.stream_png(&list, options, &job, &mut writer)
    }

    /// Renders a PNG file. It is written beside the path and renamed into place when complete, so that no half picture
    /// is ever found there. A link stays one: the file it names is written.
    ///
    /// # Errors
    /// As [`write_png`](Self::write_png); [`Error::Io`] names the path.
    pub fn save_png(
        &mut self,
        drawing: &impl Drawing,
        options: &RenderOptions,
        path: impl AsRef<Path>,
    ) -> Result<(), Error> {
        save(path.as_ref(), |file| self.write_png(drawing, options, file))
    }

    /// Writes a scene or display list as an SVG document.
    ///
    /// It is written in pieces, as it is made. The same list gives the same bytes every time.
    ///
    /// ```
    /// use inkstone::{Color, Engine, Scene, SvgOptions, kurbo::Circle};
    ///
    /// let mut scene = Scene::builder(40.0, 40.0);
    /// scene.fill(Circle::new((20.0, 20.0), 12.0), Color::from_rgb8(178, 42, 34));
    /// let mut svg = Vec::new();
    /// Engine::new().canvas().to_svg(&scene.finish()?, &SvgOptions::new().with_title("日"), &mut svg)?;
    /// let svg = String::from_utf8(svg).expect("UTF-8");
    /// assert!(svg.starts_with("<svg ") && svg.contains("<title>日</title>") && svg.contains("fill=\"#b22a22\""));
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # What is written
    /// SVG 1.1, the CSS properties `mix-blend-mode`, `isolation`, `mask-type` and `image-rendering`, and the attribute
    /// `fr`. What SVG 1.1 does not know is written so:
    ///
    /// - **Text** is outlines, unhinted; each distinct glyph is defined once. It lies where the layout says, where a
    ///   render puts baselines onto whole pixels. It can be neither selected nor searched.
    /// - **Conic gradients** are patterns of thin wedges, one for each step of an 8-bit channel, at most some 2,000 a
    ///   turn: sharp at every size.
    /// - **Patterns** are `<pattern>`; what is painted with one that does not go on both ways is clipped to its tiles.
    /// - **Gradients between two circles** use `fr`, the start circle's radius (SVG 2: browsers and resvg know it), only
    ///   where they must: for circles outside each other and for repeated ones.
    /// - **Blend modes** are `mix-blend-mode`; [`BlendMode::Lighter`](crate::BlendMode::Lighter) is `plus-lighter`, which
    ///   browsers know since 2022; others (resvg 0.47) put the layer over what lies below.
    /// - **Porter-Duff operators**, of which CSS has none, are masks: what was drawn before and the layer become groups
    ///   that are used again, each through the other's alpha. Where they inside and after each other would make a
    ///   renderer draw something more than 256 times, they are refused with [`Error::Unsupported`].
    /// - **Clips** are groups, anti-aliased as a whole, where a render clips each item: at their edges, what lies below
    ///   an item inside the clip shines through in a render and not in SVG.
    /// - **SVG pictures** (feature `svg-in`) are embedded as they came, each distinct one once, their text as text.
    /// - **Pictures** are PNG data, each distinct one once; `image-rendering` says how they are enlarged, but how they
    ///   are made smaller is the renderer's choice.
    ///
    /// Lengths are rounded to 1/10,000 px at 96 DPI (of glyph outlines to 1/1,000), other numbers to nine significant
    /// digits, colours and their alpha to 8 bits, as they are drawn.
    ///
    /// # Errors
    /// As [`render`](Self::render) at 96 DPI, but for the size of a canvas; [`Error::Unsupported`] as said above;
    /// [`Error::Io`] where writing fails.
    pub fn to_svg(
        &mut self,
        drawing: &impl Drawing,
        options: &SvgOptions,
        mut writer: impl Write,
    ) -> Result<(), Error> {
        let mut job = self.job(options.render());
        let list = drawing.list(self, &mut job)?;
        let (_items, list) = job.hold(list);
        let start = Instant::now();
        let mut svg = SvgJob { limits: &job.limits, watch: &job.watch };
        self.report.glyphs = write_svg(&list, options, &mut svg, &mut writer)?;
        self.report.encode = start.elapsed();
        self.report.items = list.items.len() as u64;
        self.report.text = list.text.clone();
        self.report.images_not_srgb = list.not_srgb;
        self.report.peak_bytes = job.budget.peak();
        Ok(())
    }

    /// Writes an SVG file, whole or not at all, as [`save_png`](Self::save_png).
    ///
    /// # Errors
    /// As [`to_svg`](Self::to_svg); [`Error::Io`] names the path.
    pub fn save_svg(
        &mut self,
        drawing: &impl Drawing,
        options: &SvgOptions,
        path: impl AsRef<Path>,
    ) -> Result<(), Error> {
        save(path.as_ref(), |file| self.to_svg(drawing, options, file))
    }
}

impl fmt::Debug for Canvas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canvas").field("engine", &self.engine).field("report", &self.report).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the language of the scene.
    #[test]
    #[cfg(feature = "bundled-fonts")]
    fn what_is_measured_is_drawn() {
        use crate::list::ItemKind;
        use crate::text::TextStyle;

        let style = TextStyle::new(20.0);
        let text = Paragraph::new("骨直令・海、", style.clone())
            .with_span("骨直", style.clone().with_language("ko"))
            .with_span("令ab 骨", style)
            .with_width(90.0);
        let (mut canvas, options) = (Engine::new().canvas(), RenderOptions::new());
        let plain = canvas.layout(&text, &options).unwrap();
        let mut others = 0;
        for (language, own) in [None, Some("ja"), Some("zh-Hant"), Some("zh-HK"), Some("ko"), Some("en")]
            .into_iter()
            .flat_map(|language| [(language, None), (language, Some("ja"))])
        {
            let text = own.map_or(text.clone(), |own| text.clone().with_language(own));
            let mut scene = Scene::builder(200.0, 100.0);
            if let Some(language) = language {
                scene.language(language);
            }
            scene.text((0.0, 0.0), text.clone());
            let scene = scene.finish().unwrap();
            assert_eq!(scene.language(), language);
            let list = canvas.prepare(&scene, &options).unwrap();
            let runs = list.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Glyphs { run, .. } => Some(run.clone()),
                _ => None,
            });
            let measured = canvas.layout_in(scene.language(), &text, &options).unwrap();
            assert_eq!(measured.runs, runs.collect::<Vec<_>>(), "{language:?} {own:?}");
            assert_eq!(vec![(0, measured.report)], *list.text);
            if language.is_none() || own.is_some() {
                assert_eq!(canvas.layout(&text, &options).unwrap().runs, measured.runs);
            } else {
                others += usize::from(measured.runs != plain.runs);
            }
        }
        assert!(others >= 3, "{others}");
        let refused = canvas.layout_in("no language", &text, &options);
        assert!(matches!(refused, Err(Error::InvalidOption { .. })), "{refused:?}");
    }

    /// A layout's ink box is the canvas's, which stops when it is told to.
    #[test]
    #[cfg(feature = "bundled-fonts")]
    fn ink_boxes_heed_the_watch() {
        let cancel = crate::CancelToken::new();
        let options = RenderOptions::new().with_cancel(cancel.clone());
        let mut canvas = Engine::new().canvas();
        let style = crate::TextStyle::new(20.0).with_underline(true);
        let layout = canvas.layout(&Paragraph::new("墨石 ink", style), &options).unwrap();
        assert_eq!(canvas.ink_box(&layout, &options).unwrap(), layout.ink_box());
        cancel.cancel();
        assert!(matches!(canvas.ink_box(&layout, &options), Err(Error::Cancelled)));
        // Between glyphs too, wherever in the text it is.
        let long = Paragraph::new("墨".repeat(1_000), crate::TextStyle::new(20.0));
        let long = canvas.layout(&long, &RenderOptions::new()).unwrap();
        let stopped = (1..10).take_while(|&looks| long.ink(&crate::watch::Watch::of_looks(looks)).is_err()).count();
        assert!(stopped >= 5, "{stopped}");
    }

    #[test]
    fn engines_are_shared_and_canvases_move() {
        fn shared<T: Clone + Send + Sync + 'static>() {}
        fn moves<T: Send + 'static>() {}
        shared::<Engine>();
        shared::<DisplayList>();
        shared::<RenderOptions>();
        moves::<Canvas>();
    }
}
