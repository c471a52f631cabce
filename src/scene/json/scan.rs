//! What is found out before anything is parsed: how deep arrays and objects nest, and how much there is in them. A loop,
//! not a recursion.

/// What a text in JSON would become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// How many arrays and objects are open at most at once, whether or not they are closed by the right bracket.
    pub(super) depth: u64,
    /// Arrays and objects, and what is separated by commas in them.
    pub(super) values: u64,
}

pub(super) fn scan(json: &str) -> Scan {
    let (mut depth, mut scan, mut in_string) = (0_u64, Scan::default(), false);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => _ = bytes.next(),
            b'[' | b'{' if !in_string => {
                depth += 1;
                scan.depth = scan.depth.max(depth);
                scan.values += 1;
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            b',' if !in_string => scan.values += 1,
            _ => {}
        }
    }
    scan
}

#[cfg(test)]
mod tests {
    use super::{Scan, scan};

    #[test]
    fn brackets_in_strings_do_not_count() {
        for (json, depth, values) in [
            ("", 0, 0),
            ("1", 0, 0),
            (r#"{"a":[1,[2]],"b":{}}"#, 3, 6),
            (r#"["[[[[", "\"[[", "\\"]"#, 1, 3),
            ("]]]][", 1, 1),
            (r#"["\"#, 1, 1),
        ] {
            assert_eq!(scan(json), Scan { depth, values }, "{json}");
        }
        assert_eq!(scan(&"[".repeat(200_000)).depth, 200_000);
    }
}
