//! XML: nesting, entities, attributes, what is no XML.

use super::{Refused, document};

#[test]
fn broken_and_bottomless() {
    let mut table = Refused::new();
    let deep = |n: usize| document(&format!("{}<rect/>{}", "<g>".repeat(n), "</g>".repeat(n)));
    table.row("200,000 deep", deep(200_000), "limit `svg_nesting` exceeded: 101 asked for, 100 allowed");
    table.row("100 deep", deep(100), "limit `svg_nesting`");
    table.row("99 deep", deep(99), "accepted");
    table.row("200,000 open", "<g>".repeat(200_000), "limit `svg_nesting` exceeded");
    let laughs: String =
        (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE svg [<!ENTITY l0 \"ha\">{laughs}]>{}", document("<text>&l9;</text>"));
    table.row("billion laughs", laughs, "stands for more than plain text");
    let long = format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]>{}", "x".repeat(600), document("&a;"));
    table.row("long entity", long, "an entity of 600 bytes, at most 512");
    let many = format!("<!DOCTYPE svg [{}]>{}", "<!ENTITY a \"b\">".repeat(99), document(""));
    table.row("many entities", many, "more than 64 entities");
    let text = "&a;".repeat(300_000);
    let often = format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]>{}", "x".repeat(500), document(&text));
    table.row("entity often", often, "limit `svg_bytes` exceeded");
    let file = format!("<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>{}", document("<text>&a;</text>"));
    table.row("external entity", file, "");
    let plain = format!(
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\" [<!ENTITY ns \"http://www.w3.org/2000/svg\">]>{}",
        "<svg xmlns=\"&ns;\" viewBox=\"0 0 9 9\"/>"
    );
    table.row("namespace entity", plain, "accepted");
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=\"\"")).collect();
    table.row("attributes", document(&format!("<g{attributes}/>")), "100000 attributes of \"<g");
    let namespaces: String = (0..500).map(|i| format!(" xmlns:a{i}=\"a{i}\"")).collect();
    table.row("namespaces", document(&format!("<g{namespaces}/>").repeat(400)), "namespaces are declared");
    table.row("many nodes", document(&"<g/>".repeat(300_000)), "limit `svg_nodes` exceeded");
    table.row("many siblings", document(&"<rect width=\"1\" height=\"1\"/>".repeat(200_000)), "accepted");
    table.row("much text", document(&format!("<text>{}</text>", "x".repeat(300_000))), "limit `svg_nodes` exceeded");
    table.row("big", " ".repeat(17 << 20), "limit `svg_bytes` exceeded");
    table.row("gzip", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "compressed with gzip");
    table.row("no UTF-8", vec![b'<', 0xff, b'>'], "no UTF-8 at byte 1");
    table.row("empty", "", "SVG: ");
    table.row("no XML", "hello", "SVG: ");
    table.row("cut", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><g>", "SVG: ");
    table.row("HTML", "<html viewBox=\"0 0 9 9\"/>", "the root element is <html>, not <svg>");
    let rules: String = (0..3_000).map(|i| format!(".a{i} g * .b{i} .c {{ fill: red }}")).collect();
    table.row("style", document(&format!("<style>{rules}</style>{}", "<g/>".repeat(3_000))), "limit `svg_work`");
    let selector = "g ".repeat(40);
    table.row("selector", document(&format!("<style>{selector} {{ fill: red }}</style>")), "take too long to compare");
    table.done();
}
