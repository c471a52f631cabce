//! zeno: the coverage of each filled path, without a colour and without a canvas.

use std::rc::Rc;

use kurbo::PathEl;
use zeno::{Command, Mask, Scratch};

use super::Drawn;
use super::work::{Step, Work};

struct Zeno {
    paths: Vec<Vec<Command>>,
    scratch: Scratch,
}

pub fn ready(work: &Work, _: &Rc<Vec<u8>>) -> Option<Box<dyn Drawn>> {
    let path = |step: &Step| match step {
        Step::Path(path, _) => Some(path.elements().iter().map(|element| command(*element)).collect()),
        _ => None,
    };
    let paths: Option<Vec<_>> = work.steps.iter().map(path).collect();
    let paths = paths.filter(|paths| !paths.is_empty())?;
    Some(Box::new(Zeno { paths, scratch: Scratch::new() }))
}

impl Drawn for Zeno {
    fn draw(&mut self) {
        for path in &self.paths {
            std::hint::black_box(Mask::with_scratch(path.as_slice(), &mut self.scratch).render());
        }
    }

    fn pixels(&self) -> &[u8] {
        &[]
    }
}

/// An element of a path in zeno's words.
pub fn command(element: PathEl) -> Command {
    let at = |point: kurbo::Point| zeno::Vector::new(point.x as f32, point.y as f32);
    match element {
        PathEl::MoveTo(p) => Command::MoveTo(at(p)),
        PathEl::LineTo(p) => Command::LineTo(at(p)),
        PathEl::QuadTo(a, p) => Command::QuadTo(at(a), at(p)),
        PathEl::CurveTo(a, b, p) => Command::CurveTo(at(a), at(b), at(p)),
        PathEl::ClosePath => Command::Close,
    }
}
