//! The shapes that resvg alone does not survive, and their like.

use std::time::{Duration, Instant};

use inkstone::kurbo::Rect;
use inkstone::{Image, RenderOptions, Scene};

use super::{Refused, document, support};

/// `#p0` in `#p1` in `#p2` ..., each twice.
fn nested(element: &str, property: &str, content: &str, depth: usize) -> String {
    let mut defs = format!("<{element} id=\"p0\" {content}><rect width=\"9\" height=\"9\"/></{element}>");
    for i in 1..depth {
        let inner = format!("<rect width=\"50\" height=\"50\" {property}=\"url(#p{})\"/>", i - 1);
        defs.push_str(&format!("<{element} id=\"p{i}\" {content}>{inner}{inner}</{element}>"));
    }
    document(&format!("{defs}<rect width=\"100\" height=\"100\" {property}=\"url(#p{})\"/>", depth - 1))
}

const TILE: &str = "patternUnits=\"userSpaceOnUse\" width=\"90\" height=\"90\"";
const TINY: &str = "patternUnits=\"userSpaceOnUse\" width=\".001\" height=\"50000\"";

#[test]
fn the_four_of_the_issue() {
    let mut table = Refused::new();
    let filtered = |primitive: &str| {
        document(&format!("<filter id=\"f\">{primitive}</filter><rect width=\"50\" height=\"50\" filter=\"url(#f)\"/>"))
    };
    table.row(
        "huge feOffset",
        filtered("<feOffset dx=\"999999999\"/>"),
        "the filter \"f\": feOffset by 1000000000 device pixels, at most 1000000",
    );
    table.row(
        "huge numOctaves",
        filtered("<feTurbulence baseFrequency=\".1\" numOctaves=\"100000\"/>"),
        "the filter \"f\": feTurbulence numOctaves 100000, at most 16",
    );
    table.row("nested patterns", nested("pattern", "fill", TILE, 30), "limit `svg_nodes` exceeded");
    table.row(
        "a path without a size",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0L100000 100000L0 9z\"/></svg>",
        "no size: neither a width and a height nor a viewBox",
    );
    table.done();
}

#[test]
fn what_is_repeated_in_what_is_repeated() {
    let mut table = Refused::new();
    table.row("patterns six deep", nested("pattern", "fill", TILE, 6), "accepted");
    table.row("patterns twelve deep", nested("pattern", "fill", TILE, 12), "");
    table.row("patterns of odd tiles", nested("pattern", "fill", TINY, 3), "device pixels");
    table.row("strokes of patterns", nested("pattern", "stroke", TILE, 30), "limit `svg_nodes` exceeded");
    table.row("masks", nested("mask", "mask", "", 30), "limit `svg_nodes` exceeded");
    table.row("masks, eight deep", nested("mask", "mask", "", 8), "accepted");
    table.row("clips", nested("clipPath", "clip-path", "", 30), "limit `svg_nodes` exceeded");
    let filters = "x=\"0\" y=\"0\" width=\"1\" height=\"1\"";
    let image =
        |i: usize| format!("<filter id=\"f{i}\" {filters}><feImage href=\"#r{i}\"/><feImage href=\"#r{i}\"/></filter>");
    let images = (0..20).map(|i| {
        format!("{}<g id=\"r{i}\"><rect width=\"9\" height=\"9\" filter=\"url(#f{})\"/></g>", image(i), i + 1)
    });
    let images =
        document(&format!("{}<rect width=\"9\" height=\"9\" filter=\"url(#f0)\"/>", images.collect::<String>()));
    table.row("feImage in feImage", images, "limit `svg_nodes` exceeded");
    let uses = (0..24).map(|i| format!("<g id=\"u{}\"><use xlink:href=\"#u{i}\"/><use href=\"#u{i}\"/></g>", i + 1));
    let uses =
        document(&format!("<defs><g id=\"u0\"><rect/></g>{}</defs><use href=\"#u24\"/>", uses.collect::<String>()));
    table.row("uses of uses", uses, "limit `svg_nodes` exceeded");
    let dots = "h1".repeat(20_000);
    let marked = document(&format!(
        "<marker id=\"m\"><path d=\"M0 0{dots}\"/>{}</marker><path marker-mid=\"url(#m)\" d=\"M0 0{dots}\"/>",
        "<rect width=\"1\" height=\"1\"/>".repeat(50)
    ));
    table.row("markers", marked, "limit `svg_nodes` exceeded");
    let styled = document(&format!(
        "<style>g rect {{ fill: url(#p5) }}</style>{}",
        (0..30)
            .map(|i| {
                let inner = "<rect width=\"9\" height=\"9\"/>".repeat(2);
                format!("<pattern id=\"p{i}\" width=\"1\" height=\"1\"><g>{inner}</g></pattern>")
            })
            .collect::<String>()
    ));
    table.row("patterns through style sheets", styled, "\"#p5\" leads back to itself");
    let held: String = (0..70).map(|_| "<g opacity=\".9\">").collect();
    let held = document(&format!("{held}<rect width=\"9\" height=\"9\"/>{}", "</g>".repeat(70)));
    let stops = "<stop/>".repeat(40_000);
    let rects = "<rect width=\"99\" height=\"99\" fill=\"url(#g)\"/>".repeat(6);
    let stops = document(&format!("<linearGradient id=\"g\">{stops}</linearGradient>{rects}"));
    table.row("gradient stops", stops, "limit `svg_");
    table.row("layers in layers", held, "accepted");
    table.done();
}

