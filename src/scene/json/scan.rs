//! What is found out before anything is parsed: how deep arrays and objects nest. A loop, not a recursion.

/// How many arrays and objects are open at most at once, whether or not they are closed by the right bracket.
pub(super) fn depth(json: &str) -> u64 {
    let (mut depth, mut deepest, mut in_string) = (0_u64, 0, false);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => _ = bytes.next(),
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn brackets_in_strings_do_not_count() {
        for (json, expected) in [
            ("", 0),
            ("1", 0),
            (r#"{"a":[1,[2]],"b":{}}"#, 3),
            (r#"["[[[[", "\"[[", "\\"]"#, 1),
            ("]]]][", 1),
            (r#"["\"#, 1),
        ] {
            assert_eq!(depth(json), expected, "{json}");
        }
        assert_eq!(depth(&"[".repeat(200_000)), 200_000);
    }
}
