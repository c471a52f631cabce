//! [`Resolver`]: what an SVG document needs from outside: fonts, which are ours, and pictures in it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::usvg::{FontFamily, FontResolver, FontStyle, ImageHrefResolver, ImageKind, Options};

use super::scan::refused;
use super::style::external;
use super::walk::DECODE;
use super::work::Work;
use crate::budget::Budget;
use crate::error::{Error, shorten};
use crate::font::{FontLibrary, ForeignFonts};
use crate::image::{decode_png, png_size};
use crate::limits::{Limits, within};
use crate::watch::Watch;

/// Size of text without one, in px: CSS's `medium`.
const FONT_SIZE: f32 = 16.0;

pub(super) struct Resolver<'a> {
    fonts: ForeignFonts<'a>,
    empty: bool,
    limits: &'a Limits,
    asked: Mutex<Asked>,
}

/// What the document asked for.
#[derive(Default)]
struct Asked {
    refusal: Option<Error>,
    /// Its pictures, each once however often it is asked for, and their pixels as the files' headers say.
    pictures: BTreeSet<Arc<Vec<u8>>>,
    pixels: u64,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(fonts: &'a FontLibrary, limits: &'a Limits) -> Self {
        Self { fonts: ForeignFonts::new(fonts), empty: fonts.is_empty(), limits, asked: Mutex::default() }
    }

    pub(super) fn options(&self) -> Options<'_> {
        Options {
            // No family in particular: the library's first.
            font_family: "sans-serif".to_owned(),
            font_size: FONT_SIZE,
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|mime, data, _| self.picture(mime, data)),
                resolve_string: Box::new(|href, _| self.refuse(external(href))),
            },
            font_resolver: FontResolver {
                select_font: Box::new(|font, _| {
                    if self.empty {
                        return self.refuse(Error::NoFont);
                    }
                    let families: Vec<String> = font.families().iter().map(name).collect();
                    self.fonts.face(&families, font.weight(), font.style() != FontStyle::Normal)
                }),
                select_fallback: Box::new(|character, tried, _| self.fonts.covering(character, tried)),
            },
            fontdb: self.fonts.database(),
            ..Options::default()
        }
    }

    /// What was refused while the document was read; its pictures decoded once, as a proof that they can be.
    pub(super) fn finish(self, watch: &Watch, budget: &Budget, work: &mut Work) -> Result<(), Error> {
        let Asked { refusal, pictures, pixels } = self.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        work.add(pixels.saturating_mul(DECODE), self.limits)?;
        for picture in pictures {
            watch.check()?;
            let pixels = decode_png(&picture, self.limits, watch, budget)?.pixmap;
            budget.give(pixels.data().len() as u64);
        }
        Ok(())
    }

    fn picture(&self, mime: &str, data: Arc<Vec<u8>>) -> Option<ImageKind> {
        if mime != "image/png" {
            let mime = shorten(mime);
            return self.refuse(refused(format!("a picture of type {mime:?} in it; only image/png is drawn")));
        }
        match self.count(&data) {
            Ok(()) => Some(ImageKind::PNG(data)),
            Err(error) => self.refuse(error),
        }
    }

    /// Counts a picture's pixels, before any picture is decoded.
    fn count(&self, data: &Arc<Vec<u8>>) -> Result<(), Error> {
        let (width, height) = png_size(data, self.limits)?;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.refusal.is_none() && asked.pictures.insert(data.clone()) {
            asked.pixels = asked.pixels.saturating_add(u64::from(width) * u64::from(height));
            within("image_pixels", asked.pixels, self.limits.image_pixels)?;
        }
        Ok(())
    }

    /// The first refusal stands for the document's.
    fn refuse<T>(&self, error: Error) -> Option<T> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).refusal.get_or_insert(error);
        None
    }
}

fn name(family: &FontFamily) -> String {
    match family {
        FontFamily::Named(name) => name.clone(),
        generic => generic.to_string(),
    }
}