#[test]
fn numbers_beyond_measure() {
    let mut table = Refused::new();
    let path = |attributes: &str| document(&format!("<path id=\"p\" fill=\"none\" stroke=\"red\" {attributes}/>"));
    table.row("coordinates", path("d=\"M0 0L1e30 1e30L0 5\""), "the number 1e30 in `d`");
    table.row("coordinates within", path("d=\"M0 0L1e8 1e8L0 5\""), "the path \"p\" reaches to 100000");
    table.row("arcs", path("d=\"M0 0A1e38 1e38 0 0 1 1e20 5\""), "the number 1e38 in `d`");
    table.row("width", path("d=\"M0 0L9 9\" stroke-width=\"1e8\""), "the path \"p\" reaches to");
    table.row(
        "width in style",
        path("d=\"M0 0L9 9\" style=\"stroke-width:1e30\""),
        "the number 1e30 in `stroke-width`",
    );
    table.row("dashes", path("d=\"M0 0L99999 9\" stroke-dasharray=\".00001\""), "limit `dashes` exceeded");
    let dashes = "M0 0H99".repeat(20_000);
    table.row("dashes of many", path(&format!("d=\"{dashes}\" stroke-dasharray=\".01\"")), "limit `dashes` exceeded");
    table.row("scale", path("transform=\"scale(1e8)\" d=\"M0 0L9 9\""), "the path \"p\" reaches to");
    table.row(
        "scales in scales",
        path("transform=\"scale(1e9) scale(1e9) scale(1e9) scale(1e9) scale(1e9)\" d=\"M0 0L9 9\""),
        "",
    );
    let curves = "c1e8 3 -1e8 7 1e7 -9".repeat(2_000);
    table.row("curves", path(&format!("d=\"M0 0{curves}\" stroke-width=\"900\"")), "reaches to");
    let scribble: String = (0..90_000_u64).map(|i| format!("L{} {}", i * 7_919 % 100, i * 104_729 % 97)).collect();
    let loops: String = (0..50_000).map(|i| format!("M{0} 0C90 99 5 99 {0} 0", i % 97)).collect();
    table.row("loops whose chords have no length", path(&format!("d=\"{loops}\"")), "limit `");
    table.row("scribble", path(&format!("d=\"M0 0{scribble}\"")), "limit `");
    table.row("many segments", path(&format!("d=\"M0 0{}\"", "l1 9l-1-9".repeat(1_600_000))), "limit `");
    table.row(
        "a size of nothing",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"5\"/>",
        "not positive",
    );
    table.row(
        "a size of 1e30",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e30\" height=\"5\"/>",
        "1e30 in `width`",
    );
    let far =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 .000001 .000001\"><path d=\"M0 0L9 9V0z\"/></svg>";
    table.row("a view box of nearly nothing", far, "");
    table.row("a big tile", document("<pattern id=\"t\" patternUnits=\"userSpaceOnUse\" width=\"90000\" height=\"90000\"><rect width=\"9\" height=\"9\"/></pattern><rect width=\"9\" height=\"9\" fill=\"url(#t)\"/>"), "the pattern \"t\" has a tile of 90000 x 90000 device pixels");
    table.done();
}

