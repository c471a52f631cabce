//! The checks every scene passes, however it was made: numbers are finite and in range.

use kurbo::{Affine, BezPath, Point, Rect};

use super::{Layer, SceneItem, SceneTile};
use crate::error::Error;
use crate::image::{Image, Slices};
use crate::outline::out_of_range;
use crate::paint::{DropShadow, Filter, Gradient, GradientKind, Paint, Shadow, Stroke};
use crate::text::{LineHeight, Paragraph};
use crate::units::MAX_COORDINATE;

const IN_RANGE: &str = "a finite number from -1000000 to 1000000";
const NOT_NEGATIVE: &str = "a finite number from 0 to 1000000";

/// Checks one item; `index` is its place in the scene.
pub(super) fn check(index: usize, item: &SceneItem) -> Result<(), Error> {
    let check = Check { item: index };
    match item {
        SceneItem::Fill { path, paint, .. } => {
            check.path(path)?;
            check.paint(paint)
        }
        SceneItem::Stroke { path, stroke, paint } => {
            check.path(path)?;
            check.stroke(stroke)?;
            check.paint(paint)
        }
        SceneItem::Image { image, rect } => {
            check.rect("image rectangle", rect)?;
            check.image(image)
        }
        SceneItem::Text { origin, paragraph } | SceneItem::PushTextClip { origin, paragraph } => {
            check.point("text origin", *origin)?;
            check.paragraph(paragraph)
        }
        SceneItem::PushTransform(transform) => check.transform("transform", *transform),
        SceneItem::PushClip { path, .. } => check.path(path),
        SceneItem::PushLayer(layer) => check.layer(layer),
        SceneItem::Pop => Ok(()),
    }
}

#[derive(Clone, Copy)]
struct Check {
    item: usize,
}

impl Check {
    fn within(self, what: &'static str, value: f64, min: f64, max: f64, expected: &'static str) -> Result<(), Error> {
        // NaN is in no range.
        if value >= min && value <= max {
            Ok(())
        } else {
            Err(Error::InvalidNumber { item: self.item, what, value, expected })
        }
    }

    fn coordinate(self, what: &'static str, value: f64) -> Result<(), Error> {
        self.within(what, value, -MAX_COORDINATE, MAX_COORDINATE, IN_RANGE)
    }

    fn length(self, what: &'static str, value: f64) -> Result<(), Error> {
        self.within(what, value, 0.0, MAX_COORDINATE, NOT_NEGATIVE)
    }

    fn point(self, what: &'static str, point: Point) -> Result<(), Error> {
        self.coordinate(what, point.x)?;
        self.coordinate(what, point.y)
    }

    fn rect(self, what: &'static str, rect: &Rect) -> Result<(), Error> {
        self.point(what, rect.origin())?;
        self.point(what, Point::new(rect.x1, rect.y1))
    }

    fn image(self, image: &Image) -> Result<(), Error> {
        if let Some(crop) = &image.crop {
            self.rect("image crop", crop)?;
        }
        let Slices { top, right, bottom, left } = image.slices.unwrap_or_default();
        [top, right, bottom, left].into_iter().try_for_each(|width| self.length("image slice", width))
    }

    fn path(self, path: &BezPath) -> Result<(), Error> {
        match out_of_range(path, MAX_COORDINATE) {
            Some(value) => {
                Err(Error::InvalidNumber { item: self.item, what: "path coordinate", value, expected: IN_RANGE })
            }
            None => Ok(()),
        }
    }

    fn transform(self, what: &'static str, transform: Affine) -> Result<(), Error> {
        transform.as_coeffs().into_iter().try_for_each(|value| self.coordinate(what, value))
    }

    fn layer(self, layer: &Layer) -> Result<(), Error> {
        self.within("layer opacity", layer.opacity, 0.0, 1.0, "a number from 0 to 1")?;
        layer.filters.iter().try_for_each(|filter| self.filter(filter))?;
        match &layer.shadow {
            Some(Shadow { offset, blur, color }) => {
                self.point("shadow offset", offset.to_point())?;
                self.length("shadow blur", *blur)?;
                self.color(color.components)
            }
            None => Ok(()),
        }
    }

