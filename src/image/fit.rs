//! [`ObjectFit`], and where the parts of a picture are drawn.

use kurbo::{Affine, Rect, Size, Vec2};

use super::Image;

/// How a picture whose sides have another ratio fills a rectangle
/// (<https://www.w3.org/TR/css-images-3/#the-object-fit>). What does not fill it stands in its middle.
///
/// ```
/// use inkstone::{Image, ObjectFit, Pixmap, Scene, kurbo::Rect};
///
/// let photo = Image::from_pixmap(Pixmap::new(60, 20)?).with_fit(ObjectFit::Cover);
/// let mut scene = Scene::builder(100.0, 100.0);
/// // Its middle third, as large as the rectangle.
/// scene.image(&photo, Rect::new(10.0, 10.0, 90.0, 90.0));
/// # scene.finish()?;
/// # Ok::<(), inkstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ObjectFit {
    /// Stretched to the rectangle.
    #[default]
    Fill,
    /// As large as the whole of it fits into the rectangle.
    Contain,
    /// As small as it covers the rectangle; what is beyond is cut off.
    Cover,
    /// A pixel a px; what is beyond is cut off.
    None,
    /// As [`None`](Self::None), or as [`Contain`](Self::Contain) where that is smaller.
    ScaleDown,
}

/// How wide the borders of a nine-slice picture are, in its pixels, as `border-image-slice`
/// (<https://www.w3.org/TR/css-backgrounds-3/#border-image-slice>): corners keep their size, a pixel a px, edges are stretched
/// along, the middle both ways. Where the rectangle is too small for them, all borders shrink alike.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slices {
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    pub(crate) left: f64,
}

/// A part of a picture, in its pixels, and where it is drawn. The second's sides may be swapped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) source: Rect,
    pub(crate) target: Rect,
}

/// Maps a picture's pixels to the coordinates of what draws its part `source` into `rect`.
pub(crate) fn picture_to_item(source: Rect, rect: Rect) -> Affine {
    let (sx, sy) = (rect.width() / source.width(), rect.height() / source.height());
    Affine::new([sx, 0.0, 0.0, sy, rect.x0 - source.x0 * sx, rect.y0 - source.y0 * sy])
}

impl Slices {
    /// Borders of one width.
    #[must_use]
    pub const fn all(width: f64) -> Self {
        Self { top: width, right: width, bottom: width, left: width }
    }

    /// Borders in the order of CSS: top, right, bottom, left.
    #[must_use]
    pub const fn new(top: f64, right: f64, bottom: f64, left: f64) -> Self {
        Self { top, right, bottom, left }
    }
}

impl Image {
    /// The parts of a picture of a size that are drawn into a rectangle.
    pub(crate) fn parts(&self, size: Size, rect: Rect) -> Vec<Part> {
        let whole = Rect::from_origin_size((0.0, 0.0), size);
        let crop = self.crop.unwrap_or(whole);
        if !(crop.width() > 0.0 && crop.height() > 0.0) {
            return Vec::new();
        }
        let parts = match self.slices {
            Some(slices) => slices.parts(crop, rect),
            None => vec![self.fit.part(crop, rect)],
        };
        // What lies outside the picture is nothing: the rest of it is drawn where it would be.
        parts.into_iter().filter_map(|part| part.within(whole)).collect()
    }
}

impl ObjectFit {
    fn part(self, crop: Rect, rect: Rect) -> Part {
        let (width, height) = (rect.width().abs(), rect.height().abs());
        let (across, down) = (width / crop.width(), height / crop.height());
        let scale = match self {
            Self::Fill => return Part { source: crop, target: rect },
            Self::Contain => across.min(down),
            Self::Cover => across.max(down),
            Self::None => 1.0,
            Self::ScaleDown => across.min(down).min(1.0),
        };
        if !(scale > 0.0 && scale.is_finite()) {
            return Part { source: crop, target: Rect::from_center_size(rect.center(), (0.0, 0.0)) };
        }
        // What is seen of it, and how large.
        let size = Size::new((crop.width() * scale).min(width), (crop.height() * scale).min(height));
        let source = Rect::from_center_size(crop.center(), size * (1.0 / scale));
        // A rectangle with swapped sides mirrors.
        let half = Vec2::new(size.width.copysign(rect.width()), size.height.copysign(rect.height())) / 2.0;
        let (from, to) = (rect.center() - half, rect.center() + half);
        Part { source, target: Rect::new(from.x, from.y, to.x, to.y) }
    }
}

impl Slices {
    fn parts(self, crop: Rect, rect: Rect) -> Vec<Part> {
        let within = |first: f64, second: f64, len: f64| (first.min(len), second.min((len - first).max(0.0)));
        let (left, right) = within(self.left, self.right, crop.width());
        let (top, bottom) = within(self.top, self.bottom, crop.height());
        let shrink = |borders: f64, len: f64| if borders > len { len / borders } else { 1.0 };
        let scale = shrink(left + right, rect.width().abs()).min(shrink(top + bottom, rect.height().abs()));
        let (sx, sy) = (scale.copysign(rect.width()), scale.copysign(rect.height()));
        let columns = [crop.x0, crop.x0 + left, crop.x1 - right, crop.x1];
        let rows = [crop.y0, crop.y0 + top, crop.y1 - bottom, crop.y1];
        let across = [rect.x0, rect.x0 + left * sx, rect.x1 - right * sx, rect.x1];
        let down = [rect.y0, rect.y0 + top * sy, rect.y1 - bottom * sy, rect.y1];
        let mut parts = Vec::new();
        for y in 0..3 {
            for x in 0..3 {
                let source = Rect::new(columns[x], rows[y], columns[x + 1], rows[y + 1]);
                let target = Rect::new(across[x], down[y], across[x + 1], down[y + 1]);
                let has_area = |rect: Rect| rect.width() != 0.0 && rect.height() != 0.0;
                if has_area(source) && has_area(target) {
                    parts.push(Part { source, target });
                }
            }
        }
        parts
    }
}

