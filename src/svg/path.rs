//! Path data: relative coordinates on a grid, so that rounding never adds up.

use kurbo::{BezPath, PathEl, Point};

use super::number::Grid;
use super::out::Out;
use crate::error::Error;

/// Elements written between two looks at the watch.
const ELEMENTS_PER_CHECK: usize = 4096;

/// Writes ` d=".."`.
pub(super) fn path_data(out: &mut Out<'_>, path: &BezPath, grid: Grid) -> Result<(), Error> {
    out.push(" d=\"");
    let mut pen = Pen { grid, at: (0, 0), start: (0, 0), command: ' ' };
    for (i, element) in path.elements().iter().enumerate() {
        if i % ELEMENTS_PER_CHECK == ELEMENTS_PER_CHECK - 1 {
            out.breathe()?;
        }
        pen.element(out.text(), element);
    }
    out.push("\"");
    Ok(())
}

struct Pen {
    grid: Grid,
    /// Where the renderer's pen stands, in steps.
    at: (i64, i64),
    start: (i64, i64),
    command: char,
}

impl Pen {
    fn element(&mut self, out: &mut String, element: &PathEl) {
        match *element {
            PathEl::MoveTo(p) => {
                // The first is absolute, and relative to the origin all the same.
                let command = if self.command == ' ' { 'M' } else { 'm' };
                self.draw(out, command, &[p]);
                self.start = self.at;
            }
            PathEl::LineTo(p) => self.line(out, p),
            PathEl::QuadTo(a, p) => self.draw(out, 'q', &[a, p]),
            PathEl::CurveTo(a, b, p) => self.draw(out, 'c', &[a, b, p]),
            PathEl::ClosePath => {
                out.push('z');
                self.command = 'z';
                self.at = self.start;
            }
        }
    }

    fn line(&mut self, out: &mut String, p: Point) {
        let to = self.steps(p);
        let (dx, dy) = (to.0.saturating_sub(self.at.0), to.1.saturating_sub(self.at.1));
        match (dx, dy) {
            (_, 0) => self.numbers(out, 'h', &[dx]),
            (0, _) => self.numbers(out, 'v', &[dy]),
            _ => self.numbers(out, 'l', &[dx, dy]),
        }
        self.at = to;
    }

    fn draw(&mut self, out: &mut String, command: char, points: &[Point]) {
        let mut numbers = [0; 6];
        for (pair, p) in numbers.chunks_exact_mut(2).zip(points) {
            let to = self.steps(*p);
            (pair[0], pair[1]) = (to.0.saturating_sub(self.at.0), to.1.saturating_sub(self.at.1));
        }
        self.numbers(out, command, &numbers[..points.len() * 2]);
        if let Some(end) = points.last() {
            self.at = self.steps(*end);
        }
    }

    fn steps(&self, p: Point) -> (i64, i64) {
        (self.grid.steps(p.x), self.grid.steps(p.y))
    }

    /// A command's letter, unless it is the one before, and its numbers; a minus needs no space before it.
    fn numbers(&mut self, out: &mut String, command: char, numbers: &[i64]) {
        // After a move the same letter would be a line.
        let mut first = command != self.command || command == 'm';
        if first {
            out.push(command);
        }
        self.command = command;
        for &n in numbers {
            if !first && n >= 0 {
                out.push(' ');
            }
            first = false;
            self.grid.push(out, n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::parse_svg_path;
    use crate::watch::Watch;

    fn written(data: &str) -> String {
        let (mut sink, watch) = (Vec::new(), Watch::default());
        let mut out = Out::new(&mut sink, &watch, "");
        path_data(&mut out, &parse_svg_path(data).unwrap(), Grid::for_scale(1.0)).unwrap();
        out.finish().unwrap();
        String::from_utf8(sink).unwrap()
    }

    #[test]
    fn data_is_short() {
        assert_eq!(written("M10 20 L30 20 L30 5 L0 0 L1 1 Z"), " d=\"M10 20h20v-15l-30-5 1 1z\"");
        assert_eq!(written("M1 1 h1 z M5 5 Q6 6 7 5 T9 5"), " d=\"M1 1h1zm4 4q1 1 2 0 1-1 2 0\"");
        assert_eq!(written("M1 1 h1 z h3"), " d=\"M1 1h1zm0 0h3\"");
        assert_eq!(written("M0 0 C1 2 3 4 5 6 L5 6"), " d=\"M0 0c1 2 3 4 5 6h0\"");
        assert_eq!(written(""), " d=\"\"");
    }

    #[test]
    fn rounding_does_not_add_up() {
        let zigzag: String = (0..300).map(|i| format!("L{} 0", f64::from(i) / 3.0)).collect();
        let data = written(&format!("M0 0 {zigzag}"));
        let back = parse_svg_path(data.trim_start_matches(" d=\"").trim_end_matches('"')).unwrap();
        for (i, element) in back.elements()[1..].iter().enumerate() {
            let PathEl::LineTo(p) = element else { panic!("lines") };
            assert!((p.x - i as f64 / 3.0).abs() < 1e-4, "{i}: {}", p.x);
        }
    }
}
