//! [`Surface`]: the pixels of a band.

use super::arith::MIN_WIDTH;

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

    /// Whether its rows are too short to be worked on.
    #[inline]
    pub(super) fn is_narrow(&self) -> bool {
        (self.width as usize) < MIN_WIDTH
    }

    /// Calls `draw` with a row made long enough, and puts back what it has drawn.
    pub(super) fn widened(&mut self, y: u32, draw: impl FnOnce(&mut Surface<'_>)) {
        let Some(row) = self.row(y) else { return };
        let mut data = [0; MIN_WIDTH * 4];
        data[..row.len()].copy_from_slice(row);
        draw(&mut Surface { data: &mut data, width: MIN_WIDTH as u32, top: y });
        row.copy_from_slice(&data[..row.len()]);
    }
}
