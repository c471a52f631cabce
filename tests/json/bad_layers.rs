//! Filters, shadows, masks and texts as clips that are refused, and what is said of them.

use crate::bad_input::{message, scene};

#[test]
fn every_refusal_of_a_layer_says_where_what_and_why() {
    let cases = [
        (
            scene(r#"{"layer":{"filters":["blur"],"items":[]}}"#),
            r#"items[0].layer.filters[0] (line 1, column 70): found a name alone, expected an object with the name as its only key"#,
        ),
        (
            scene(r#"{"layer":{"filters":[{"blur":-1}],"items":[]}}"#),
            "items[0].layer: found blur's standard deviation -1, expected a finite number from 0 to 1000000",
        ),
        (
            scene(r#"{"layer":{"shadow":{"blur":3},"items":[]}}"#),
            "items[0].layer.shadow (line 1, column 72): found no `color`, expected a field `color`",
        ),
        (
            scene(r#"{"layer":{"mask":{"alpha":{"items":[{"fill":7}]}},"items":[]}}"#),
            "items[0].layer.mask.alpha.items[0].fill (line 1, column 88): found integer `7`, expected an object",
        ),
        (
            scene(r#"{"layer":{"mask":{"alpha":{"items":["pop"]}},"items":[]}}"#),
            "items[0].layer.mask.alpha.items[0]: found a pop without a push before it, expected a push before it among the same items",
        ),
        (
            scene(r#"{"text_clip":{"text":{"at":[1e300,0],"style":{"size":9},"text":"a"},"items":[]}}"#),
            "items[0].text_clip: found text origin 1e300, expected a finite number from -1000000 to 1000000",
        ),
    ];
    for (json, expected) in &cases {
        assert_eq!(message(json), *expected, "{json}");
    }
}
