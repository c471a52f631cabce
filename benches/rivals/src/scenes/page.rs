//! A page of 2,000 distinct hanzi (the first of GB 2312), 24 px.

use super::{Item, Scene, Text};

const HANZI: &str = include_str!("hanzi.txt");

/// The first `count` characters.
pub fn hanzi(count: usize) -> String {
    HANZI.chars().filter(|c| *c != '\n').take(count).collect()
}

pub fn scene() -> Scene {
    let text = Text::new((50.0, 90.0), 24.0, [28, 30, 34, 255], &hanzi(2000)).wrapped(1140.0, 36.0);
    let items = vec![Item::Text(text)];
    Scene { name: "page", width: 1240, height: 1754, background: Some([255; 4]), items, numbered: false }
}
