//! [`Surface`]: the pixels of a band.

/// Premultiplied RGBA8 rows of a canvas, tightly packed: all columns, and the rows from `top` on.
#[derive(Debug)]
pub(crate) struct Surface<'a> {
    pub(crate) data: &'a mut [u8],
    /// Columns of the canvas.
    pub(crate) width: u32,
    /// Canvas row of the first row here.
    pub(crate) top: u32,
}
