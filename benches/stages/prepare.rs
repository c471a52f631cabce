//! Scene to display list: text layout.

use divan::Bencher;
use inkstone::{Engine, Paragraph, RenderOptions, TextStyle};

/// 2,000 Chinese characters of 16 px, wrapped at 800 px, on a canvas that has laid it out before.
#[divan::bench]
fn layout_2000_hanzi(bencher: Bencher<'_, '_>) {
    let text = Paragraph::new(crate::hanzi(2000), TextStyle::new(16.0)).with_width(800.0);
    let mut canvas = Engine::new().canvas();
    bencher.bench_local(|| {
        let layout = canvas.layout(&text, &RenderOptions::new()).expect("the text is well formed");
        assert_eq!(layout.lines.len(), 40);
        layout
    });
}

/// The first line of text of a process: fonts are opened, shapers built.
#[divan::bench(sample_count = 20)]
fn first_layout(bencher: Bencher<'_, '_>) {
    let text = Paragraph::new("墨石 inkstone", TextStyle::new(16.0));
    bencher.bench_local(|| {
        Engine::new().canvas().layout(&text, &RenderOptions::new()).expect("the text is well formed").lines.len()
    });
}
