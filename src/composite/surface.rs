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

impl Surface<'_> {
    /// The pixels of a canvas row, where it lies here.
    #[inline]
    pub(super) fn row(&mut self, y: u32) -> Option<&mut [u8]> {
        let stride = self.width as usize * 4;
        let start = y.checked_sub(self.top)? as usize * stride;
        self.data.get_mut(start..start + stride)
    }
}