impl Part {
    fn within(self, whole: Rect) -> Option<Self> {
        let Self { source, target } = self;
        let seen = Rect::new(
            source.x0.max(whole.x0),
            source.y0.max(whole.y0),
            source.x1.min(whole.x1),
            source.y1.min(whole.y1),
        );
        if seen.x0 >= seen.x1 || seen.y0 >= seen.y1 {
            return None;
        }
        if seen == source {
            return Some(self);
        }
        let (sx, sy) = (target.width() / source.width(), target.height() / source.height());
        let x = |v: f64| target.x0 + (v - source.x0) * sx;
        let y = |v: f64| target.y0 + (v - source.y0) * sy;
        Some(Self { source: seen, target: Rect::new(x(seen.x0), y(seen.y0), x(seen.x1), y(seen.y1)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixmap::Pixmap;

    fn parts(image: &Image, size: (f64, f64), rect: Rect) -> Vec<(Rect, Rect)> {
        image.parts(size.into(), rect).into_iter().map(|part| (part.source, part.target)).collect()
    }

    #[test]
    fn fits_are_those_of_css() {
        let image = Image::from_pixmap(Pixmap::new(1, 1).unwrap());
        let one = |fit, size, rect| parts(&image.clone().with_fit(fit), size, rect);
        let (wide, all) = ((60.0, 20.0), Rect::new(0.0, 0.0, 60.0, 20.0));
        let square = Rect::new(10.0, 10.0, 40.0, 40.0);
        assert_eq!(one(ObjectFit::Fill, wide, square), [(all, square)]);
        assert_eq!(one(ObjectFit::Contain, wide, square), [(all, Rect::new(10.0, 20.0, 40.0, 30.0))]);
        assert_eq!(one(ObjectFit::Cover, wide, square), [(Rect::new(20.0, 0.0, 40.0, 20.0), square)]);
        let middle = (Rect::new(15.0, 0.0, 45.0, 20.0), Rect::new(10.0, 15.0, 40.0, 35.0));
        assert_eq!(one(ObjectFit::None, wide, square), [middle]);
        assert_eq!(one(ObjectFit::ScaleDown, wide, square), one(ObjectFit::Contain, wide, square));
        let large = Rect::new(0.0, 0.0, 100.0, 100.0);
        assert_eq!(one(ObjectFit::ScaleDown, wide, large), [(all, Rect::new(20.0, 40.0, 80.0, 60.0))]);
        // Mirrored.
        let mirrored = Rect { x0: 40.0, y0: 10.0, x1: 10.0, y1: 40.0 };
        let contained = Rect { x0: 40.0, y0: 20.0, x1: 10.0, y1: 30.0 };
        assert_eq!(one(ObjectFit::Contain, wide, mirrored), [(all, contained)]);
        // Of no area.
        assert_eq!(one(ObjectFit::Contain, wide, Rect::new(5.0, 5.0, 5.0, 9.0))[0].1.area(), 0.0);
    }

    #[test]
    fn a_crop_beyond_the_picture_shows_what_there_is() {
        let image = Image::from_pixmap(Pixmap::new(1, 1).unwrap()).with_crop(Rect::new(-10.0, 5.0, 30.0, 25.0));
        let drawn = parts(&image, (20.0, 20.0), Rect::new(0.0, 0.0, 80.0, 40.0));
        assert_eq!(drawn, [(Rect::new(0.0, 5.0, 20.0, 20.0), Rect::new(20.0, 0.0, 60.0, 30.0))]);
        let outside = image.with_crop(Rect::new(20.0, 0.0, 30.0, 10.0));
        assert!(parts(&outside, (20.0, 20.0), Rect::new(0.0, 0.0, 80.0, 40.0)).is_empty());
    }

    #[test]
    fn nine_slices_meet() {
        let image = Image::from_pixmap(Pixmap::new(1, 1).unwrap()).with_slices(Slices::new(4.0, 6.0, 2.0, 8.0));
        let rect = Rect::new(10.0, 20.0, 110.0, 70.0);
        let drawn = parts(&image, (30.0, 12.0), rect);
        assert_eq!(drawn.len(), 9);
        assert_eq!(drawn[0], (Rect::new(0.0, 0.0, 8.0, 4.0), Rect::new(10.0, 20.0, 18.0, 24.0)));
        assert_eq!(drawn[4], (Rect::new(8.0, 4.0, 24.0, 10.0), Rect::new(18.0, 24.0, 104.0, 68.0)));
        assert_eq!(drawn[8], (Rect::new(24.0, 10.0, 30.0, 12.0), Rect::new(104.0, 68.0, 110.0, 70.0)));
        let area: f64 = drawn.iter().map(|(_, target)| target.area()).sum();
        assert!((area - rect.area()).abs() < 1e-9);
        // Too small for them: all shrink by half.
        let small = parts(&image, (30.0, 12.0), Rect::new(0.0, 0.0, 7.0, 50.0));
        assert_eq!(small[0].1, Rect::new(0.0, 0.0, 4.0, 2.0));
        assert_eq!(small.len(), 6);
    }
}
