//! The second pass: item by item, from the display list to elements.

use std::io::Write;

use kurbo::{Affine, BezPath, Point, Rect};

use super::glyphs::{Boxes, Run, outlines};
use super::groups::Groups;
#[cfg(feature = "svg-in")]
use super::image::document;
use super::image::image;
use super::number::Grid;
use super::operator::filters;
use super::options::SvgOptions;
use super::out::Out;
use super::paint::{Ink, Servers};
use super::path::path_data;
use super::survey::Survey;
use super::tiles::Tiles;
use crate::error::Error;
use crate::image::{Sampling, picture_to_item};
use crate::limits::{Limits, within};
use crate::list::{DisplayList, Item, ItemKind, ListTile};
use crate::outline::{is_singular, max_scale, points};
use crate::paint::{Cap, FillRule, Join, Paint, Stroke, StrokeScaling};
use crate::text::GlyphRun;
use crate::units::MAX_COORDINATE;
use crate::watch::Watch;

/// What writing needs of a canvas and its engine.
pub(crate) struct SvgJob<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) watch: &'a Watch,
}

/// Writes a display list as an SVG document and returns how many glyphs it uses.
pub(crate) fn write_svg(
    list: &DisplayList,
    options: &SvgOptions,
    job: &mut SvgJob<'_>,
    writer: &mut dyn Write,
) -> Result<u64, Error> {
    options.check()?;
    let mut out = Out::new(writer, job.watch, &options.id_prefix);
    let canvas = Rect::new(0.0, 0.0, list.width, list.height);
    out.push("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"");
    out.number("width", list.width).number("height", list.height);
    // Layers inside an HTML page must not blend with the page.
    out.numbers("viewBox", &[0.0, 0.0, list.width, list.height]).push(" style=\"isolation:isolate\">\n");
    for (name, text) in [("title", &options.title), ("desc", &options.description)] {
        if let Some(text) = text {
            out.element(name, text);
        }
    }
    let tiles = Tiles::new(list, job.watch)?;
    let in_tiles = tiles.define(&mut out, job)?;
    let background = options.render().background.to_rgba8().to_u8_array();
    let glyphs = body(list, (&mut out, &tiles), job, (background, canvas))?;
    out.push("</svg>\n");
    out.finish()?;
    Ok(in_tiles + glyphs)
}

/// Writes what a list draws on a background, and returns how many glyphs it uses.
pub(super) fn body(
    list: &DisplayList,
    (out, tiles): (&mut Out<'_>, &Tiles),
    job: &mut SvgJob<'_>,
    (background, canvas): ([u8; 4], Rect),
) -> Result<u64, Error> {
    let survey = Survey::new(list, job.watch)?;
    let boxes = definitions(out, &survey, job.limits, canvas)?;
    let mut writer = Writer {
        groups: Groups::new(out, &survey, canvas),
        out,
        limits: job.limits,
        survey: &survey,
        boxes,
        servers: Servers::new(tiles),
        canvas,
        glyphs: 0,
    };
    if background[3] > 0 {
        writer.out.push("<rect").rect(canvas);
        Ink::Solid(background).write(writer.out, "fill");
        writer.out.push("/>\n");
    }
    for item in list.items.iter() {
        writer.out.breathe()?;
        writer.item(item)?;
    }
    Ok(writer.glyphs)
}

/// What is used more than once, or may be: filters, pictures, outlines.
fn definitions(out: &mut Out<'_>, survey: &Survey, limits: &Limits, canvas: Rect) -> Result<Boxes, Error> {
    let masks = survey.groups.iter().any(|group| group.masks > 0);
    #[cfg(feature = "svg-in")]
    let documents = survey.documents.len();
    #[cfg(not(feature = "svg-in"))]
    let documents = 0;
    if !masks && survey.images.is_empty() && documents == 0 && survey.glyphs.is_empty() {
        return Ok(Boxes::new());
    }
    out.push("<defs>\n");
    if masks {
        filters(out, canvas.inflate(1.0, 1.0));
    }
    for (number, pixels) in survey.images.iter().enumerate() {
        image(out, number, pixels)?;
    }
    #[cfg(feature = "svg-in")]
    for (number, svg) in survey.documents.iter().enumerate() {
        document(out, number, svg)?;
    }
    let boxes = outlines(out, survey, limits)?;
    out.push("</defs>\n");
    Ok(boxes)
}

struct Writer<'a, 'w> {
    out: &'a mut Out<'w>,
    limits: &'a Limits,
    survey: &'a Survey,
    boxes: Boxes,
    servers: Servers<'a>,
    groups: Groups,
    canvas: Rect,
    glyphs: u64,
}

impl Writer<'_, '_> {
    fn item(&mut self, item: &Item) -> Result<(), Error> {
        // Also of items that are not seen: a list is refused here if a render at 96 DPI refuses it.
        check(item, self.limits)?;
        match &item.kind {
            ItemKind::PushClip { path, rule, transform } => self.push_clip(path, *rule, *transform)?,
            ItemKind::PushGlyphClip { runs, origin, transform } => self.push_glyph_clip(runs, *origin, *transform)?,
            ItemKind::PushLayer(group) => self.groups.push_layer(self.out, self.survey, group),
            ItemKind::Pop => self.groups.pop(self.out),
            // Inside a layer that is dropped.
            _ if self.groups.dropping() => {}
            ItemKind::Fill { path, rule, paint, transform } => self.fill(path, *rule, paint, *transform)?,
            ItemKind::Stroke { path, stroke, paint, transform } => self.stroke(path, stroke, paint, *transform)?,
            ItemKind::Image { pixels, source, rect, sampling, transform } => {
                let transform = *transform * picture_to_item(*source, *rect);
                let whole = Rect::new(0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height()));
                let Some(number) = self.survey.image_number(pixels).filter(|_| !is_singular(transform)) else {
                    return Ok(());
                };
                self.groups.open_clips(self.out);
                let clip = (*source != whole).then(|| self.groups.clip_number());
                if let Some(clip) = clip {
                    self.out.push("<clipPath").id(format_args!("c{clip}")).push("><rect").rect(*source);
                    self.out.push("/></clipPath>\n");
                }
                self.out.push("<use").href(format_args!("i{number}")).transform("transform", transform);
                if let Some(clip) = clip {
                    self.out.url("clip-path", format_args!("c{clip}"));
                }
                self.out.push(match sampling {
                    Sampling::Nearest => " image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"/>\n",
                    Sampling::Bilinear | Sampling::Smooth | Sampling::Bicubic => {
                        " style=\"image-rendering:smooth\"/>\n"
                    }
                });
            }
            #[cfg(feature = "svg-in")]
            ItemKind::Svg { svg, rect, transform } => {
                let transform = *transform * svg.fit(*rect);
                let Some(number) = self.survey.document_number(svg).filter(|_| !is_singular(transform)) else {
                    return Ok(());
                };
                self.groups.open_clips(self.out);
                self.out.push("<use").href(format_args!("v{number}")).transform("transform", transform).push("/>\n");
            }
            ItemKind::Glyphs { run, origin, transform } => self.run(run, *origin, *transform)?,
        }
        Ok(())
    }

    fn fill(&mut self, path: &BezPath, rule: FillRule, paint: &Paint, transform: Affine) -> Result<(), Error> {
        if path.elements().is_empty() || is_singular(transform) {
            return Ok(());
        }
        let area = || seen(path.control_box(), transform, self.canvas);
        self.groups.open_clips(self.out);
        let Some(ink) = self.servers.ink(self.out, paint, transform, area)? else { return Ok(()) };
        let ends = self.begin_tiles(paint, transform);
        self.out.push("<path");
        ink.write(self.out, "fill");
        if rule == FillRule::EvenOdd {
            self.out.push(" fill-rule=\"evenodd\"");
        }
        self.path_end(path, transform)?;
        self.out.push(ends);
        Ok(())
    }

    /// Begins a group that is clipped to a pattern's tiles, if it does not go on both ways; returns what ends that.
    fn begin_tiles(&mut self, paint: &Paint, transform: Affine) -> &'static str {
        let Paint::Pattern(pattern) = paint else { return "" };
        let axes = pattern.repeat().axes();
        let (false, Some(ListTile { size, .. })) = (axes == (true, true), pattern.tile()) else { return "" };
        let transform = transform * pattern.transform();
        // With some room, for what lies at the canvas' edge.
        let all = transform.inverse().transform_rect_bbox(self.canvas.inflate(1.0, 1.0));
        let (x0, x1) = if axes.0 { (all.x0, all.x1) } else { (0.0, size.width) };
        let (y0, y1) = if axes.1 { (all.y0, all.y1) } else { (0.0, size.height) };
        let clip = self.groups.clip_number();
        self.out.push("<clipPath").id(format_args!("c{clip}")).push("><rect").rect(Rect::new(x0, y0, x1, y1));
        self.out.transform("transform", transform).push("/></clipPath>\n<g");
        self.out.url("clip-path", format_args!("c{clip}")).push(">");
        "</g>\n"
    }

    fn stroke(&mut self, path: &BezPath, stroke: &Stroke, paint: &Paint, transform: Affine) -> Result<(), Error> {
        if path.elements().is_empty() || stroke.width == 0.0 || is_singular(transform) {
            return Ok(());
        }
        match stroke.scaling {
            StrokeScaling::Shape => self.stroke_in(path, stroke, paint, transform),
            // Not every renderer knows `vector-effect`, and where one does, the screen's px are not the scene's if the
            // document is scaled: the path is written in the scene's coordinates, with the paint brought there too.
            StrokeScaling::Scene | StrokeScaling::Device => {
                let paint = match paint {
                    Paint::Gradient(gradient) => {
                        let to_scene = transform * gradient.transform();
                        Paint::Gradient(gradient.clone().with_transform(to_scene))
                    }
                    Paint::Pattern(pattern) => {
                        Paint::Pattern(pattern.clone().with_transform(transform * pattern.transform()))
                    }
                    Paint::Solid(color) => Paint::Solid(*color),
                };
                self.stroke_in(&(transform * path), stroke, &paint, Affine::IDENTITY)
            }
        }
    }

    fn stroke_in(&mut self, path: &BezPath, stroke: &Stroke, paint: &Paint, transform: Affine) -> Result<(), Error> {
        let reach = stroke.reach();
        let area = || seen(path.control_box().inflate(reach, reach), transform, self.canvas);
        self.groups.open_clips(self.out);
        let Some(ink) = self.servers.ink(self.out, paint, transform, area)? else { return Ok(()) };
        let ends = self.begin_tiles(paint, transform);
        let out = &mut *self.out;
        out.push("<path fill=\"none\"");
        ink.write(out, "stroke");
        out.number("stroke-width", stroke.width);
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => _ = out.push(" stroke-linecap=\"round\""),
            Cap::Square => _ = out.push(" stroke-linecap=\"square\""),
        }
        match stroke.join {
            // SVG has no limits below 1, at which no corner is prolonged.
            Join::Miter if stroke.miter_limit > 1.0 => _ = out.number("stroke-miterlimit", stroke.miter_limit),
            Join::Miter | Join::Bevel => _ = out.push(" stroke-linejoin=\"bevel\""),
            Join::Round => _ = out.push(" stroke-linejoin=\"round\""),
        }
        if stroke.dashes.iter().sum::<f64>() > 0.0 {
            out.numbers("stroke-dasharray", &stroke.dashes);
            if stroke.dash_offset != 0.0 {
                out.number("stroke-dashoffset", stroke.dash_offset);
            }
        }
        if stroke.scaling == StrokeScaling::Device {
            out.push(" vector-effect=\"non-scaling-stroke\"");
        }
        self.path_end(path, transform)?;
        self.out.push(ends);
        Ok(())
    }

    fn path_end(&mut self, path: &BezPath, transform: Affine) -> Result<(), Error> {
        self.out.transform("transform", transform);
        path_data(self.out, path, Grid::for_scale(max_scale(transform)))?;
        self.out.push("/>\n");
        Ok(())
    }

    /// Begins a `<clipPath>` around what is in force; whether anything is drawn in it.
    fn begin_clip(&mut self) -> bool {
        let Some((number, around)) = self.groups.push_clip() else { return false };
        self.out.push("<clipPath").id(format_args!("c{number}"));
        if let Some(around) = around {
            self.out.url("clip-path", format_args!("c{around}"));
        }
        self.out.push(">");
        true
    }

    fn push_glyph_clip(&mut self, runs: &[GlyphRun], origin: Point, transform: Affine) -> Result<(), Error> {
        if !self.begin_clip() {
            return Ok(());
        }
        for run in runs {
            self.glyphs += run.glyphs.len() as u64;
            if let Some(placed) = Run::new(run, origin, transform) {
                placed.uses(self.out, self.survey, &self.boxes, Some(transform * placed.place))?;
            }
        }
        self.out.push("</clipPath>\n");
        Ok(())
    }

    fn push_clip(&mut self, path: &BezPath, rule: FillRule, transform: Affine) -> Result<(), Error> {
        if !self.begin_clip() {
            return Ok(());
        }
        // Without a path it lets nothing through, as it should.
        if !path.elements().is_empty() && !is_singular(transform) {
            self.out.push(if rule == FillRule::EvenOdd { "<path clip-rule=\"evenodd\"" } else { "<path" });
            self.out.transform("transform", transform);
            path_data(self.out, path, Grid::for_scale(max_scale(transform)))?;
            self.out.push("/>");
        }
        self.out.push("</clipPath>\n");
        Ok(())
    }

    fn run(&mut self, run: &GlyphRun, origin: Point, transform: Affine) -> Result<(), Error> {
        self.glyphs += run.glyphs.len() as u64;
        let Some(placed) = Run::new(run, origin, transform) else { return Ok(()) };
        let Some(bounds) = placed.bounds(self.survey, &self.boxes) else { return Ok(()) };
        let bounds = seen(bounds, transform, self.canvas);
        self.groups.open_clips(self.out);
        let Some(ink) = self.servers.ink(self.out, &run.paint, transform, || bounds)? else { return Ok(()) };
        let ends = self.begin_tiles(&run.paint, transform);
        let out = &mut *self.out;
        if let Ink::Server(_) = ink {
            // A gradient would be in the coordinates of each `use`: the run becomes a clip of one rectangle instead.
            let clip = self.groups.clip_number();
            out.push("<clipPath").id(format_args!("c{clip}")).transform("transform", placed.place).push(">");
            placed.uses(out, self.survey, &self.boxes, None)?;
            out.push("</clipPath>\n<rect").rect(bounds);
            ink.write(out, "fill");
            out.transform("transform", transform).url("clip-path", format_args!("c{clip}")).push("/>\n").push(ends);
            return Ok(());
        }
        out.push("<g");
        ink.write(out, "fill");
        out.transform("transform", transform * placed.place).push(">");
        placed.uses(out, self.survey, &self.boxes, None)?;
        out.push("</g>\n");
        Ok(())
    }
}

