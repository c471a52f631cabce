//! Filters: each is bounded by the pixels of its region.

use super::{Refused, document};

const WIDE: &str = "x=\"-2\" y=\"-2\" width=\"5\" height=\"5\"";

fn filtered(region: &str, primitives: &str) -> String {
    document(&format!(
        "<filter id=\"f\" {region}>{primitives}</filter><rect width=\"100\" height=\"100\" filter=\"url(#f)\"/>"
    ))
}

#[test]
fn filters_are_bounded() {
    let mut table = Refused::new();
    let far = "filterUnits=\"userSpaceOnUse\" x=\"0\" y=\"0\" width=\"900000\" height=\"900000\"";
    table.row(
        "region",
        filtered(far, "<feFlood/>"),
        "the filter \"f\" of 1 primitives on 900000 x 900000 device pixels",
    );
    let far = "filterUnits=\"userSpaceOnUse\" width=\"90000000\" height=\"9\"";
    table.row("region off all canvases", filtered(far, "<feFlood/>"), "device pixels, at most 1000000");
    let octaves = |n: u32| format!("<feTurbulence baseFrequency=\".1\" numOctaves=\"{n}\"/>");
    let far = "x=\"-4\" y=\"0\" width=\"5\" height=\"1\"";
    table.row("region beyond layers", filtered(far, "<feFlood/>"), "a region of more than five times what is drawn");
    table.row("16 octaves", filtered("", &octaves(16)), "accepted");
    table.row("17 octaves", filtered("", &octaves(17)), "numOctaves 17, at most 16");
    table.row(
        "noise and noise",
        filtered(WIDE, &octaves(16).repeat(40)),
        "the filter \"f\": feTurbulence and before takes",
    );
    table.row("deviation", filtered("", "<feGaussianBlur stdDeviation=\"1e8\"/>"), "feGaussianBlur stdDeviation 1");
    table.row("deviation that sees all", filtered("", "<feGaussianBlur stdDeviation=\"9000 3\"/>"), "accepted");
    let shadow = "<feDropShadow dx=\"-1e9\" dy=\"0\" stdDeviation=\"2\"/>";
    table.row("shadow", filtered("", shadow), "feDropShadow by -1000000000 device pixels");
    let morphology = "<feMorphology operator=\"dilate\" radius=\"5000\"/>";
    table.row("morphology", filtered(WIDE, morphology), "the filter \"f\": feMorphology and before takes");
    let matrix = format!("<feConvolveMatrix order=\"99\" kernelMatrix=\"{}\"/>", "1 ".repeat(9_801));
    table.row("matrix", filtered(WIDE, &matrix), "the filter \"f\": feConvolveMatrix and before takes");
    table.row(
        "matrix without numbers",
        filtered("", "<feConvolveMatrix order=\"99999999\"/>"),
        "in `order`, at most 999",
    );
    let merge = format!("<feMerge>{}</feMerge>", "<feMergeNode/>".repeat(60_000));
    table.row("merge", filtered(WIDE, &merge), "the filter \"f\": feMerge and before takes");
    table.row("chain", filtered(WIDE, &"<feOffset dx=\"1\"/>".repeat(5_000)), "the filter \"f\" of 5000 primitives");
    let inner =
        format!("<g filter=\"url(#f)\">{}</g>", "<rect width=\"9\" height=\"9\" filter=\"url(#f)\"/>".repeat(15_000));
    let blur = format!("<filter id=\"f\" {WIDE}><feGaussianBlur stdDeviation=\"9\"/></filter>{inner}");
    table.row("filters of many", document(&blur), "limit `svg_work` exceeded");
    let functions = "blur(5px) ".repeat(3_000);
    let functions = document(&format!("<rect width=\"100\" height=\"100\" filter=\"{functions}\"/>"));
    table.row("filter functions", functions, "limit `svg_work` exceeded");
    for tile in ["<feTile/>", "<feOffset x=\"90\" y=\"90\" width=\"1\" height=\"1\" result=\"a\"/><feTile in=\"a\"/>"] {
        table.row("tile", filtered("", tile), "accepted");
    }
    let lights = "<feDiffuseLighting><fePointLight x=\"1e9\" y=\"5\" z=\"-1e9\"/></feDiffuseLighting>";
    table.row("light", filtered("", lights), "");
    let displaced = "<feDisplacementMap in2=\"SourceGraphic\" scale=\"1e9\"/>";
    table.row("displacement", filtered("", displaced), "accepted");
    table.done();
}
