//! What is written, feature by feature.

use std::io::{self, Write};
use std::time::Instant;

use inkstone::kurbo::{Affine, Circle, Rect};
use inkstone::{
    BlendMode, CancelToken, Cap, Color, Engine, Error, FillRule, Gradient, HintingPolicy, Image, Join, Layer, Limits,
    Paragraph, Pixmap, Rasterizer, RenderOptions, Sampling, Scene, SceneBuilder, Spread, Stroke, StrokeAlign,
    SvgOptions, TextStyle, rotation,
};
use resvg::usvg::roxmltree::Document;

use crate::desk::{difference, resvg};
use crate::scenes::desk::{RED, TEAL, rect};

fn scene(draw: impl FnOnce(&mut SceneBuilder)) -> Scene {
    let mut scene = Scene::builder(64.0, 48.0);
    draw(&mut scene);
    scene.finish().unwrap()
}

fn write(scene: &Scene, options: &SvgOptions) -> Result<String, Error> {
    let mut svg = Vec::new();
    Engine::new().canvas().to_svg(scene, options, &mut svg)?;
    Ok(String::from_utf8(svg).unwrap())
}

/// The document's lines, which are checked to be well-formed together, without the first and the last.
fn lines(draw: impl FnOnce(&mut SceneBuilder)) -> Vec<String> {
    let svg = write(&scene(draw), &SvgOptions::new()).unwrap();
    Document::parse(&svg).unwrap();
    let lines: Vec<String> = svg.lines().map(str::to_owned).collect();
    lines[1..lines.len() - 1].to_vec()
}

fn count(text: &[String], part: &str) -> usize {
    text.iter().map(|line| line.matches(part).count()).sum()
}

#[test]
fn shapes() {
    let text = lines(|s| {
        s.fill(rect(1.0, 2.0, 3.5, 4.0), Color::from_rgb8(204, 51, 0));
        s.fill_with_rule("M0 0h9v9z", FillRule::EvenOdd, TEAL.with_alpha(0.5));
        s.transformed(Affine::new([1.0, 0.5, -0.25, 2.0, 3.0, 1.0 / 3.0]), |s| _ = s.fill("M0 0h1v1z", RED));
        // None of these is seen.
        s.fill(rect(0.0, 0.0, 9.0, 9.0), Color::TRANSPARENT).fill("", RED);
        s.transformed(Affine::new([1.0, 1.0, 1.0, 1.0, 0.0, 0.0]), |s| _ = s.fill("M0 0h1v1z", RED));
    });
    let expected = [
        r##"<path fill="#c30" d="M1 2h3.5v4h-3.5z"/>"##,
        r##"<path fill="#148c82" fill-opacity="0.502" fill-rule="evenodd" d="M0 0h9v9z"/>"##,
        r##"<path fill="#c82c28" transform="matrix(1 0.5 -0.25 2 3 0.333333333)" d="M0 0h1v1z"/>"##,
    ];
    assert_eq!(text, expected);
}

