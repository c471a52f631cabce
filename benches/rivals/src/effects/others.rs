//! Crates that do one thing: blur a buffer, make a buffer smaller. No scene, no clearing, no shapes.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use libblur::{AnisotropicRadius, BlurImageMut, EdgeMode, EdgeMode2D, FastBlurChannels, ThreadingPolicy};

use super::{Drawn, PHOTO, Photos, SIZE, Work};

struct Blurred {
    from: Vec<u8>,
    pixels: Vec<u8>,
    radius: u32,
}

struct Resized {
    from: Vec<u8>,
    resizer: Resizer,
    to: Image<'static>,
}

/// Its fastest approximation of a Gaussian, on one thread.
pub fn libblur(work: Work, photos: &Photos) -> Option<Box<dyn Drawn>> {
    let Work::Blur(std_deviation) = work else { return None };
    // Its radius is the width of a box, of which three are laid one upon the other: two standard deviations make the variance
    // that of the Gaussian.
    let (from, pixels, radius) = (photos.canvas.clone(), photos.canvas.clone(), (std_deviation * 2.0) as u32);
    Some(Box::new(Blurred { from, pixels, radius }))
}

/// The mean of the area, as inkstone's `Smooth`.
pub fn fast_image_resize(work: Work, photos: &Photos) -> Option<Box<dyn Drawn>> {
    (work == Work::Photo).then(|| {
        let to = Image::new(SIZE.0, SIZE.1, PixelType::U8x4);
        Box::new(Resized { from: photos.large.clone(), resizer: Resizer::new(), to }) as _
    })
}

impl Drawn for Blurred {
    fn draw(&mut self) {
        self.pixels.copy_from_slice(&self.from);
        let mut image = BlurImageMut::borrow(&mut self.pixels, SIZE.0, SIZE.1, FastBlurChannels::Channels4);
        let edges = EdgeMode2D::new(EdgeMode::Clamp);
        libblur::fast_gaussian_next(&mut image, AnisotropicRadius::new(self.radius), ThreadingPolicy::Single, edges)
            .expect("a picture of this size");
    }

    fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

impl Drawn for Resized {
    fn draw(&mut self) {
        let from = ImageRef::new(PHOTO.0, PHOTO.1, &self.from, PixelType::U8x4).expect("the photo's size");
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Box)).use_alpha(false);
        self.resizer.resize(&from, &mut self.to, &options).expect("two pictures of one type");
    }

    fn pixels(&self) -> &[u8] {
        self.to.buffer()
    }
}
