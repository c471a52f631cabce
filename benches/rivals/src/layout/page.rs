//! Pages of Chinese as they are written: common characters often, rare ones seldom, punctuation, a Latin word here and
//! there.

use crate::raster::work::Noise;
use crate::scenes::page::hanzi;

const MARKS: [char; 8] = ['，', '，', '，', '。', '。', '、', '；', '：'];
const WORDS: [&str; 6] = ["Rust", "PNG", "2026", "inkstone", "Unicode 17", "GB 2312"];

/// Some `count` characters in paragraphs of 200 to 280. Each seed is another text.
pub fn text(count: usize, seed: u32) -> String {
    let hanzi: Vec<char> = hanzi(2000).chars().collect();
    let mut noise = Noise(0x2545_f491 ^ seed.wrapping_mul(0x9e37_79b9) | 1);
    let mut text = String::new();
    let (mut written, mut clause, mut paragraph) = (0, 0, 0);
    while written < count {
        let u = noise.next();
        let rank = (u * u * u * hanzi.len() as f64) as usize;
        text.push(hanzi[rank.min(hanzi.len() - 1)]);
        (written, clause, paragraph) = (written + 1, clause + 1, paragraph + 1);
        if clause > 6 && noise.next() < 0.18 {
            text.push(MARKS[(noise.next() * MARKS.len() as f64) as usize]);
            (written, clause, paragraph) = (written + 1, 0, paragraph + 1);
            if paragraph > 200 {
                text.push('\n');
                paragraph = 0;
            }
        } else if noise.next() < 0.008 {
            let word = WORDS[(noise.next() * WORDS.len() as f64) as usize];
            text.push_str(word);
            (written, paragraph) = (written + word.len(), paragraph + word.len());
        }
    }
    text
}