#[test]
fn strokes_that_do_not_scale() {
    // In the scene's coordinates, path, paint and all, as renderers without `vector-effect` need it.
    let text = lines(|s| {
        s.transformed(Affine::scale(2.0), |s| {
            s.stroke("M1 1h9", Stroke::new(3.0).with_non_scaling(true), RED);
            s.stroke("M1 1h9", Stroke::hairline(), RED);
            let paint = Gradient::linear((1.0, 0.0), (9.0, 0.0)).with_colors([RED, TEAL]);
            s.stroke("M1 1h9", Stroke::new(3.0).with_non_scaling(true), paint);
        });
    });
    let expected = [
        r##"<path fill="none" stroke="#c82c28" stroke-width="3" stroke-miterlimit="10" d="M2 2h18"/>"##,
        r##"<path fill="none" stroke="#c82c28" stroke-width="1" stroke-miterlimit="10" vector-effect="non-scaling-stroke" d="M2 2h18"/>"##,
        r##"<path fill="none" stroke="url(#p0)" stroke-width="3" stroke-miterlimit="10" d="M2 2h18"/>"##,
    ];
    assert_eq!([&text[0], &text[1], &text[3]], expected.each_ref());
    assert!(text[2].contains(r#"gradientTransform="matrix(2 0 0 2 0 0)""#), "{}", text[2]);
}

#[test]
fn strokes_on_one_side() {
    // Inside by a clip, outside by what the shape takes out of a layer.
    let text = lines(|s| _ = s.stroke("M1 1h9v9z", Stroke::new(3.0).with_align(StrokeAlign::Inside), RED));
    assert_eq!((count(&text, "<clipPath"), count(&text, "stroke-width=\"6\"")), (1, 1));
    let text = lines(|s| _ = s.stroke("M1 1h9v9z", Stroke::new(3.0).with_align(StrokeAlign::Outside), RED));
    assert_eq!((count(&text, "<clipPath"), count(&text, "stroke-width=\"6\"")), (0, 1));
    assert!(count(&text, "<mask") > 0);
    // Many after each other and inside layers are no more work for a renderer.
    let many = scene(|s| {
        s.layer(Layer::new().with_opacity(0.5), |s| {
            for _ in 0..100 {
                s.stroke("M1 1h9v9z", Stroke::new(3.0).with_align(StrokeAlign::Outside), RED);
            }
        });
    });
    assert!(write(&many, &SvgOptions::new()).is_ok());
}

#[test]
fn strokes() {
    let text = lines(|s| {
        let dashed = Stroke::new(3.0).with_dashes([5.0, 2.5, 1.0]).with_dash_offset(-2.0).with_cap(Cap::Round);
        s.stroke("M1 1h9", dashed.with_join(Join::Round), RED);
        s.stroke("M1 1h9v9", Stroke::new(0.1 + 0.2).with_cap(Cap::Square).with_dashes([0.0, 0.0]), RED);
        s.stroke("M1 1h9v9", Stroke::new(2.0).with_miter_limit(0.5), RED);
        s.stroke("M1 1h9", 0.0, RED).stroke("", 1.0, RED);
    });
    let expected = [
        r##"<path fill="none" stroke="#c82c28" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="5 2.5 1" stroke-dashoffset="-2" d="M1 1h9"/>"##,
        r##"<path fill="none" stroke="#c82c28" stroke-width="0.3" stroke-linecap="square" stroke-miterlimit="10" d="M1 1h9v9"/>"##,
        r##"<path fill="none" stroke="#c82c28" stroke-width="2" stroke-linejoin="bevel" d="M1 1h9v9"/>"##,
    ];
    assert_eq!(text, expected);
}

#[test]
fn gradients() {
    let text = lines(|s| {
        let line = Gradient::linear((0.0, 1.0), (8.0, 1.0)).with_stop(0.25, RED.with_alpha(0.0)).with_stop(1.0, TEAL);
        s.fill("M0 0h9v9z", line.clone()).fill("M0 0h9v8z", line.clone());
        s.fill("M0 0h9v9z", line.with_spread(Spread::Reflect).with_transform(Affine::scale(2.0)));
    });
    let expected = [
        r##"<linearGradient id="p0" x1="0" y1="1" x2="8" y2="1" gradientUnits="userSpaceOnUse"><stop offset="0.25" stop-color="#c82c28" stop-opacity="0"/><stop offset="1" stop-color="#148c82"/></linearGradient>"##,
        r##"<path fill="url(#p0)" d="M0 0h9v9z"/>"##,
        r##"<path fill="url(#p0)" d="M0 0h9v8z"/>"##,
        r##"<linearGradient id="p1" x1="0" y1="1" x2="8" y2="1" gradientUnits="userSpaceOnUse" spreadMethod="reflect" gradientTransform="matrix(2 0 0 2 0 0)"><stop offset="0.25" stop-color="#c82c28" stop-opacity="0"/><stop offset="1" stop-color="#148c82"/></linearGradient>"##,
        r##"<path fill="url(#p1)" d="M0 0h9v9z"/>"##,
    ];
    assert_eq!(text, expected);
}

#[test]
fn gradients_between_circles_use_fr_only_where_they_must() {
    let radial = |start: ((f64, f64), f64), end: ((f64, f64), f64), spread| {
        let gradient = Gradient::two_circles(start, end).with_colors([RED, TEAL]).with_spread(spread);
        lines(|s| _ = s.fill("M0 0h9v9z", gradient)).remove(0)
    };
    // A ring of 5 to 20 is a disc of 20 whose first quarter is of one colour.
    let ring = radial(((9.0, 9.0), 5.0), ((9.0, 9.0), 20.0), Spread::Pad);
    assert!(ring.contains(r#"cx="9" cy="9" r="20" gradientUnits"#) && ring.contains(r#"offset="0.25""#), "{ring}");
    // Turned around, with the colours in turn.
    let inwards = radial(((9.0, 9.0), 20.0), ((9.0, 9.0), 5.0), Spread::Pad);
    assert!(inwards.contains(r##"offset="0.25" stop-color="#148c82""##), "{inwards}");
    let repeated = radial(((9.0, 9.0), 5.0), ((9.0, 9.0), 20.0), Spread::Repeat);
    assert!(repeated.contains(r#"r="20" fr="5""#), "{repeated}");
    let cone = radial(((1.0, 9.0), 2.0), ((20.0, 9.0), 4.0), Spread::Pad);
    assert!(cone.contains(r#"r="4" fx="1" fy="9" fr="2""#), "{cone}");
}

#[test]
fn gradients_that_paint_nothing_are_not_written() {
    let red = |gradient: Gradient| gradient.with_colors([RED, RED]);
    let text = lines(|s| {
        s.fill("M0 0h9v9z", red(Gradient::linear((1.0, 1.0), (1.0, 1.0))));
        s.fill("M0 0h9v9z", red(Gradient::two_circles(((1.0, 1.0), 2.0), ((1.0, 1.0), 2.0))));
        s.fill("M0 0h9v9z", Gradient::conic((1.0, 1.0), 0.0));
        s.fill("M0 0h9v9z", red(Gradient::linear((1.0, 1.0), (2.0, 1.0))).with_transform(Affine::scale(0.0)));
        s.fill("M100 100h9v9z", red(Gradient::conic((1.0, 1.0), 0.0)));
    });
    assert!(text.is_empty(), "{text:?}");
}

#[test]
fn conic_gradients_are_wedges() {
    let gradient = Gradient::conic((20.0, 20.0), 0.5).with_colors([Color::BLACK, Color::WHITE]);
    let text = lines(|s| _ = s.fill(rect(4.0, 4.0, 30.0, 30.0), gradient.clone()));
    assert_eq!(count(&text, "<path"), 256 + 1);
    assert!(text[0].starts_with(
        r#"<pattern id="p0" patternUnits="userSpaceOnUse" width="32" height="32" patternTransform="matrix(1 0 0 1 3 3)">"#
    ));
    // Alpha that changes is a mask; alpha that does not is the group's.
    let fade = Gradient::conic((20.0, 20.0), 0.5).with_colors([RED.with_alpha(0.0), RED]);
    assert_eq!(count(&lines(|s| _ = s.fill(rect(4.0, 4.0, 30.0, 30.0), fade.clone())), "<mask"), 1);
    let even = Gradient::conic((20.0, 20.0), 0.5).with_colors([RED, TEAL].map(|color| color.with_alpha(0.5)));
    assert_eq!(count(&lines(|s| _ = s.fill(rect(4.0, 4.0, 30.0, 30.0), even.clone())), "opacity=\"0.502\""), 1);
    // Drawn alike, also where it is turned, enlarged, stroked, or text.
    let scene = scene(|s| {
        s.fill(rect(0.0, 0.0, 20.0, 20.0), fade).fill(rect(20.0, 0.0, 20.0, 20.0), even);
        s.transformed(Affine::translate((8.5, 30.25)) * rotation(0.3) * Affine::scale(0.3), |s| {
            s.stroke(rect(0.0, 0.0, 40.0, 40.0), 12.0, gradient.clone());
        });
        let big = Gradient::conic((0.7, 0.3), 0.0).with_colors([RED, TEAL, RED]);
        s.transformed(Affine::translate((40.0, 22.0)) * Affine::scale(24.0), |s| {
            _ = s.fill(rect(0.0, 0.0, 1.0, 1.0), big);
        });
        s.text((4.0, 28.0), Paragraph::new("墨", TextStyle::new(30.0).with_paint(gradient)));
    });
    let svg = write(&scene, &SvgOptions::new()).unwrap();
    // SVG holds outlines as they are.
    let options = RenderOptions::new().with_rasterizer(Rasterizer::TinySkia).with_hinting(HintingPolicy::None);
    let ours = Engine::new().canvas().render(&scene, &options).unwrap();
    let (mean, far) = difference(&ours, &resvg("conic", svg.as_bytes(), 64, 48));
    assert!(mean < 1.5 && far < 2.0, "{mean} {far}");
}

#[test]
fn clips_and_layers_are_groups() {
    let text = lines(|s| {
        s.clipped("M0 0h9v9z", |s| {
            s.fill("M0 0h1v1z", RED).clipped("M0 0h5v5z", |s| {
                // Groups are closed before what blends, which takes its clips along.
                s.layer(Layer::new().with_blend_mode(BlendMode::Multiply).with_opacity(0.5), |s| {
                    s.fill("M0 0h2v2z", RED);
                });
                s.layer(Layer::new(), |s| _ = s.fill("M0 0h3v3z", RED));
            });
            s.push_clip_with_rule("M0 0h4v4z", FillRule::EvenOdd).pop();
        });
        s.layer(Layer::new().with_blend_mode(BlendMode::Destination), |s| {
            s.clipped("M0 0h9v9z", |s| {
                _ = s.fill("M0 0h9v9z", TEAL).layer(Layer::new(), |s| _ = s.fill("M0 0h9v9z", TEAL));
            });
        });
    });
    let expected = [
        r#"<clipPath id="c0"><path d="M0 0h9v9z"/></clipPath>"#,
        r#"<g clip-path="url(#c0)">"#,
        r##"<path fill="#c82c28" d="M0 0h1v1z"/>"##,
        r#"<clipPath id="c1" clip-path="url(#c0)"><path d="M0 0h5v5z"/></clipPath>"#,
        "</g>",
        r#"<g clip-path="url(#c1)" opacity="0.5" style="mix-blend-mode:multiply">"#,
        r##"<path fill="#c82c28" d="M0 0h2v2z"/>"##,
        "</g>",
        r#"<g clip-path="url(#c1)">"#,
        r#"<g style="isolation:isolate">"#,
        r##"<path fill="#c82c28" d="M0 0h3v3z"/>"##,
        "</g>",
        "</g>",
        r#"<clipPath id="c2" clip-path="url(#c0)"><path clip-rule="evenodd" d="M0 0h4v4z"/></clipPath>"#,
    ];
    assert_eq!(text, expected);
}

#[test]
fn operators_are_masks_and_their_work_is_bounded() {
    let erase = |s: &mut SceneBuilder, mode: BlendMode| {
        s.layer(Layer::new().with_blend_mode(mode), |s| _ = s.fill("M0 0h4v4z", TEAL));
    };
    let text = lines(|s| erase(s.fill("M0 0h9v9z", RED), BlendMode::DestinationOut));
    let expected = [
        "<defs>",
        r#"<g id="b0">"#,
        r##"<path fill="#c82c28" d="M0 0h9v9z"/>"##,
        "</g>",
        r#"<g id="s0" style="isolation:isolate">"#,
        r##"<path fill="#148c82" d="M0 0h4v4z"/>"##,
        "</g>",
        r##"<mask id="ms0" maskUnits="userSpaceOnUse" x="-1" y="-1" width="66" height="50" style="mask-type:alpha"><use xlink:href="#s0" filter="url(#fn)"/></mask>"##,
        "</defs>",
        r##"<g mask="url(#ms0)"><use xlink:href="#b0"/></g>"##,
    ];
    assert_eq!(text[text.len() - 10..], expected);
    // One use of what lies below: any number of them. Two uses: some.
    let many = |mode, n| scene(|s| (0..n).for_each(|_| erase(s, mode)));
    write(&many(BlendMode::DestinationOut, 200), &SvgOptions::new()).unwrap();
    write(&many(BlendMode::SourceAtop, 8), &SvgOptions::new()).unwrap();
    let refused = write(&many(BlendMode::SourceAtop, 9), &SvgOptions::new());
    assert!(matches!(refused, Err(Error::Unsupported { what }) if what.contains("256 times")));
    // Also inside each other.
    fn nested(s: &mut SceneBuilder, depth: usize) {
        if depth > 0 {
            s.layer(Layer::new().with_blend_mode(BlendMode::Xor), |s| nested(s, depth - 1));
        }
    }
    assert!(write(&scene(|s| nested(s, 4)), &SvgOptions::new()).is_ok());
    assert!(write(&scene(|s| nested(s, 9)), &SvgOptions::new()).is_err());
}

#[test]
fn hundreds_of_clips_inside_each_other() {
    let scene = scene(|s| {
        (0..300).for_each(|i| _ = s.push_clip(rect(f64::from(i) / 20.0, 2.0, 40.0, 40.0)));
        s.fill(rect(0.0, 0.0, 64.0, 48.0), RED);
        s.layer(Layer::new().with_blend_mode(BlendMode::Multiply), |s| _ = s.fill(rect(0.0, 0.0, 64.0, 20.0), TEAL));
        s.push_clip("").fill(rect(0.0, 0.0, 64.0, 48.0), TEAL).pop();
        (0..300).for_each(|_| _ = s.pop());
    });
    let svg = write(&scene, &SvgOptions::new()).unwrap();
    let document = Document::parse(&svg).unwrap();
    let deepest = document.descendants().map(|node| node.ancestors().count()).max();
    assert!(deepest < Some(8), "{deepest:?}");
    let ours = Engine::new().canvas().render(&scene, &RenderOptions::new()).unwrap();
    let (mean, far) = difference(&ours, &resvg("clips", svg.as_bytes(), 64, 48));
    assert!(mean < 1.0 && far < 3.0, "{mean} {far}");
}

#[test]
fn everything_at_once() {
    let mut builder = Scene::builder(160.0, 120.0);
    crate::support::varied_shapes(&mut builder);
    let scene = builder.finish().unwrap();
    let svg = write(&scene, &SvgOptions::new()).unwrap();
    let ours = Engine::new().canvas().render(&scene, &RenderOptions::new()).unwrap();
    let (mean, far) = difference(&ours, &resvg("varied", svg.as_bytes(), 160, 120));
    println!("varied shapes: {mean} {far}");
    assert!(mean < 3.0 && far < 5.0, "{mean} {far}");
}

#[test]
fn pictures_are_embedded_once() {
    let picture = || Pixmap::from_straight([255, 0, 0, 128].repeat(12), 4, 3).unwrap();
    let text = lines(|s| {
        let smooth = Image::from(picture());
        let equal = Image::from(picture()).with_sampling(Sampling::Nearest);
        s.image(&smooth, rect(2.0, 2.0, 8.0, 6.0)).image(&smooth, Rect::new(20.0, 2.0, 10.0, 5.0));
        s.image(&equal, rect(2.0, 20.0, 8.0, 6.0)).image(&smooth, rect(0.0, 0.0, 0.0, 6.0));
    });
    assert_eq!(count(&text, "<image"), 1);
    assert!(text[1].starts_with(
        r#"<image id="i0" width="4" height="3" preserveAspectRatio="none" xlink:href="data:image/png;base64,iVBORw0KGgo"#
    ));
    let expected = [
        r##"<use xlink:href="#i0" transform="matrix(2 0 0 2 2 2)" style="image-rendering:smooth"/>"##,
        r##"<use xlink:href="#i0" transform="matrix(-2.5 0 0 1 20 2)" style="image-rendering:smooth"/>"##,
        r##"<use xlink:href="#i0" transform="matrix(2 0 0 2 2 20)" image-rendering="optimizeSpeed" style="image-rendering:pixelated"/>"##,
    ];
    assert_eq!(text[3..], expected);
}

#[test]
fn glyphs_are_defined_once() {
    let text = lines(|s| {
        s.text((2.0, 20.0), Paragraph::new("墨石 墨", TextStyle::new(10.0).with_paint(RED)));
        s.text((2.0, 40.0), Paragraph::new("石", TextStyle::new(20.0)));
    });
    assert_eq!(count(&text, "<path id="), 2);
    let second = r##"<g fill="#000" transform="matrix(0.02 0 0 0.02 2 40)"><use xlink:href="#g1"/></g>"##;
    assert_eq!(text.last().unwrap(), second);
    // A gradient's coordinates are the scene's: the run clips one rectangle.
    let text = lines(|s| {
        let paint = Gradient::linear((0.0, 0.0), (60.0, 0.0)).with_colors([RED, TEAL]);
        s.text((2.0, 20.0), Paragraph::new("墨石", TextStyle::new(10.0).with_paint(paint)));
    });
    assert_eq!((count(&text, "<clipPath"), count(&text, "<rect"), count(&text, "<use")), (1, 1, 2));
}

#[test]
fn a_page_of_two_thousand_characters_is_small() {
    let engine = Engine::new();
    let face = engine.fonts().faces().next().unwrap().clone();
    let text: String = ('\u{4e00}'..'\u{9fff}').filter(|c| face.covers(*c)).take(2000).collect();
    let page = |text: String| {
        let mut page = Scene::builder(1240.0, 1754.0);
        page.text((40.0, 60.0), Paragraph::new(text, TextStyle::new(24.0)).with_width(1160.0));
        write(&page.finish().unwrap(), &SvgOptions::new()).unwrap()
    };
    let distinct = page(text.clone());
    let common = page(text.chars().take(300).cycle().take(2000).collect());
    println!("2,000 characters: {} bytes, of 300 kinds: {} bytes", distinct.len(), common.len());
    assert_eq!(distinct.matches("<path id").count(), 2000);
    assert!(distinct.len() < 1_100_000 && common.len() < 200_000);
}

#[test]
fn every_title_is_xml() {
    let all: String = ('\0'..='\u{2fff}').chain("\u{fffe}\u{ffff}\u{10ffff}墨<]]>&amp;\"'".chars()).collect();
    let options = SvgOptions::new().with_title(all.clone()).with_description("a\r\nb\tc");
    let svg = write(&scene(|_| {}), &options).unwrap();
    let document = Document::parse(&svg).unwrap();
    let text = |name: &str| {
        let node = document.descendants().find(|node| node.has_tag_name(name)).unwrap();
        node.text().unwrap_or_default().to_owned()
    };
    let allowed =
        |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let expected: String = all.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect();
    assert_eq!(text("title"), expected);
    assert_eq!(text("desc"), "a\r\nb\tc");
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.contains(r#"viewBox="0 0 64 48""#));
}

#[test]
fn the_same_bytes_every_time() {
    let poster = crate::poster::scene().unwrap();
    let options = SvgOptions::new().with_background(Color::WHITE).with_id_prefix("a-1_");
    let once = write(&poster, &options).unwrap();
    let engine = Engine::new();
    let mut canvas = engine.canvas();
    let list = canvas.prepare(&poster, &RenderOptions::new()).unwrap();
    canvas.render(&list, &RenderOptions::new()).unwrap();
    for _ in 0..2 {
        let mut again = Vec::new();
        canvas.to_svg(&list, &options, &mut again).unwrap();
        assert!(once.as_bytes() == again);
    }
    // Ids are unique, and nothing refers to what is not there.
    let document = Document::parse(&once).unwrap();
    let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(ids.iter().all(|id| id.starts_with("a-1_")));
    for part in once.split("url(#").skip(1).chain(once.split("href=\"#").skip(1)) {
        let id = part.split([')', '"']).next().unwrap();
        assert!(ids.binary_search(&id).is_ok(), "{id}");
    }
    for prefix in ["1a", "-a", "a b", "ä", "a\"", &"a".repeat(65)] {
        let refused = write(&poster, &SvgOptions::new().with_id_prefix(prefix));
        assert!(matches!(refused, Err(Error::InvalidOption { option: "id_prefix", .. })), "{prefix}");
    }
}

/// Takes so many bytes, and keeps the longest piece it is given.
struct Limited {
    left: usize,
    longest: usize,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.longest = self.longest.max(bytes.len());
        self.left = self.left.checked_sub(bytes.len()).ok_or_else(|| io::Error::other("full"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn refusals() {
    let poster = crate::poster::scene().unwrap();
    let mut canvas = Engine::new().canvas();
    for left in [0, 1000, 50_000, 100_000] {
        let full = canvas.to_svg(&poster, &SvgOptions::new(), Limited { left, longest: 0 });
        assert!(matches!(full, Err(Error::Io { source, .. }) if source.to_string() == "full"), "{left}");
    }
    let mut all = Limited { left: usize::MAX, longest: 0 };
    canvas.to_svg(&poster, &SvgOptions::new(), &mut all).unwrap();
    assert!(all.longest < 100_000, "written in pieces: {}", all.longest);
    let token = CancelToken::new();
    token.cancel();
    assert!(matches!(write(&poster, &SvgOptions::new().with_cancel(token)), Err(Error::Cancelled)));
    assert!(matches!(write(&poster, &SvgOptions::new().with_deadline(Instant::now())), Err(Error::DeadlineExceeded)));
    let mut limits = Limits::default();
    limits.glyph_ppem = 20;
    let refused = write(&poster, &SvgOptions::new().with_limits(limits));
    assert!(matches!(refused, Err(Error::LimitExceeded { limit: "glyph_ppem", asked: 150, allowed: 20 })));
    // A small size is no reason to refuse: outlines are in font units, of which an em has more.
    let mut limits = Limits::default();
    limits.glyph_ppem = 20;
    let small = scene(|s| _ = s.text((1.0, 9.0), Paragraph::new("墨", TextStyle::new(9.0))));
    write(&small, &SvgOptions::new().with_limits(limits)).unwrap();
    let huge = scene(|s| {
        s.transformed(Affine::scale(1e6), |s| _ = s.transformed(Affine::scale(1e6), |s| _ = s.fill("M0 0h9v9z", RED)));
    });
    assert!(matches!(write(&huge, &SvgOptions::new()), Err(Error::InvalidNumber { item: 2, .. })));
}

#[test]
fn the_end_of_an_endless_text_is_left_out() {
    // As a render leaves it out.
    let far = scene(|s| _ = s.text((0.0, 999_990.0), Paragraph::new("墨\n墨\n墨", TextStyle::new(20.0))));
    Engine::new().canvas().render(&far, &RenderOptions::new()).unwrap();
    let svg = write(&far, &SvgOptions::new()).unwrap();
    assert_eq!(svg.matches("<use").count(), 1, "{svg}");
}

#[test]
fn extreme_scenes_are_documents() {
    let tiny = Affine::scale(1e-6);
    let extreme = scene(|s| {
        let conic = Gradient::conic((1e6, -1e6), 1e6).with_colors([RED, TEAL]);
        s.fill(rect(-1e6, -1e6, 2e6, 2e6), conic.clone());
        s.transformed(tiny, |s| {
            s.fill(rect(0.0, 0.0, 1e6, 1e6), conic.clone()).stroke("M0 0L1e6 1e6", 1e6, conic);
            s.text((0.0, 1e6), Paragraph::new("墨", TextStyle::new(1e6)));
            s.transformed(tiny, |s| {
                _ = s.transformed(tiny, |s| _ = s.text((0.0, 0.0), Paragraph::new("墨", TextStyle::new(1e-300))));
            });
        });
        s.fill(Circle::new((0.0, 0.0), 1e-9), RED).stroke("M0 0h0z", 1e-9, RED);
    });
    let mut limits = Limits::default();
    limits.glyph_ppem = u64::MAX;
    let engine = Engine::builder().with_limits(limits).build();
    let mut svg = Vec::new();
    engine.canvas().to_svg(&extreme, &SvgOptions::new(), &mut svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    let document = Document::parse(&svg).unwrap();
    let geometry = ["d", "x", "y", "width", "height", "transform", "patternTransform", "stroke-width", "x1", "fx"];
    for attribute in document.descendants().flat_map(|node| node.attributes()) {
        let value = attribute.value().trim_start_matches("matrix");
        let plain = |c: char| c.is_ascii_digit() || "-. ()MLmlhvqcz".contains(c);
        assert!(!geometry.contains(&attribute.name()) || value.chars().all(plain), "{attribute:?}");
    }
}