/// The part of a box, in an item's coordinates, that is seen on the canvas: rounded outwards to whole px, or to a like
/// fraction of an enlarged item's unit, with at least one of them around it, so that a pattern's tile of this size falls
/// onto pixels. Empty where nothing is seen.
fn seen(bounds: Rect, transform: Affine, canvas: Rect) -> Rect {
    let on_canvas = transform.inverse().transform_rect_bbox(canvas);
    let both = bounds.intersect(on_canvas);
    // An intersection of nothing may still have a place.
    if !(both.is_finite() && both.width() >= 0.0 && both.height() >= 0.0 && bounds.overlaps(on_canvas)) {
        return Rect::ZERO;
    }
    let scale = max_scale(transform);
    let mut step = 1.0;
    while step * scale > 1.5 && step > 1e-12 {
        step /= 2.0;
    }
    while step * scale < 0.75 && step < 1e12 {
        step *= 2.0;
    }
    let low = |v: f64| ((v / step).floor() - 1.0) * step;
    let high = |v: f64| ((v / step).ceil() + 1.0) * step;
    Rect::new(low(both.x0), low(both.y0), high(both.x1), high(both.y1))
}

/// The checks a render at 96 DPI makes: coordinates are finite and in range, text is not too large.
fn check(item: &Item, limits: &Limits) -> Result<(), Error> {
    let number = |value: f64| {
        if value.abs() <= MAX_COORDINATE {
            return Ok(());
        }
        let expected = "a finite number from -1000000 to 1000000";
        Err(Error::InvalidNumber { item: item.source, what: "coordinate in px of the canvas", value, expected })
    };
    let point = |p: Point| number(p.x).and_then(|()| number(p.y));
    let path_in = |path: &BezPath, transform: Affine| {
        path.elements().iter().flat_map(points).try_for_each(|p| point(transform * p))
    };
    let size = |run: &GlyphRun, transform: &Affine| {
        let ppem = run.size * max_scale(*transform);
        within("glyph_ppem", if ppem < 1e18 { ppem.ceil() as u64 } else { u64::MAX }, limits.glyph_ppem)
    };
    match &item.kind {
        ItemKind::Fill { path, transform, .. } | ItemKind::PushClip { path, transform, .. } => {
            path_in(path, *transform)
        }
        ItemKind::Stroke { path, stroke, transform, .. } => {
            let scale = if stroke.scaling == StrokeScaling::Shape { max_scale(*transform) } else { 1.0 };
            number(stroke.reach() * scale)?;
            path_in(path, *transform)
        }
        #[cfg(feature = "svg-in")]
        ItemKind::Svg { rect, transform, .. } => corners(*rect).try_for_each(|corner| point(*transform * corner)),
        ItemKind::Image { rect, transform, .. } => corners(*rect).try_for_each(|corner| point(*transform * corner)),
        ItemKind::Glyphs { run, transform, .. } => size(run, transform),
        ItemKind::PushGlyphClip { runs, transform, .. } => runs.iter().try_for_each(|run| size(run, transform)),
        ItemKind::PushLayer(_) | ItemKind::Pop => Ok(()),
    }
}

fn corners(rect: Rect) -> impl Iterator<Item = Point> {
    [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)].into_iter().map(Point::from)
}
