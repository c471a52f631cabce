//! JSON Schema (<https://json-schema.org/draft/2020-12>), as much as our schema uses. A keyword that is not known here
//! is an error: nothing passes because it was not looked at.

use serde_json::{Map, Value};

/// What is wrong with a value, `Ok` if nothing is.
pub(crate) fn validate(root: &Value, value: &Value) -> Result<(), String> {
    check(root, root, value, "")
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = match schema {
        Value::Bool(true) => return Ok(()),
        Value::Bool(false) => return Err(format!("{at}: nothing is allowed here")),
        Value::Object(schema) => schema,
        other => return Err(format!("not a schema: {other}")),
    };
    schema.iter().try_for_each(|(keyword, rule)| keyword_holds(root, schema, keyword, rule, value, at))
}

fn keyword_holds(
    root: &Value,
    schema: &Map<String, Value>,
    keyword: &str,
    rule: &Value,
    value: &Value,
    at: &str,
) -> Result<(), String> {
    let wrong = |holds: bool| if holds { Ok(()) } else { Err(format!("{at}: {value} against {keyword} {rule}")) };
    let list = |rule: &Value| rule.as_array().cloned().unwrap_or_default();
    let object = value.as_object();
    let array = value.as_array();
    match keyword {
        "$ref" => {
            let target = rule.as_str().and_then(|name| root.pointer(name.strip_prefix('#')?));
            check(root, target.ok_or(format!("{rule} leads nowhere"))?, value, at)
        }
        "type" => {
            let types = if rule.is_string() { vec![rule.clone()] } else { list(rule) };
            wrong(types.iter().any(|name| match name.as_str() {
                Some("object") => value.is_object(),
                Some("array") => value.is_array(),
                Some("string") => value.is_string(),
                Some("boolean") => value.is_boolean(),
                Some("null") => value.is_null(),
                Some("number") => value.is_number(),
                Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
                _ => panic!("unknown type {name}"),
            }))
        }
        "enum" => wrong(list(rule).contains(value)),
        "const" => wrong(rule == value),
        "minimum" => wrong(value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap())),
        "maximum" => wrong(value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap())),
        "minItems" => wrong(array.is_none_or(|array| array.len() as u64 >= rule.as_u64().unwrap())),
        "maxItems" => wrong(array.is_none_or(|array| array.len() as u64 <= rule.as_u64().unwrap())),
        "required" => {
            wrong(object.is_none_or(|object| list(rule).iter().all(|key| object.contains_key(key.as_str().unwrap()))))
        }
        "properties" => object.into_iter().flatten().try_for_each(|(key, value)| match rule.get(key) {
            Some(schema) => check(root, schema, value, &format!("{at}.{key}")),
            None => Ok(()),
        }),
        "additionalProperties" => {
            let known = schema.get("properties").and_then(Value::as_object);
            let others =
                object.into_iter().flatten().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)));
            others.into_iter().try_for_each(|(key, value)| check(root, rule, value, &format!("{at}.{key}")))
        }
        "items" => {
            let before = schema.get("prefixItems").map_or(0, |items| list(items).len());
            array
                .into_iter()
                .flatten()
                .enumerate()
                .skip(before)
                .try_for_each(|(i, value)| check(root, rule, value, &format!("{at}[{i}]")))
        }
        "prefixItems" => list(rule)
            .iter()
            .zip(array.into_iter().flatten())
            .enumerate()
            .try_for_each(|(i, (schema, value))| check(root, schema, value, &format!("{at}[{i}]"))),
        "anyOf" | "oneOf" => {
            let results: Vec<_> = list(rule).iter().map(|schema| check(root, schema, value, at)).collect();
            let fitting = results.iter().filter(|result| result.is_ok()).count();
            if fitting == 1 || (fitting > 1 && keyword == "anyOf") {
                return Ok(());
            }
            // Of several that do not fit, the one that got furthest is the one that was meant.
            let furthest = results.into_iter().filter_map(Result::err).max_by_key(String::len);
            Err(furthest.unwrap_or_else(|| format!("{at}: fits several of {keyword}")))
        }
        "$schema" | "$defs" | "title" | "description" | "default" | "format" | "contentEncoding" | "writeOnly" => {
            Ok(())
        }
        _ => panic!("unknown keyword {keyword}"),
    }
}

#[test]
fn it_refuses_what_the_schema_forbids() {
    let schema: Value = serde_json::from_str(inkstone::json::SCHEMA).unwrap();
    let scene = |item: &str| -> Value {
        serde_json::from_str(&format!(r#"{{"version":1,"width":1,"height":1,"items":[{item}]}}"#)).unwrap()
    };
    let good = [
        r#""pop""#,
        r#"{"fill":{"shape":"M0 0","paint":"red"}}"#,
        r#"{"layer":{"items":[{"push_transform":[1,0,0,1,0,0]},"pop"]}}"#,
        r#"{"text":{"at":[0,0],"text":"","style":{"size":1},"line_height":"normal"}}"#,
    ];
    for item in good {
        assert_eq!(validate(&schema, &scene(item)), Ok(()), "{item}");
    }
    let bad = [
        r#""push""#,
        r#"{"fill":{"shape":"M0 0"}}"#,
        r#"{"fill":{"shape":"M0 0","paint":"red","rule":"odd"}}"#,
        r#"{"fill":{"shape":"M0 0","paint":"red","x":1}}"#,
        r#"{"fill":{"shape":{"rect":[1,2,3]},"paint":"red"}}"#,
        r#"{"fill":{"shape":{"circle":{"center":[1,2]}},"paint":"red"}}"#,
        r#"{"fill":{"shape":"M0 0","paint":{"linear":{"start":[0,0],"end":[1,1],"stops":[["red",0]]}}}}"#,
        r#"{"layer":{"items":[{"push_transform":[1,0,0,1,0]}]}}"#,
        r#"{"text":{"at":[0,0],"text":null,"style":{"size":1}}}"#,
        r#"{"text":{"at":[0,0],"text":"","style":{"size":1,"weight":70000}}}"#,
    ];
    for item in bad {
        assert!(validate(&schema, &scene(item)).is_err(), "{item}");
        assert!(inkstone::Scene::from_json(scene(item).to_string()).is_err(), "{item}");
    }
}
