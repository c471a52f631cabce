//! References: those that leave the document, and those that lead back.

use super::{Refused, document};

#[test]
fn what_is_outside_stays_outside() {
    let mut table = Refused::new();
    for href in ["http://localhost/x.png", "file:///etc/hostname", "x.png", "../x.svg", "//host/x.png", "x.svg#a"] {
        for element in ["image", "use", "feImage", "textPath", "linearGradient"] {
            for attribute in ["href", "xlink:href"] {
                let svg = document(&format!("<{element} {attribute}=\"{href}\" width=\"9\" height=\"9\"/>"));
                table.row(&format!("{element} {attribute}"), svg, &format!("the external reference {href:?}"));
            }
        }
        let svg = document(&format!("<rect width=\"9\" height=\"9\" fill=\"url({href}) red\"/>"));
        table.row("fill", svg, &format!("the external reference {href:?}"));
        let svg = document(&format!("<rect width=\"9\" height=\"9\" style=\"mask : URL( '{href}' )\"/>"));
        table.row("mask in style", svg, &format!("the external reference {href:?}"));
        let svg = document(&format!("<style>@font-face {{ src: url({href}) }}</style>"));
        table.row("font", svg, &format!("the external reference {href:?}"));
    }
    let sheet = "<?xml-stylesheet href=\"x.css\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    table.row("style sheet", sheet, "the external reference \"href=\\\"x.css\\\"\"");
    table.row("import", document("<style>@import 'x.css';</style>"), "the style sheet refers to another");
    table.row("a link is no part of a picture", document("<a href=\"https://example.org\"><rect/></a>"), "accepted");
    table.done();
}

#[test]
fn nothing_leads_back() {
    let mut table = Refused::new();
    let back = "leads back to itself";
    for svg in [
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<use id=\"a\" href=\"#a\"/>",
        "<use id=\"a\" href=\"#b\"/><use id=\"b\" href=\"#c\"/><use id=\"c\" href=\"#a\"/>",
        "<pattern id=\"a\" width=\"1\" height=\"1\"><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/></pattern>",
        // Through what a child has from its ancestors.
        "<g fill=\"url(#a)\"><pattern id=\"a\" width=\"1\" height=\"1\"><rect width=\"9\" height=\"9\"/></pattern>\
         <rect width=\"9\" height=\"9\"/></g>",
        "<mask id=\"a\" mask=\"url(#b)\"><rect/></mask><mask id=\"b\" mask=\"url(#a)\"><rect/></mask>",
        "<clipPath id=\"a\"><rect clip-path=\"url(#a)\"/></clipPath>",
        "<filter id=\"a\"><feImage href=\"#b\"/></filter><g id=\"b\"><rect filter=\"url(#a)\"/></g>",
        "<marker id=\"a\"><path d=\"M0 0h9v9\" marker-end=\"url(#a)\"/></marker>",
        "<style>.x { fill: url(#a) }</style><pattern id=\"a\"><rect class=\"x\"/></pattern>",
        "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/>",
    ] {
        table.row(svg, document(svg), back);
    }
    // What a child says itself holds.
    let own = "<g fill=\"url(#a)\"><pattern id=\"a\" width=\"1\" height=\"1\"><rect fill=\"red\" width=\"9\" height=\"9\"/>\
               </pattern><rect width=\"9\" height=\"9\"/></g>";
    table.row("own fill", document(own), "accepted");
    table.done();
}
