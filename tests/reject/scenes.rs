//! Limits of scenes; pushes and pops.

use inkstone::kurbo::{Affine, BezPath, Circle, Rect};
use inkstone::{Layer, Paragraph, SceneBuilder, TextStyle};

use crate::{BLACK, Bench, NAN, lowered, nothing, square};

#[test]
fn limits_of_scenes() {
    let mut bench = Bench::standard();
    let nested = |n: usize| {
        move |scene: &mut SceneBuilder| {
            (0..n).for_each(|_| nothing(scene.push_transform(Affine::IDENTITY)));
            (0..n).for_each(|_| nothing(scene.pop()));
        }
    };
    bench.scene("1,000 deep", "accepted", nested(1_000));
    bench.scene("1,001 deep", "limit nesting", nested(1_001));
    bench.scene("100,000 deep", "limit nesting", nested(100_000));
    bench.scene_with("5 deep of 4", "limit nesting", &lowered(|l| l.nesting = 4), nested(5));
    let layers = |n: usize| {
        move |scene: &mut SceneBuilder| {
            (0..n).for_each(|_| nothing(scene.push_layer(Layer::new())));
            scene.fill(Rect::new(0.0, 0.0, 50.0, 40.0), BLACK);
            (0..n).for_each(|_| nothing(scene.pop()));
        }
    };
    bench.scene("64 layers", "accepted", layers(64));
    bench.scene("65 layers", "limit layers", layers(65));
    bench.scene_with("3 layers of 2", "limit layers", &lowered(|l| l.layers = 2), layers(3));
    bench.scene_with("1 layer of 0", "limit layers", &lowered(|l| l.layers = 0), layers(1));
    let clips = |n: usize| {
        move |scene: &mut SceneBuilder| {
            (0..n).for_each(|_| nothing(scene.push_clip(square())));
            scene.fill(square(), BLACK);
            (0..n).for_each(|_| nothing(scene.pop()));
        }
    };
    // 50 x 40: a canvas and a layer are 8,000 bytes; a clip of a rectangle is a span of 16 bytes for each of its rows.
    for (name, bytes, expected, describe) in [
        // One with nothing in it is not even made. Items, outlines and the plan of them take some thousand bytes besides.
        ("layers", 8_000 * 3 + 7_900, "accepted", Box::new(layers(2)) as Box<dyn FnOnce(&mut SceneBuilder)>),
        ("layers", 8_000 * 3 - 1, "limit render_bytes", Box::new(layers(2))),
        ("clips", 8_000 + 2_000 * 5 + 8_000, "accepted", Box::new(clips(5))),
        ("clips", 8_000 + 2_000, "limit render_bytes", Box::new(clips(5))),
    ] {
        bench.scene_with(&format!("{name}, {bytes} bytes"), expected, &lowered(|l| l.render_bytes = bytes), describe);
    }
    // One after the other they share the bytes.
    bench.scene_with("layers in turn", "accepted", &lowered(|l| l.render_bytes = 16_000 + 20_000), |scene| {
        (0..20).for_each(|_| nothing(scene.layer(Layer::new(), |_| {})));
    });
    let items = |n: usize| move |scene: &mut SceneBuilder| (0..n).for_each(|_| nothing(scene.fill(Rect::ZERO, BLACK)));
    bench.scene_with("7 items of 7", "accepted", &lowered(|l| l.scene_items = 7), items(7));
    bench.scene_with("8 items of 7", "limit scene_items", &lowered(|l| l.scene_items = 7), items(8));
    let zigzag = |n: usize| -> BezPath {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        (1..n).for_each(|i| path.line_to((i as f64, (i % 2) as f64)));
        path
    };
    for (n, expected) in [(20, "accepted"), (21, "limit path_segments")] {
        let lower = lowered(|l| l.path_segments = 20);
        bench.scene_with(&format!("fill of {n}"), expected, &lower, |scene| nothing(scene.fill(zigzag(n), BLACK)));
        bench.scene_with(&format!("stroke of {n}"), expected, &lower, |scene| {
            nothing(scene.stroke(zigzag(n), 1.0, BLACK));
        });
        bench.scene_with(&format!("clip of {n}"), expected, &lower, |scene| nothing(scene.clipped(zigzag(n), |_| {})));
    }
    let text = |text: &str, size: f64| {
        let paragraph = Paragraph::new(text, TextStyle::new(size));
        move |scene: &mut SceneBuilder| nothing(scene.text((1.0, 20.0), paragraph))
    };
    bench.scene_with("6 bytes of 6", "accepted", &lowered(|l| l.text_bytes = 6), text("墨石", 9.0));
    bench.scene_with("6 bytes of 5", "limit text_bytes", &lowered(|l| l.text_bytes = 5), text("墨石", 9.0));
    bench.scene("5 MB of text", "limit text_bytes", text(&"a".repeat(5 << 20), 9.0));
    bench.scene_with("20 px of 20", "accepted", &lowered(|l| l.glyph_ppem = 20), text("墨", 20.0));
    bench.scene_with("21 px of 20", "limit glyph_ppem", &lowered(|l| l.glyph_ppem = 20), text("墨", 20.5));
    bench.scene_with("few points", "limit glyph_points", &lowered(|l| l.glyph_points = 3), text("龜", 20.0));
    bench.done(27);
}

#[test]
fn unbalanced_scenes() {
    let mut bench = Bench::standard();
    let id = Affine::IDENTITY;
    bench.scene("pop alone", "unbalanced at 0", |s| nothing(s.pop()));
    bench.scene("pop after a fill", "unbalanced at 1", |s| nothing(s.fill(square(), BLACK).pop()));
    bench.scene("a pop too many", "unbalanced at 2", |s| nothing(s.push_transform(id).pop().pop()));
    bench.scene("push alone", "unbalanced at 0", |s| nothing(s.push_transform(id)));
    bench.scene("clip left open", "unbalanced at 0", |s| nothing(s.push_clip(square())));
    bench.scene("layer left open", "unbalanced at 1", |s| nothing(s.fill(square(), BLACK).push_layer(Layer::new())));
    bench.scene("the inner one", "unbalanced at 1", |s| nothing(s.push_layer(Layer::new()).push_clip(square())));
    bench.scene("pop before push", "unbalanced at 0", |s| nothing(s.pop().push_transform(id)));
    bench.scene("a closure pops", "unbalanced at 2", |s| nothing(s.clipped(square(), |s| nothing(s.pop()))));
    bench.scene("a closure pushes", "unbalanced at 2", |s| {
        nothing(s.layer(Layer::new(), |s| nothing(s.push_clip(square()))));
    });
    bench.scene("the first offence counts", "number: path coordinate", |s| {
        s.fill(Circle::new((NAN, 0.0), 1.0), BLACK).pop().push_clip("bad");
    });
    bench.scene("path data before balance", "path data at 0", |s| nothing(s.push_clip("bad").pop().pop()));
    bench.done(12);
}
