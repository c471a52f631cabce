//! Glyphs made ahead of the first picture.

use super::Canvas;
use crate::engine::Engine;
use crate::error::Error;
use crate::options::RenderOptions;
use crate::raster::{GlyphSource, warm};
use crate::text::{Paragraph, TextStyle};
use crate::units;

impl Engine {
    /// Makes the glyphs of a text in some styles at some DPIs and keeps them in the glyph cache, so that the first picture
    /// with them takes no longer than others: for services, at their start. Returns how many masks it made.
    ///
    /// A glyph has a mask for each quarter of a pixel at which it may begin. All four are made, so that a render needs no
    /// others wherever its text lies, as long as it is upright and not scaled: text that is scaled by a transform is of
    /// another size. What a glyph is depends on what is beside it (ligatures, joined letters): give words rather than letters.
    /// Text of more than 256 device px per em is drawn without masks, and none are made.
    ///
    /// The masks come in whatever else the cache holds. Where it has no room for all of them the last ones are kept: some 400
    /// bytes a mask of 16 device px and 2.5 KB of 48, four for each glyph, against [`cache_bytes`](Self::cache_bytes).
    ///
    /// ```
    /// # #[cfg(feature = "bundled-fonts")] {
    /// use inkstone::{Engine, RenderOptions, Scene, TextStyle};
    ///
    /// let engine = Engine::new();
    /// let style = TextStyle::new(14.0);
    /// engine.warm("0123456789年月日", &[style.clone(), style.clone().with_weight(TextStyle::BOLD)], &[96.0, 192.0])?;
    ///
    /// let mut scene = Scene::builder(200.0, 30.0);
    /// scene.text((3.3, 20.0), ("2026年11月29日", style));
    /// let mut canvas = engine.canvas();
    /// canvas.render(&scene.finish()?, &RenderOptions::new().with_dpi(192.0))?;
    /// assert_eq!(canvas.report().cache_misses, 0);
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Canvas::warm`].
    pub fn warm(&self, text: &str, styles: &[TextStyle], dpis: &[f64]) -> Result<u64, Error> {
        self.canvas().warm(text, styles, dpis, &RenderOptions::new())
    }
}

impl Canvas {
    /// As [`Engine::warm`], for renders with these options: their hinting policy, limits, deadline and cancel token are those
    /// meant; their DPI is not.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for a DPI or style out of range; [`Error::LimitExceeded`], as of `text_bytes` and
    /// `glyph_ppem`; [`Error::NoFont`], [`Error::MissingGlyph`], [`Error::InvalidFont`];
    /// [`Error::DeadlineExceeded`], [`Error::Cancelled`]. What was made until then is kept.
    pub fn warm(
        &mut self,
        text: &str,
        styles: &[TextStyle],
        dpis: &[f64],
        options: &RenderOptions,
    ) -> Result<u64, Error> {
        let scales = dpis.iter().map(|&dpi| Ok((units::scale(dpi)?, dpi))).collect::<Result<Vec<_>, Error>>()?;
        let job = self.job(options);
        let engine = self.engine.clone();
        if engine.cache_bytes() == 0 {
            return Ok(0);
        }
        let mut made = 0;
        for style in styles {
            let paragraph = Paragraph::new(text, style.clone());
            let layout = self.text.layout(engine.fonts(), &paragraph, &job.limits, &job.watch)?;
            let mut source = GlyphSource::new(&engine.0.cache, &mut self.tools[0].glyphs, &job.limits, &job.watch);
            source.insists = true;
            for &scale in &scales {
                for run in &layout.runs {
                    warm(&mut source, run, scale, options.hinting)?;
                }
            }
            made += source.counts.misses;
        }
        Ok(made)
    }
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::font::FontLibrary;
    use crate::glyph::HintingPolicy;
    use crate::limits::Limits;
    use crate::scene::Scene;
    use crate::watch::CancelToken;

    const TEXT: &str = "墨は五彩を兼ね、ink 12.5 ﬁ fi é";

    fn misses(canvas: &mut Canvas, style: &TextStyle, options: &RenderOptions) -> u64 {
        let mut scene = Scene::builder(300.0, 200.0);
        for i in 0..7 {
            scene.text((1.0 + 0.37 * f64::from(i), 20.0 + 24.3 * f64::from(i)), (TEXT, style.clone()));
        }
        let scene = scene.finish().expect("the scene is well formed");
        canvas.render(&scene, options).expect("the scene is drawn");
        canvas.report().cache_misses
    }

    #[test]
    fn a_render_after_it_makes_no_masks() {
        let styles = [TextStyle::new(13.0), TextStyle::new(16.5).with_families(["Inkstone Sans"]).with_italic(true)];
        let engine = Engine::new();
        let made = engine.warm(TEXT, &styles, &[96.0, 131.3]).unwrap();
        assert!(made > 200);
        assert_eq!(engine.warm(TEXT, &styles, &[131.3, 96.0]).unwrap(), 0);
        let mut canvas = engine.canvas();
        for style in &styles {
            for dpi in [96.0, 131.3] {
                assert_eq!(misses(&mut canvas, style, &RenderOptions::new().with_dpi(dpi)), 0);
            }
        }
        // With other hinting, other masks.
        let unhinted = RenderOptions::new().with_hinting(HintingPolicy::None);
        assert!(canvas.warm(TEXT, &styles, &[96.0], &unhinted).unwrap() > 0);
        assert_eq!(misses(&mut canvas, &styles[0], &unhinted), 0);
        assert!(misses(&mut canvas, &styles[0], &RenderOptions::new().with_dpi(97.0)) > 0);
    }

    #[test]
    fn it_comes_into_a_cache_that_is_full() {
        let engine = Engine::builder().with_cache_bytes(1 << 20).build();
        let mut canvas = engine.canvas();
        for size in 0..60 {
            (0..3).for_each(|_| {
                _ = misses(&mut canvas, &TextStyle::new(10.0 + f64::from(size) / 3.0), &RenderOptions::new());
            });
        }
        assert!(engine.cache_stats().evictions + engine.cache_stats().declined > 0);
        let style = TextStyle::new(15.9);
        assert!(engine.warm(TEXT, std::slice::from_ref(&style), &[96.0]).unwrap() > 0);
        assert_eq!(misses(&mut canvas, &style, &RenderOptions::new()), 0);
        assert!(engine.cache_stats().bytes <= 1 << 20);
    }

    #[test]
    fn what_cannot_be_made_is_refused() {
        let engine = Engine::new();
        let mut canvas = engine.canvas();
        let style = [TextStyle::new(16.0)];
        let plain = RenderOptions::new();
        let mut warm =
            |styles: &[TextStyle], dpis: &[f64], options: &RenderOptions| canvas.warm(TEXT, styles, dpis, options);
        for dpi in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
            assert!(matches!(warm(&style, &[96.0, dpi], &plain), Err(Error::InvalidOption { .. })), "{dpi}");
        }
        assert!(warm(&[TextStyle::new(f64::NAN)], &[96.0], &plain).is_err());
        let large = [TextStyle::new(1e5)];
        assert!(matches!(warm(&large, &[96.0], &plain), Err(Error::LimitExceeded { limit: "glyph_ppem", .. })));
        let limits = Limits { text_bytes: 4, ..Limits::default() };
        let error = warm(&style, &[96.0], &plain.clone().with_limits(limits));
        assert!(matches!(error, Err(Error::LimitExceeded { limit: "text_bytes", .. })));
        let late = plain.clone().with_deadline(Instant::now() - Duration::from_secs(1));
        assert!(matches!(warm(&style, &[96.0], &late), Err(Error::DeadlineExceeded)));
        let token = CancelToken::new();
        token.cancel();
        assert!(matches!(warm(&style, &[96.0], &plain.clone().with_cancel(token)), Err(Error::Cancelled)));
        // Paths, and nothing at all.
        assert_eq!(warm(&[TextStyle::new(300.0)], &[96.0], &plain).unwrap(), 0);
        assert_eq!(warm(&[], &[96.0], &plain).unwrap() + warm(&style, &[], &plain).unwrap(), 0);
        assert_eq!(Engine::builder().with_cache_bytes(0).build().warm(TEXT, &style, &[96.0]).unwrap(), 0);
        let fontless = Engine::builder().with_fonts(FontLibrary::new()).build();
        assert!(matches!(fontless.warm(TEXT, &style, &[96.0]), Err(Error::NoFont)));
    }
}
