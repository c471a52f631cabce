//! stub
use super::*;
pub(crate) struct TextContext;
impl TextContext {
    pub(crate) fn new(_: &crate::font::FontLibrary) -> Self {
        Self
    }
    pub(crate) fn layout(
        &mut self,
        _: &crate::font::FontLibrary,
        _: &Paragraph,
        _: &crate::limits::Limits,
        _: &crate::watch::Watch,
    ) -> Result<TextLayout, crate::error::Error> {
        Err(crate::Error::NoFont)
    }
}
