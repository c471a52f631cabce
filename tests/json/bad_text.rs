//! Texts that are refused: their boxes, settings and bounds.

use crate::bad_input::{message, text};

#[test]
fn every_refusal_of_a_text_says_what_and_why() {
    let cases = [
        (
            text(r#""spans":[{"text":"a","box":{"width":1,"height":1}}],"style":{"size":9}"#),
            "items[0].text: found a span with both `text` and `box`, expected one of them",
        ),
        (
            text(r#""spans":[{}],"style":{"size":9}"#),
            "items[0].text: found a span with neither `text` nor `box`, expected one of them",
        ),
        (
            text(r#""spans":[{"box":{"width":-1,"height":1}}],"style":{"size":9}"#),
            "items[0].text: found box.width -1, expected px from 0 to 1000000",
        ),
        (
            text(r#""spans":[{"box":{"width":1,"height":1,"image":{"source":{"file":"a.png"}}}}],"style":{"size":9}"#),
            "items[0].text.spans[0].box.image.source.file: found \"a.png\", which cannot be read: No such file or directory \
             (os error 2), expected the relative path of a PNG or SVG file inside the scene's folder",
        ),
        (
            text(r#""text":"a","style":{"size":9,"features":[["kerning",1]]}"#),
            "items[0].text: found features kerning, expected four characters of ASCII, from the space to the tilde",
        ),
        (
            text(r#""text":"a","style":{"size":9,"variations":[["wght",1e9]]}"#),
            "items[0].text: found variations 1000000000, expected a number from -32768 to 32767",
        ),
        (
            text(r#""text":"a","style":{"size":9},"fit":{"least":9,"greatest":8}"#),
            "items[0].text: found fit.greatest 8, expected px from the least size up to 1000000",
        ),
        (
            text(r#""text":"a","style":{"size":9},"height":-1"#),
            "items[0].text: found height -1, expected px from 0 to 1000000",
        ),
    ];
    for (json, expected) in &cases {
        assert_eq!(message(json), *expected, "{json}");
    }
}
