//! JSON that is refused, and what is said of it.

use inkstone::{Limits, Scene};

use crate::folder;

/// The message, the path and what else the error says in one line.
pub(crate) fn message(json: impl AsRef<[u8]>) -> String {
    match Scene::from_json_with(json, &Limits::default(), Some(&folder())) {
        Ok(scene) => panic!("accepted: {scene:?}"),
        Err(error) => error.to_string(),
    }
}

/// A scene around items.
pub(crate) fn scene(items: &str) -> String {
    format!(r#"{{"version":1,"width":9,"height":9,"items":[{items}]}}"#)
}

/// A scene around one fill.
fn fill(shape: &str, paint: &str) -> String {
    scene(&format!(r#"{{"fill":{{"shape":{shape},"paint":{paint}}}}}"#))
}

pub(crate) fn text(fields: &str) -> String {
    scene(&format!(r#"{{"text":{{"at":[0,0],{fields}}}}}"#))
}

pub(crate) fn image(source: &str) -> String {
    scene(&format!(r#"{{"image":{{"source":{source},"rect":[0,0,1,1]}}}}"#))
}

#[test]
fn every_refusal_says_where_what_and_why() {
    let cases: Vec<(String, &str)> = vec![
        (String::new(), "JSON scene (line 1, column 1): found the end, expected a JSON value"),
        ("   ".into(), "JSON scene (line 1, column 3): found the end, expected a JSON value"),
        ("{".into(), "JSON scene (line 1, column 1): found the end, expected the rest of an object"),
        (scene("")[..60 - 18].into(), "items (line 1, column 42): found the end, expected a JSON value"),
        ("墨".into(), r#"JSON scene (line 1, column 1): found "墨", expected a JSON value"#),
        ("\0".into(), r#"JSON scene (line 1, column 1): found "\0", expected a JSON value"#),
        (
            r#"{"version":1,"width":9,"height":9,"items":["#.into(),
            "items (line 1, column 43): found the end, expected the rest of an array",
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":[]}}"#.into(),
            r#"JSON scene (line 1, column 46): found "}", expected the end of the text"#,
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":[],}"#.into(),
            r#"JSON scene (line 1, column 46): found "}", expected no comma before a closing bracket"#,
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":[}"#.into(),
            r#"items[0] (line 1, column 44): found "}", expected a JSON value"#,
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":[{"fill":{"shape":"M0 0"#.into(),
            "items[0].fill.shape (line 1, column 65): found the end, expected the rest of a string",
        ),
        (r#"{version:1}"#.into(), r#"JSON scene (line 1, column 2): found "version:1}", expected a string as key"#),
        (
            r#"{"version":1 "width":9}"#.into(),
            r#"JSON scene (line 1, column 14): found "\"width\":9}", expected `,` or `}`"#,
        ),
        (r#"{'version':1}"#.into(), r#"JSON scene (line 1, column 2): found "'version':1}", expected a string as key"#),
        (scene("// none"), r#"items[0] (line 1, column 44): found "// none]}", expected a JSON value"#),
        (
            scene(r#"{"fill":"\x"}"#),
            r#"items[0].fill (line 1, column 54): found "x\"}]}", expected valid JSON (invalid escape)"#,
        ),
        (
            scene(r#"{"fill":{"shape":"\ud800","paint":"red"}}"#),
            r#"items[0].fill.shape (line 1, column 68): found "\",\"paint\":\"r", expected valid JSON (unexpected end of hex escape)"#,
        ),
        (
            scene("\"\u{1}\""),
            r#"items[0] (line 1, column 45): found "\u{1}\"]}", expected valid JSON (control character (\u0000-\u001F) found while parsing a string)"#,
        ),
        (scene("nul"), r#"items[0] (line 1, column 47): found "]}", expected true, false or null"#),
        (scene("01"), r#"items[0] (line 1, column 45): found "1]}", expected a number"#),
        (scene("\"pop\","), r#"items (line 1, column 50): found "]}", expected no comma before a closing bracket"#),
        ("[]".into(), "JSON scene (line 1, column 1): found an array, expected an object"),
        ("7".into(), "JSON scene (line 1, column 1): found integer `7`, expected an object"),
        ("null".into(), "JSON scene (line 1, column 4): found null, expected an object"),
        ("{}".into(), "JSON scene (line 1, column 2): found no `version`, expected a field `version`"),
        (
            r#"{"version":1,"width":9,"height":9}"#.into(),
            "JSON scene (line 1, column 34): found no `items`, expected a field `items`",
        ),
        (
            r#"{"version":2,"width":9,"height":9,"items":[]}"#.into(),
            "version (line 1, column 12): found integer `2`, expected 1, the version of the format",
        ),
        (
            r#"{"version":"1","width":9,"height":9,"items":[]}"#.into(),
            r#"version (line 1, column 14): found string "1", expected 1, the version of the format"#,
        ),
        (
            r#"{"version":1.5,"width":9,"height":9,"items":[]}"#.into(),
            "version (line 1, column 14): found floating point `1.5`, expected 1, the version of the format",
        ),
        (
            r#"{"version":1,"version":1,"width":9,"height":9,"items":[]}"#.into(),
            "JSON scene (line 1, column 22): found `version` twice, expected each field once",
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":[],"background":"red"}"#.into(),
            "background (line 1, column 57): found unknown field `background`, expected one of `$schema`, `version`, `width`, `height`, `language`, `items`",
        ),
        (
            r#"{"version":1,"width":"9","height":9,"items":[]}"#.into(),
            r#"width (line 1, column 24): found string "9", expected a number"#,
        ),
        (
            r#"{"version":1,"width":0,"height":9,"items":[]}"#.into(),
            "JSON scene: found 0 x 9 px, expected finite sides above 0, up to 1000000 px",
        ),
        (
            r#"{"version":1,"width":-9,"height":9,"items":[]}"#.into(),
            "JSON scene: found -9 x 9 px, expected finite sides above 0, up to 1000000 px",
        ),
        (
            r#"{"version":1,"width":1e7,"height":9,"items":[]}"#.into(),
            "JSON scene: found 10000000 x 9 px, expected finite sides above 0, up to 1000000 px",
        ),
        (
            r#"{"version":1,"width":1e999,"height":9,"items":[]}"#.into(),
            r#"width (line 1, column 26): found "9,\"height\":9", expected a number that fits f64"#,
        ),
        (
            r#"{"version":1,"width":NaN,"height":9,"items":[]}"#.into(),
            r#"width (line 1, column 22): found "NaN,\"height\"", expected a JSON value"#,
        ),
        (
            r#"{"version":1,"width":Infinity,"height":9,"items":[]}"#.into(),
            r#"width (line 1, column 22): found "Infinity,\"he", expected a JSON value"#,
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":{}}"#.into(),
            "items (line 1, column 42): found an object, expected an array",
        ),
        (
            r#"{"version":1,"width":9,"height":9,"items":null}"#.into(),
            "items (line 1, column 46): found null, expected an array",
        ),
        (
            r#"{"$schema":1,"version":1,"width":9,"height":9,"items":[]}"#.into(),
            "$schema (line 1, column 12): found integer `1`, expected a string",
        ),
        ("[".repeat(200_000), "limit `json_depth` exceeded: 200000 asked for, 120 allowed"),
        (
            format!("{}{}", "[".repeat(200_000), "]".repeat(200_000)),
            "limit `json_depth` exceeded: 200000 asked for, 120 allowed",
        ),
        (r#"{"a":"#.repeat(200_000), "limit `json_depth` exceeded: 200000 asked for, 120 allowed"),
        (
            scene(&format!("{}{}", r#"{"layer":{"items":["#.repeat(50_000), "]}}".repeat(50_000))),
            "limit `json_depth` exceeded: 150002 asked for, 120 allowed",
        ),
        (
            scene(&vec![r#"{"push_layer":{}}"#; 1001].join(",")),
            "limit `nesting` exceeded: 1001 asked for, 1000 allowed",
        ),
        (
            scene("7"),
            r#"items[0] (line 1, column 44): found integer `7`, expected an object with a verb as its only key, or "pop""#,
        ),
        (scene("{}"), "items[0] (line 1, column 45): found an object, expected one key"),
        (
            scene("\"fill\""),
            "items[0] (line 1, column 49): found a name alone, expected an object with the name as its only key",
        ),
        (
            scene("\"push\""),
            "items[0] (line 1, column 49): found unknown name `push`, expected one of `fill`, `stroke`, `image`, `text`, `transform`, `clip`, `text_clip`, `layer`, `push_transform`, `push_clip`, `push_text_clip`, `push_layer`, `pop`",
        ),
        (
            scene(r#"{"draw":{}}"#),
            "items[0].draw (line 1, column 50): found unknown name `draw`, expected one of `fill`, `stroke`, `image`, `text`, `transform`, `clip`, `text_clip`, `layer`, `push_transform`, `push_clip`, `push_text_clip`, `push_layer`, `pop`",
        ),
        (scene(r#"{"pop":{}}"#), "items[0].pop (line 1, column 50): found an object, expected the name alone"),
        (
            scene(r#"{"fill":{"shape":"M0 0","paint":"red"},"pop":null}"#),
            "items[0] (line 1, column 87): found an object with more than one key, expected one key",
        ),
        (scene(r#"{"fill":null}"#), "items[0].fill (line 1, column 55): found null, expected an object"),
        (
            scene(r#"{"fill":{"shape":"M0 0"}}"#),
            "items[0].fill (line 1, column 67): found no `paint`, expected a field `paint`",
        ),
        (
            scene(r#"{"fill":{"shape":"M0 0","paint":"red","colour":"red"}}"#),
            "items[0].fill.colour (line 1, column 89): found unknown field `colour`, expected one of `shape`, `rule`, `paint`",
        ),
        (
            scene(r#"{"fill":{"shape":"M0 0","shape":"M0 0","paint":"red"}}"#),
            "items[0].fill (line 1, column 74): found `shape` twice, expected each field once",
        ),
        (
            scene(r#"{"fill":{"shape":"M0 0","paint":"red","rule":"odd"}}"#),
            r#"items[0].fill.rule (line 1, column 93): found string "odd", expected one of `nonzero`, `evenodd`"#,
        ),
        (
            scene(r#"{"fill":{"shape":"M0 0","paint":"red","rule":null}}"#),
            "items[0].fill.rule (line 1, column 92): found null, expected one of `nonzero`, `evenodd`",
        ),
        (
            scene(r#"{"fill":["M0 0","nonzero","red"]}"#),
            "items[0].fill (line 1, column 51): found an array, expected an object",
        ),
        (scene(r#"{"pop":null}"#), "items[0] (line 1, column 55): found an object, expected the name alone"),
        (
            fill(r#"{"circle":[[0,0],5]}"#, r#""red""#),
            "items[0].fill.shape.circle (line 1, column 70): found an array, expected an object",
        ),
        (
            text(r#""text":"a","style":[9]"#),
            "items[0].text.style (line 1, column 82): found an array, expected an object",
        ),
        (
            text(r#""text":"a","style":{"size":9},"line_height":{"normal":null}"#),
            "items[0].text.line_height (line 1, column 122): found an object, expected the name alone",
        ),
        (
            scene("\"pop\""),
            "items[0]: found a pop without a push before it, expected a push before it among the same items",
        ),
        (
            scene(r#"{"push_layer":{}}"#),
            r#"items: found a push without a pop after it, expected "pop" for each push before the items end"#,
        ),
        (
            scene(r#"{"layer":{"items":["pop"]}},{"push_layer":{}}"#),
            "items[0].layer.items[0]: found a pop without a push before it, expected a push before it among the same items",
        ),
        (
            scene(r#"{"layer":{"items":[{"push_transform":[1,0,0,1,0,0]}]}},"pop""#),
            r#"items[0].layer.items: found a push without a pop after it, expected "pop" for each push before the items end"#,
        ),
        (
            fill(r#""L1 1""#, r#""red""#),
            r#"items[0].fill.shape (line 1, column 66): found "L1 1" at byte 0 of the path data, expected `M` or `m`, which path data begins with"#,
        ),
        (
            fill(r#""M0 0 L2 x""#, r#""red""#),
            r#"items[0].fill.shape (line 1, column 71): found "x" at byte 8 of the path data, expected a number"#,
        ),
        (
            fill(r#""M0 0 L1e999 0""#, r#""red""#),
            r#"items[0].fill.shape (line 1, column 75): found "1e999 0" at byte 6 of the path data, expected a number that fits f64"#,
        ),
        (
            fill(r#""M0 0 H1e7""#, r#""red""#),
            "items[0].fill: found path coordinate 10000000, expected a finite number from -1000000 to 1000000",
        ),
        (
            fill("7", r#""red""#),
            "items[0].fill.shape (line 1, column 61): found integer `7`, expected a string of SVG path data, or an object with a shape's name as its only key",
        ),
        (
            fill("[0,0]", r#""red""#),
            "items[0].fill.shape (line 1, column 61): found an array, expected a string of SVG path data, or an object with a shape's name as its only key",
        ),
        (fill("{}", r#""red""#), "items[0].fill.shape (line 1, column 62): found an object, expected one key"),
        (
            fill(r#"{"square":[0,0,1]}"#, r#""red""#),
            "items[0].fill.shape.square (line 1, column 69): found unknown name `square`, expected one of `rect`, `rounded_rect`, `circle`, `ellipse`, `arc`, `line`, `polyline`, `polygon`",
        ),
        (
            fill(r#"{"rect":[0,0,1]}"#, r#""red""#),
            "items[0].fill.shape.rect (line 1, column 75): found an array of 3, expected [x, y, width, height], or an object with `from` and `to`",
        ),
        (
            fill(r#"{"rect":[0,0,1,1,1]}"#, r#""red""#),
            r#"items[0].fill.shape.rect (line 1, column 78): found "1]},\"paint\":", expected the end of the array"#,
        ),
        (
            fill(r#"{"rect":[0,0,"1",1]}"#, r#""red""#),
            r#"items[0].fill.shape.rect[2] (line 1, column 76): found string "1", expected a number"#,
        ),
        (
            fill(r#"{"rect":{"from":[0,0]}}"#, r#""red""#),
            "items[0].fill.shape.rect (line 1, column 82): found no `to`, expected a field `to`",
        ),
        (
            fill(r#"{"circle":{"center":[0,0],"radius":1e7}}"#, r#""red""#),
            "items[0].fill: found path coordinate 10000000, expected a finite number from -1000000 to 1000000",
        ),
        (
            fill(r#"{"circle":{"center":[0],"radius":1}}"#, r#""red""#),
            "items[0].fill.shape.circle.center (line 1, column 83): found an array of 1, expected an array of 2",
        ),
        (
            fill(r#"{"circle":{"center":[0,0],"radius":1,"x":0}}"#, r#""red""#),
            "items[0].fill.shape.circle.x (line 1, column 100): found unknown field `x`, expected `center` or `radius`",
        ),
        (
            fill(r#"{"rounded_rect":{"rect":[0,0,9,9],"radius":[1,2]}}"#, r#""red""#),
            "items[0].fill.shape.rounded_rect.radius (line 1, column 108): found an array of 2, expected an array of 4",
        ),
        (
            fill(r#"{"rect":[0,0,1,1],"circle":{}}"#, r#""red""#),
            "items[0].fill.shape (line 1, column 86): found an object with more than one key, expected one key",
        ),
        (
            fill(r#""M0 0""#, r#""rde""#),
            r##"items[0].fill.paint (line 1, column 80): found string "rde", expected a CSS colour such as "#c33", "rgb(200 40 40 / 50%)" or "teal""##,
        ),
        (
            fill(r#""M0 0""#, r#""""#),
            r##"items[0].fill.paint (line 1, column 77): found string "", expected a CSS colour such as "#c33", "rgb(200 40 40 / 50%)" or "teal""##,
        ),
        (
            fill(r#""M0 0""#, r##""#ff""##),
            r##"items[0].fill.paint (line 1, column 80): found string "#ff", expected a CSS colour such as "#c33", "rgb(200 40 40 / 50%)" or "teal""##,
        ),
        (
            fill(r#""M0 0""#, r#""color(srgb 1 0 nan)""#),
            r##"items[0].fill.paint (line 1, column 96): found string "color(srgb 1 0 nan)", expected a CSS colour such as "#c33", "rgb(200 40 40 / 50%)" or "teal""##,
        ),
        (
            fill(r#""M0 0""#, "[255,0,0]"),
            "items[0].fill.paint (line 1, column 76): found an array, expected a CSS colour, or an object with a gradient's kind or `pattern` as its only key",
        ),
        (
            fill(r#""M0 0""#, r#"{"linear":{"start":[0,0],"stops":[]}}"#),
            "items[0].fill.paint.linear (line 1, column 111): found no `end`, expected a field `end`",
        ),
        (
            fill(r#""M0 0""#, r#"{"diagonal":{}}"#),
            "items[0].fill.paint.diagonal (line 1, column 86): found unknown name `diagonal`, expected one of `linear`, `radial`, `two_circles`, `conic`, `pattern`",
        ),
        (
            fill(r#""M0 0""#, r#"{"radial":{"center":[0,0],"radius":-1}}"#),
            "items[0].fill: found gradient radius -1, expected a finite number from 0 to 1000000",
        ),
        (
            fill(r#""M0 0""#, r#"{"radial":{"center":[0,0],"radius":1,"stops":[[0,"red"],[2,"red"]]}}"#),
            "items[0].fill: found gradient stop 2, expected a number from 0 to 1",
        ),
        (
            fill(r#""M0 0""#, r#"{"radial":{"center":[0,0],"radius":1,"stops":[{"offset":0}]}}"#),
            "items[0].fill.paint.radial.stops[0] (line 1, column 121): found an object, expected an array of 2",
        ),
        (
            fill(r#""M0 0""#, r#"{"radial":{"center":[0,0],"radius":1,"colors":["red","blu"]}}"#),
            r##"items[0].fill.paint.radial.colors[1] (line 1, column 133): found string "blu", expected a CSS colour such as "#c33", "rgb(200 40 40 / 50%)" or "teal""##,
        ),
        (
            fill(r#""M0 0""#, r#"{"conic":{"center":[0,0],"start_angle":0,"spread":"mirror"}}"#),
            r#"items[0].fill.paint.conic.spread (line 1, column 133): found string "mirror", expected one of `pad`, `repeat`, `reflect`"#,
        ),
        (
            fill(r#""M0 0""#, r#"{"conic":{"center":[0,0],"start_angle":0,"transform":[1,0,0]}}"#),
            "items[0].fill.paint.conic.transform (line 1, column 135): found an array of 3, expected an array of 6",
        ),
        (
            scene(r#"{"stroke":{"shape":"M0 0","paint":"red"}}"#),
            "items[0].stroke (line 1, column 83): found no `width`, expected a field `width`",
        ),
        (
            scene(r#"{"stroke":{"shape":"M0 0","paint":"red","width":-1}}"#),
            "items[0].stroke: found stroke width -1, expected a finite number from 0 to 1000000",
        ),
        (
            scene(r#"{"stroke":{"shape":"M0 0","paint":"red","width":1,"cap":"flat"}}"#),
            r#"items[0].stroke.cap (line 1, column 105): found string "flat", expected one of `butt`, `round`, `square`"#,
        ),
        (
            scene(r#"{"stroke":{"shape":"M0 0","paint":"red","width":1,"scaling":"screen"}}"#),
            r#"items[0].stroke.scaling (line 1, column 111): found string "screen", expected one of `shape`, `scene`, `device`"#,
        ),
        (
            scene(r#"{"stroke":{"shape":"M0 0","paint":"red","width":1,"dashes":[1,-2]}}"#),
            "items[0].stroke: found dash length -2, expected a finite number from 0 to 1000000",
        ),
        (
            scene(r#"{"transform":{"matrix":[1,0,0,1,0],"items":[]}}"#),
            "items[0].transform.matrix (line 1, column 77): found an array of 5, expected an array of 6",
        ),
        (
            scene(r#"{"transform":{"matrix":[1,0,0,1,1e300,0],"items":[]}}"#),
            "items[0].transform: found transform 1e300, expected a finite number from -1000000 to 1000000",
        ),
        (
            scene(r#"{"clip":{"items":[]}}"#),
            "items[0].clip (line 1, column 63): found no `shape`, expected a field `shape`",
        ),
        (
            scene(r#"{"layer":{"opacity":1.5,"items":[]}}"#),
            "items[0].layer: found layer opacity 1.5, expected a number from 0 to 1",
        ),
        (
            scene(r#"{"layer":{"blend_mode":"plus","items":[]}}"#),
            r#"items[0].layer.blend_mode (line 1, column 72): found string "plus", expected one of `source-over`, `clear`, `copy`, `destination`, `destination-over`, `source-in`, `destination-in`, `source-out`, `destination-out`, `source-atop`, `destination-atop`, `xor`, `lighter`, `multiply`, `screen`, `overlay`, `darken`, `lighten`, `color-dodge`, `color-burn`, `hard-light`, `soft-light`, `difference`, `exclusion`, `hue`, `saturation`, `color`, `luminosity`"#,
        ),
        (
            scene(r#"{"layer":{"items":[{"clip":{"shape":"M0 0","items":[{"fill":{"shape":"M0 0","paint":1}}]}}]}}"#),
            "items[0].layer.items[0].clip.items[0].fill.paint (line 1, column 128): found integer `1`, expected a CSS colour, or an object with a gradient's kind or `pattern` as its only key",
        ),
        (text(r#""text":"a""#), "items[0].text (line 1, column 74): found no `style`, expected a field `style`"),
        (
            text(r#""text":"a","style":{}"#),
            "items[0].text.style (line 1, column 84): found no `size`, expected a field `size`",
        ),
        (text(r#""text":"a","style":{"size":0}"#), "items[0].text: found font size 0, expected above 0, up to 1000000"),
        (
            text(r#""text":"a","style":{"size":9,"weight":0}"#),
            "items[0].text: found font weight 0, expected a whole number from 1 to 1000",
        ),
        (
            text(r#""text":"a","style":{"size":9,"weight":70000}"#),
            "items[0].text.style.weight (line 1, column 106): found integer `70000`, expected a whole number from 0 to 65535",
        ),
        (
            text(r#""text":"a","style":{"size":9,"weight":400.5}"#),
            "items[0].text.style.weight (line 1, column 106): found floating point `400.5`, expected a whole number from 0 to 65535",
        ),
        (
            text(r#""text":"a","style":{"size":9,"italic":1}"#),
            "items[0].text.style.italic (line 1, column 102): found integer `1`, expected true or false",
        ),
        (
            text(r#""text":"a","style":{"size":9,"families":"Sans"}"#),
            r#"items[0].text.style.families (line 1, column 109): found string "Sans", expected an array"#,
        ),
        (
            text(r#""text":"a","style":{"size":9,"language":null}"#),
            "items[0].text.style.language (line 1, column 107): found null, expected a string",
        ),
        (
            text(r#""style":{"size":9}"#),
            "items[0].text: found neither `text` nor `spans`, expected either `text`, or `spans` with at least one span",
        ),
        (
            text(r#""text":"a","spans":[],"style":{"size":9}"#),
            "items[0].text: found both `text` and `spans`, expected either `text`, or `spans` with at least one span",
        ),
        (
            text(r#""spans":[],"style":{"size":9}"#),
            "items[0].text: found `spans` without a span, expected either `text`, or `spans` with at least one span",
        ),
        (
            text(r#""spans":["a"],"style":{"size":9}"#),
            r#"items[0].text.spans[0] (line 1, column 75): found string "a", expected an object"#,
        ),
        (
            text(r#""spans":[{"text":"a","style":{"size":-1}}],"style":{"size":9}"#),
            "items[0].text: found font size -1, expected above 0, up to 1000000",
        ),
        (
            text(r#""text":"a","style":{"size":9},"max_lines":-1"#),
            "items[0].text.max_lines (line 1, column 107): found integer `-1`, expected a whole number",
        ),
        (
            text(r#""text":"a","style":{"size":9},"line_height":1.5"#),
            r#"items[0].text.line_height (line 1, column 110): found floating point `1.5`, expected "normal", or an object with `relative` or `px` as its only key"#,
        ),
        (
            text(r#""text":"a","style":{"size":9},"line_height":{"em":1}"#),
            "items[0].text.line_height.em (line 1, column 112): found unknown name `em`, expected one of `normal`, `relative`, `px`",
        ),
        (
            text(r#""text":"a","style":{"size":9},"width":-2"#),
            "items[0].text: found paragraph width -2, expected a finite number from 0 to 1000000",
        ),
        (
            text(r#""text":"a","style":{"size":9},"align":"middle""#),
            r#"items[0].text.align (line 1, column 109): found string "middle", expected one of `start`, `center`, `end`, `justify`"#,
        ),
        (
            image(r#"{"png":"AA!A"}"#),
            r#"items[0].image.source.png (line 1, column 75): found "!A" at byte 2 of the base64, expected a string of padded base64"#,
        ),
        (
            image(r#"{"png":"AAA"}"#),
            "items[0].image.source.png (line 1, column 74): found the end at byte 3 of the base64, expected a string of padded base64",
        ),
        (
            image(r#"{"png":7}"#),
            "items[0].image.source.png (line 1, column 70): found integer `7`, expected a string of padded base64",
        ),
        (
            image(r#"{"pixels":{"png":"AAAA"}}"#),
            "items[0].image.source.pixels: found unexpected end of file, expected a PNG file",
        ),
        (
            image(r#"{"pixels":{"png":"AAAA","dpi":0}}"#),
            "items[0].image.source.pixels: found dpi 0, expected a number above 0, up to 100000",
        ),
        (
            image(r#"{"jpeg":"AAAA"}"#),
            "items[0].image.source.jpeg (line 1, column 69): found unknown name `jpeg`, expected one of `png`, `pixels`, `svg`, `file`",
        ),
        (
            image(r#"{"file":"../poster.rs"}"#),
            r#"items[0].image.source.file: found "../poster.rs", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"/etc/passwd"}"#),
            r#"items[0].image.source.file: found "/etc/passwd", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"a/../../poster.rs"}"#),
            r#"items[0].image.source.file: found "a/../../poster.rs", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"..\\poster.rs"}"#),
            r#"items[0].image.source.file: found "..\\poster.rs", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":""}"#),
            r#"items[0].image.source.file: found "", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"."}"#),
            r#"items[0].image.source.file: found ".", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"a\u0000b"}"#),
            r#"items[0].image.source.file: found "a\0b", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"C:ink.png"}"#),
            r#"items[0].image.source.file: found "C:ink.png", which leaves the folder or is no plain path, expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
        (
            image(r#"{"file":"none.png"}"#),
            r#"items[0].image.source.file: found "none.png", which cannot be read: No such file or directory (os error 2), expected the relative path of a PNG or SVG file inside the scene's folder"#,
        ),
    ];
    assert!(cases.len() >= 140, "{}", cases.len());
    for (json, expected) in &cases {
        let shown: String = json.chars().take(200).collect();
        assert_eq!(message(json), *expected, "{shown}");
    }
}

#[test]
fn long_keys_and_values_are_cut() {
    let long = "墨".repeat(1 << 20);
    let cut = format!("{}…", "墨".repeat(64));
    let short = |json: String| {
        let message = message(json);
        assert!(message.len() < 1_000, "{} bytes: {}", message.len(), message.chars().take(400).collect::<String>());
        message
    };
    let unknown = short(scene(&format!(r#"{{"fill":{{"{long}":1}}}}"#)));
    assert!(unknown.starts_with(&format!("items[0].fill.{cut} (line 1, column ")), "{unknown}");
    assert!(unknown.contains(&format!("): found unknown field `{cut}, expected one of `shape`,")), "{unknown}");
    let name = short(scene(&format!(r#"{{"{long}":{{}}}}"#)));
    assert!(name.contains(&format!("items[0].{cut} (")) && name.contains(&format!("unknown name `{cut}")), "{name}");
    assert!(short(fill(r#""M0 0""#, &format!("\"{long}\""))).contains(&format!("found string \"{cut}, expected")));
    assert!(short(image(&format!(r#"{{"file":"{long}"}}"#))).contains(&format!("found {cut:?}, which cannot be read")));
    assert!(short(image(&format!(r#"{{"file":"../{long}"}}"#))).contains("which leaves the folder"));
    for json in
        [fill(&format!("\"{long}\""), "1"), text(&format!(r#""text":"a","style":{{"size":9,"language":"{long}"}}"#))]
    {
        short(json);
    }
    let lines = message(scene(r#"{"a\n\u001b[31m":1}"#));
    assert!(lines.starts_with(r"items[0].a\n\u{1b}[31m (") && !lines.contains('\n'), "{lines}");
}

#[test]
fn colours_of_no_number_are_named_where_they_stand() {
    let place = |json: &str, place: &str, value: &str| {
        let message = message(json);
        assert!(message.starts_with(place) && message.contains(&format!("found string {value:?}")), "{message}");
    };
    for color in ["hsl(1e999 100% 50%)", "lab(1e30 1e30 1e30)", "hsl(0 1e60% 50%)"] {
        place(&fill(r#""M0 0""#, &format!("\"{color}\"")), "items[0].fill.paint (", color);
        let stops = format!(r#"{{"linear":{{"start":[0,0],"end":[1,1],"stops":[[0,"red"],[1,"{color}"]]}}}}"#);
        place(&fill(r#""M0 0""#, &stops), "items[0].fill.paint.linear.stops[1][1] (", color);
        let style = format!(r#""text":"a","style":{{"size":9,"paint":"{color}"}}"#);
        place(&text(&style), "items[0].text.style.paint (", color);
    }
    let rect = r#"{"image":{"source":{"png":"AAAA"},"rect":[1e7,0,1,1]}}"#;
    assert!(message(scene(rect)).starts_with("items[0].image: found image rectangle 10000000,"));
}

#[cfg(not(feature = "svg-in"))]
#[test]
fn svg_documents_need_their_feature() {
    assert_eq!(
        message(image(r#"{"svg":"<svg/>"}"#)),
        "items[0].image.source.svg: found an SVG document, expected a PNG file: SVG documents need the feature `svg-in`"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert_eq!(message(b"{\"version\":\xff}"), "JSON scene: found the byte 0xff at offset 11, expected text in UTF-8");
    assert_eq!(message(b"\xff\xfe{\0}\0"), "JSON scene: found the byte 0xff at offset 0, expected text in UTF-8");
    let cut = "{\"墨".as_bytes();
    assert_eq!(message(&cut[..3]), "JSON scene: found the byte 0xe5 at offset 2, expected text in UTF-8");
    assert!(Scene::from_json("\u{feff}".to_owned() + &scene("")).is_ok(), "a byte order mark");
}
