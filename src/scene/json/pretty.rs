//! JSON as people write it: what is short stays on one line, and a verb on the line of what it says.

/// Longest line that arrays and objects are put on whole.
const WIDTH: usize = 112;
const INDENT: usize = 2;

/// Breaks the lines of compact JSON. A loop, not a recursion.
pub(super) fn pretty(compact: &str) -> String {
    let mut extents = extents(compact).into_iter();
    let mut out = String::with_capacity(compact.len() + compact.len() / 4);
    // Of each open bracket, whether its contents are broken onto lines; how many are; and where the line began.
    let (mut open, mut indent, mut line) = (Vec::new(), 0, 0);
    let (mut in_string, mut escaped) = (false, false);
    for character in compact.chars() {
        if in_string {
            out.push(character);
            (in_string, escaped) = (escaped || character != '"', !escaped && character == '\\');
            continue;
        }
        match character {
            '[' | '{' => {
                let extent = extents.next().unwrap_or_default();
                let broken = !extent.hugs && out.len() - line + extent.length > WIDTH;
                open.push(broken);
                out.push(character);
                if broken {
                    indent += INDENT;
                    line = new_line(&mut out, indent);
                }
            }
            ']' | '}' => {
                if open.pop() == Some(true) {
                    indent -= INDENT;
                    line = new_line(&mut out, indent);
                }
                out.push(character);
            }
            ',' if open.last() == Some(&true) => {
                out.push(character);
                line = new_line(&mut out, indent);
            }
            ',' | ':' => {
                out.push(character);
                out.push(' ');
            }
            _ => {
                in_string = character == '"';
                out.push(character);
            }
        }
    }
    out.push('\n');
    out
}

fn new_line(out: &mut String, indent: usize) -> usize {
    out.push('\n');
    let start = out.len();
    out.extend(std::iter::repeat_n(' ', indent));
    start
}

/// An array or object.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// How long it is on one line.
    length: usize,
    /// An object whose only value is an array or object: it opens and closes on the lines of that.
    hugs: bool,
}

/// Of each array and object, in the order of their beginnings.
fn extents(compact: &str) -> Vec<Extent> {
    let (mut extents, mut open, mut length): (Vec<Extent>, Vec<(usize, usize, usize)>, usize) = Default::default();
    let (mut in_string, mut escaped, mut before) = (false, false, b' ');
    for byte in compact.bytes() {
        length += 1;
        if in_string {
            (in_string, escaped) = (escaped || byte != b'"', !escaped && byte == b'\\');
            before = b'"';
            continue;
        }
        match byte {
            b'[' | b'{' => {
                open.push((extents.len(), length - 1, 0));
                extents.push(Extent::default());
            }
            b']' | b'}' => {
                if let Some((index, start, commas)) = open.pop()
                    && let Some(extent) = extents.get_mut(index)
                {
                    let hugs = byte == b'}' && commas == 0 && matches!(before, b']' | b'}');
                    *extent = Extent { length: length - start, hugs: hugs || length - start == 2 };
                }
            }
            b',' => {
                length += 1;
                if let Some((_, _, commas)) = open.last_mut() {
                    *commas += 1;
                }
            }
            b':' => length += 1,
            b'"' => in_string = true,
            _ => {}
        }
        before = byte;
    }
    extents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_things_stay_on_a_line() {
        assert_eq!(pretty(r#"{"a":[1,2],"b":{},"c":"[,\":"}"#), "{\"a\": [1, 2], \"b\": {}, \"c\": \"[,\\\":\"}\n");
        let long = "x".repeat(WIDTH);
        assert_eq!(
            pretty(&format!(r#"{{"a":[],"b":["{long}",{{"c":[1]}}]}}"#)),
            format!("{{\n  \"a\": [],\n  \"b\": [\n    \"{long}\",\n    {{\"c\": [1]}}\n  ]\n}}\n")
        );
        assert_eq!(
            pretty(&format!(r#"[{{"a":{{"b":1,"c":"{long}"}}}},2]"#)),
            format!("[\n  {{\"a\": {{\n    \"b\": 1,\n    \"c\": \"{long}\"\n  }}}},\n  2\n]\n")
        );
    }
}
