//! The JSON reader's errors as ours: where, what stands there, what was expected.

use std::fmt::Write;

use serde_json::error::Category;
use serde_path_to_error::Segment;

use super::item::SceneJson;
use super::strict::Object;
use crate::error::{Error, shorten};

/// `found` names no more of a value than [`shorten`] leaves.
pub(super) fn invalid(path: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> Error {
    Error::InvalidJson { path: path.into(), position: None, found: found.into(), expected: expected.into() }
}

/// Reads again what was refused, this time keeping account of the path.
pub(super) fn explain(json: &str, error: serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(json);
    let (path, error) = match serde_path_to_error::deserialize::<_, Object<SceneJson>>(&mut reader) {
        Ok(_) => (String::new(), error),
        Err(traced) => (written(traced.path().iter()), traced.into_inner()),
    };
    let position = (error.line(), error.column().max(1));
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let (found, expected) = match error.classify() {
        Category::Data => split(message),
        Category::Eof => (Some("the end".to_owned()), syntax(message, &path)),
        _ => (None, syntax(message, &path)),
    };
    let found = found.unwrap_or_else(|| at(json, position));
    // The value, which is what may be long, stands behind some words, one of them its type or kind.
    let words = ["string \"", "unknown field `", "unknown name `"].iter().find(|words| found.starts_with(**words));
    let (words, value) = found.split_at(words.map_or(0, |words| words.len()));
    let found = format!("{words}{}", plain(&shorten(value)));
    Error::InvalidJson { path, position: Some(position), found, expected }
}

/// A path, its keys shortened.
fn written<'a>(path: impl Iterator<Item = &'a Segment>) -> String {
    let mut out = String::new();
    for segment in path {
        // Writing into a string does not fail.
        let _ = match segment {
            Segment::Seq { index } => write!(out, "[{index}]"),
            Segment::Map { key } | Segment::Enum { variant: key } => write!(out, ".{}", plain(&shorten(key))),
            // A key that was not read.
            Segment::Unknown => Ok(()),
        };
    }
    out.trim_start_matches('.').to_owned()
}

/// A key or value with its control characters escaped, so that a message stays a line of text.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() { out.extend(character.escape_default()) } else { out.push(character) }
    }
    out
}

/// What serde found and what it expected, from its message.
fn split(message: &str) -> (Option<String>, String) {
    if let Some((found, expected)) = message.rsplit_once(", expected ") {
        if let Some(length) = found.strip_prefix("invalid length ") {
            return (Some(format!("an array of {length}")), plain_expected(expected));
        }
        let found =
            ["invalid type: ", "invalid value: "].iter().find_map(|kind| found.strip_prefix(kind)).unwrap_or(found);
        return (Some(plain_found(found)), plain_expected(expected));
    }
    if let Some((field, _)) = message.split_once(", there are no ") {
        return (Some(field.to_owned()), "no field".to_owned());
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return (Some(format!("no {field}")), format!("a field {field}"));
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return (Some(format!("{field} twice")), "each field once".to_owned());
    }
    (Some(message.to_owned()), "a scene".to_owned())
}

/// serde's words for JSON's.
fn plain_found(found: &str) -> String {
    match found {
        "sequence" => "an array".to_owned(),
        "unit variant" => "a name alone".to_owned(),
        "map" | "newtype variant" => "an object".to_owned(),
        other => other.replace("unknown variant ", "unknown name "),
    }
}

fn plain_expected(expected: &str) -> String {
    match expected {
        "u16" => "a whole number from 0 to 65535".to_owned(),
        "usize" => "a whole number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "an array".to_owned(),
        "newtype variant" | "struct variant" => "an object with the name as its only key".to_owned(),
        "unit variant" | "unit" => "the name alone".to_owned(),
        "enum" => "one key".to_owned(),
        other => match other.strip_prefix("an array of length ").or(other.strip_prefix("a tuple of size ")) {
            Some(length) => format!("an array of {length}"),
            None => other.to_owned(),
        },
    }
}

/// What the grammar of JSON expects, from `serde_json`'s message.
fn syntax(message: &str, path: &str) -> String {
    match message {
        "EOF while parsing a list" => "the rest of an array".to_owned(),
        "EOF while parsing an object" => "the rest of an object".to_owned(),
        "EOF while parsing a string" => "the rest of a string".to_owned(),
        "EOF while parsing a value" | "expected value" => "a JSON value".to_owned(),
        "trailing characters" if path.is_empty() => "the end of the text".to_owned(),
        "trailing characters" => "the end of the array".to_owned(),
        "trailing comma" => "no comma before a closing bracket".to_owned(),
        "key must be a string" => "a string as key".to_owned(),
        "invalid number" => "a number".to_owned(),
        "number out of range" => "a number that fits f64".to_owned(),
        "expected ident" => "true, false or null".to_owned(),
        other => other.strip_prefix("expected ").map_or_else(|| format!("valid JSON ({other})"), str::to_owned),
    }
}

/// The text at a line and column, both from 1.
fn at(json: &str, (line, column): (usize, usize)) -> String {
    let rest = json.split('\n').nth(line.saturating_sub(1)).map(|line| line.as_bytes());
    let rest = rest.and_then(|line| line.get(column.saturating_sub(1)..)).unwrap_or_default();
    if rest.is_empty() {
        return "the end".to_owned();
    }
    let shown: String = String::from_utf8_lossy(rest).chars().take(12).collect();
    format!("{shown:?}")
}