/// As deep as is allowed, on a stack of 1 MiB.
#[test]
fn the_stack_suffices() {
    let chain = |element: &str, property: &str, content: &str| {
        let links: String = (1..48)
            .map(|i| {
                let inner = format!("<rect width=\"50\" height=\"50\" {property}=\"url(#p{})\"/>", i - 1);
                format!("<{element} id=\"p{i}\" {content}>{inner}</{element}>")
            })
            .collect();
        document(&format!(
            "<{element} id=\"p0\" {content}><rect width=\"9\" height=\"9\"/></{element}>{links}\
            <rect width=\"100\" height=\"100\" {property}=\"url(#p47)\"/>"
        ))
    };
    let uses: String = (1..48).map(|i| format!("<g id=\"u{i}\"><use href=\"#u{}\" x=\"1\"/></g>", i - 1)).collect();
    let rows = [
        ("patterns", chain("pattern", "fill", TILE)),
        ("masks", chain("mask", "mask", "")),
        ("clips", chain("clipPath", "clip-path", "")),
        ("uses", document(&format!("<g id=\"u0\"><rect width=\"9\" height=\"9\"/></g>{uses}<use href=\"#u47\"/>"))),
        (
            "groups",
            document(&format!(
                "{}<rect width=\"9\" height=\"9\"/>{}",
                "<g opacity=\".9\">".repeat(98),
                "</g>".repeat(98)
            )),
        ),
    ];
    let run = move || {
        let mut table = Refused::new();
        rows.into_iter().for_each(|(name, svg)| table.row(name, svg, ""));
        table.done();
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

/// A scene that draws pictures, all over each other.
fn scene_of(images: &[Image]) -> Scene {
    let mut scene = Scene::builder(400.0, 400.0);
    for image in images {
        scene.image(image, Rect::new(0.0, 0.0, 400.0, 400.0));
    }
    scene.finish().unwrap()
}

/// Layers over layers: steps of drawing that no one is asked about, and few bytes.
fn layers(count: usize) -> String {
    document(&"<g opacity=\".9\"><rect width=\"100\" height=\"100\"/></g>".repeat(count))
}

#[test]
fn styles_take_no_longer_than_they_may() {
    let mut table = Refused::new();
    let sheet = |style: &str, elements: &str| document(&format!("<style>{style}</style>{elements}"));
    let rect = "<rect class=\"a\"/>";
    table.row("a sheet as others are", sheet(&".a{fill:red}".repeat(500), &rect.repeat(2_000)), "accepted");
    table.row("rules for elements", sheet(&".a{fill:red}".repeat(9_000), &rect.repeat(9_000)), "limit `svg_work`");
    let declarations = format!("rect{{{}}}", "fill:red;".repeat(4_000));
    table.row("declarations for elements", sheet(&declarations, &rect.repeat(9_000)), "too long to compare");
    table.row("many declarations", sheet(&format!("a{{{}}}", "fill:red;".repeat(90_000)), rect), "limit `svg_work`");
    table.row("many words", sheet(&format!("a{{b:{}}}", "c ".repeat(300_000)), rect), "limit `svg_work`");
    let style = format!("<rect style=\"{}\"/>", "fill:red;".repeat(90_000));
    table.row("many in an attribute", document(&style), "limit `svg_nodes`");
    let style = format!("<rect id=\"r\" style=\"{}\"/>", "fill:red;".repeat(2_000));
    table.row(
        "often in an attribute",
        document(&format!("{style}{}", "<use href=\"#r\"/>".repeat(5_000))),
        "limit `svg_",
    );
    table.done();
}

#[test]
fn work_is_summed_over_a_render() {
    let mut canvas = support::engine().build().canvas();
    let mut draw = |images: &[Image]| {
        let start = Instant::now();
        let drawn = canvas.render(&scene_of(images), &RenderOptions::new());
        println!("{} pictures: {:.1?}", images.len(), start.elapsed());
        (drawn.map(drop), start.elapsed())
    };
    let image = Image::from_svg(layers(1_500).into_bytes());
    assert!(draw(std::slice::from_ref(&image)).0.is_ok());
    let different = |n: usize| Image::from_svg(format!("{}<!-- {n} -->", layers(1_500)).into_bytes());
    for images in [vec![image; 30], (0..30).map(different).collect()] {
        let (drawn, took) = draw(&images);
        let error = drawn.unwrap_err();
        assert!(error.to_string().contains("limit `svg_work` exceeded"), "{error}");
        assert!(took < Duration::from_secs(10), "{took:.1?}");
    }
}