    fn filter(self, filter: &Filter) -> Result<(), Error> {
        match filter {
            Filter::Blur(std_deviation) => self.length("blur's standard deviation", *std_deviation),
            Filter::DropShadow(DropShadow { offset, std_deviation, color }) => {
                self.point("drop shadow's offset", offset.to_point())?;
                self.length("drop shadow's standard deviation", *std_deviation)?;
                self.color(color.components)
            }
            Filter::Brightness(amount) => self.length("brightness", *amount),
            Filter::Contrast(amount) => self.length("contrast", *amount),
            Filter::Grayscale(amount) => self.length("grayscale", *amount),
            Filter::Invert(amount) => self.length("invert", *amount),
            Filter::Opacity(amount) => self.length("opacity of a filter", *amount),
            Filter::Saturate(amount) => self.length("saturate", *amount),
            Filter::Sepia(amount) => self.length("sepia", *amount),
            Filter::HueRotate(angle) => self.coordinate("hue rotation", *angle),
            Filter::ColorMatrix(matrix) => matrix.iter().try_for_each(|v| self.coordinate("colour matrix", *v)),
        }
    }

    fn stroke(self, stroke: &Stroke) -> Result<(), Error> {
        self.length("stroke width", stroke.width)?;
        self.length("miter limit", stroke.miter_limit)?;
        self.coordinate("dash offset", stroke.dash_offset)?;
        stroke.dashes.iter().try_for_each(|&dash| self.length("dash length", dash))
    }

    fn paint(self, paint: &Paint) -> Result<(), Error> {
        match paint {
            Paint::Solid(color) => self.color(color.components),
            Paint::Gradient(gradient) => self.gradient(gradient),
            Paint::Pattern(pattern) => {
                self.transform("pattern transform", pattern.transform)?;
                match pattern.tile() {
                    Some(SceneTile::Image(image)) => self.image(image),
                    // A scene was checked when it was made.
                    Some(SceneTile::Scene(_)) | None => Ok(()),
                }
            }
        }
    }

    /// Components may leave 0 to 1 (they are clamped when drawn, as CSS does), but must be numbers.
    fn color(self, components: [f32; 4]) -> Result<(), Error> {
        match components.into_iter().find(|c| !c.is_finite()) {
            Some(c) => Err(Error::InvalidNumber {
                item: self.item,
                what: "colour component",
                value: f64::from(c),
                expected: "a finite number",
            }),
            None => Ok(()),
        }
    }

    fn gradient(self, gradient: &Gradient) -> Result<(), Error> {
        match gradient.kind {
            GradientKind::Linear { start, end } => {
                self.point("gradient start", start)?;
                self.point("gradient end", end)?;
            }
            GradientKind::Radial { start_center, start_radius, end_center, end_radius } => {
                self.point("gradient centre", start_center)?;
                self.point("gradient centre", end_center)?;
                self.length("gradient radius", start_radius)?;
                self.length("gradient radius", end_radius)?;
            }
            GradientKind::Conic { center, start_angle } => {
                self.point("gradient centre", center)?;
                self.coordinate("gradient angle", start_angle)?;
            }
        }
        self.transform("gradient transform", gradient.transform)?;
        for stop in gradient.stops() {
            self.within("gradient stop", stop.offset, 0.0, 1.0, "a number from 0 to 1")?;
            self.color(stop.color.components)?;
        }
        Ok(())
    }

    fn paragraph(self, paragraph: &Paragraph) -> Result<(), Error> {
        for (_, style) in paragraph.spans() {
            self.within("font size", style.size, f64::MIN_POSITIVE, MAX_COORDINATE, "above 0, up to 1000000")?;
            self.within("font weight", f64::from(style.weight), 1.0, 1000.0, "a whole number from 1 to 1000")?;
            self.coordinate("letter spacing", style.letter_spacing)?;
            style.paints().try_for_each(|paint| self.paint(paint))?;
        }
        if let Some(width) = paragraph.width {
            self.length("paragraph width", width)?;
        }
        match paragraph.line_height {
            LineHeight::Normal => {}
            LineHeight::Relative(value) | LineHeight::Px(value) => self.length("line height", value)?,
        }
        paragraph
            .boxes
            .iter()
            .filter_map(|(_, inline)| inline.image.as_ref())
            .try_for_each(|image| self.image(image))?;
        // The rest of the rules, which layout has too.
        paragraph.check()
    }
}
