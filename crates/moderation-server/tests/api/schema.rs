//! As much of JSON Schema as the document uses; a keyword beyond that is a fault, not a pass.

use serde_json::{Value, json};

/// Keywords that say something to people alone.
const ANNOTATIONS: [&str; 6] = [
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "title",
];

/// Whether `value` is as `schema` says; `schemas` are what `$ref` names. Where not, why not.
pub(crate) fn check(schemas: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let Some(keywords) = schema.as_object() else {
        return match schema {
            Value::Bool(true) => Ok(()),
            _ => Err(format!("{schema} is no schema")),
        };
    };
    for (keyword, rule) in keywords {
        match keyword.as_str() {
            "$ref" => {
                let name = rule.as_str().unwrap().rsplit('/').next().unwrap();
                check(schemas, &schemas[name], value)
                    .map_err(|fault| format!("{name}: {fault}"))?;
            }
            "type" => has_type(rule, value)?,
            "enum" => {
                let is_one = rule.as_array().unwrap().contains(value);
                demand(is_one, || format!("{value} is no such word"))?;
            }
            "const" => demand(rule == value, || format!("{value} is not {rule}"))?,
            "minimum" | "maximum" | "exclusiveMinimum" => {
                if let Some(number) = value.as_f64() {
                    let bound = rule.as_f64().unwrap();
                    let is_within = match keyword.as_str() {
                        "minimum" => number >= bound,
                        "maximum" => number <= bound,
                        _ => number > bound,
                    };
                    demand(is_within, || format!("{number} breaks {keyword} {bound}"))?;
                }
            }
            "minLength" | "maxLength" => {
                let count = value.as_str().map(|text| text.chars().count());
                counted(keyword, rule, count)?;
            }
            "minItems" | "maxItems" => counted(keyword, rule, value.as_array().map(Vec::len))?,
            "format" => has_format(rule.as_str().unwrap(), value)?,
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(schemas, rule, item).map_err(|fault| format!("{at}: {fault}"))?;
                }
            }
            "oneOf" | "anyOf" => {
                let fitting = rule.as_array().unwrap().iter();
                let fitting = fitting
                    .filter(|one| check(schemas, one, value).is_ok())
                    .count();
                let is_enough = fitting == 1 || (fitting > 1 && keyword == "anyOf");
                demand(is_enough, || format!("{value} fits {fitting} of {keyword}"))?;
            }
            "propertyNames" => {
                for name in value
                    .as_object()
                    .into_iter()
                    .flat_map(|fields| fields.keys())
                {
                    check(schemas, rule, &json!(name))
                        .map_err(|fault| format!("{name}: {fault}"))?;
                }
            }
            "properties" | "required" | "additionalProperties" => {}
            annotation if ANNOTATIONS.contains(&annotation) => {}
            unknown => return Err(format!("the keyword `{unknown}` is not understood")),
        }
    }
    object(schemas, schema, value)
}

/// The fields of an object. One that the document does not name is a fault: readers of the document
/// would never learn of it.
fn object(schemas: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let says_fields = ["properties", "additionalProperties", "required"]
        .iter()
        .any(|keyword| schema.get(keyword).is_some());
    let Some(fields) = value
        .as_object()
        .filter(|_| says_fields || schema["type"] == "object")
    else {
        return Ok(());
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        let is_there = fields.contains_key(name.as_str().unwrap());
        demand(is_there, || format!("{name} is missing"))?;
    }
    for (name, field) in fields {
        let rule = match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, extra @ Value::Object(_)) => extra,
            (Value::Null, _) => return Err(format!("{name} is not in the document")),
            (known, _) => known,
        };
        check(schemas, rule, field).map_err(|fault| format!("{name}: {fault}"))?;
    }
    Ok(())
}

fn has_type(wanted: &Value, value: &Value) -> Result<(), String> {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |wanted: &Value| wanted == kind || (wanted == "number" && kind == "integer");
    let is_right = match wanted {
        Value::Array(kinds) => kinds.iter().any(fits),
        one => fits(one),
    };
    demand(is_right, || format!("{value} is not {wanted}"))
}

fn has_format(format: &str, value: &Value) -> Result<(), String> {
    let is_right = match (format, value) {
        (_, Value::Null) => true,
        ("date-time", Value::String(text)) => is_utc_time(text),
        ("int32", Value::Number(number)) => number
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        ("int64", Value::Number(number)) => number.is_i64(),
        ("double", Value::Number(_)) => true,
        ("date-time" | "int32" | "int64" | "double", _) => false,
        _ => return Err(format!("the format `{format}` is not understood")),
    };
    demand(is_right, || format!("{value} is no {format}"))
}

/// RFC 3339 in UTC, as the server writes all times: `2026-01-31T08:05:00Z`, fractions or not.
fn is_utc_time(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    let Some(fraction) = shape
        .strip_prefix("0000-00-00T00:00:00")
        .and_then(|rest| rest.strip_suffix('Z'))
    else {
        return false;
    };
    let is_fraction = fraction
        .strip_prefix('.')
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|digit| digit == '0'));
    let two = |at: usize| text.get(at..at + 2).and_then(|two| two.parse::<u8>().ok());
    (fraction.is_empty() || is_fraction)
        && two(5).is_some_and(|month| (1..=12).contains(&month))
        && two(8).is_some_and(|day| (1..=31).contains(&day))
        && two(11).is_some_and(|hour| hour < 24)
        && two(14).is_some_and(|minute| minute < 60)
}

fn counted(keyword: &str, bound: &Value, count: Option<usize>) -> Result<(), String> {
    let bound = usize::try_from(bound.as_u64().unwrap()).unwrap();
    let Some(count) = count else {
        return Ok(());
    };
    let is_within = if keyword.starts_with("min") {
        count >= bound
    } else {
        count <= bound
    };
    demand(is_within, || format!("{count} breaks {keyword} {bound}"))
}

fn demand(is_so: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(fault()) }
}

#[test]
fn each_keyword_refuses_what_breaks_it() {
    let schemas = json!({ "Word": { "enum": ["a", "b"] } });
    // A schema, a value that fits, and one that does not.
    let cases = [
        (json!({"type": "integer"}), json!(3), json!(3.5)),
        (json!({"type": ["string", "null"]}), json!(null), json!(1)),
        (
            json!({"$ref": "#/components/schemas/Word"}),
            json!("a"),
            json!("c"),
        ),
        (json!({"const": 1}), json!(1), json!(2)),
        (json!({"minimum": 0}), json!(0), json!(-1)),
        (json!({"maximum": 1}), json!(0.5), json!(1.5)),
        (json!({"exclusiveMinimum": 0}), json!(1), json!(0)),
        (json!({"maxLength": 2}), json!("ếệ"), json!("abc")),
        (json!({"minLength": 1}), json!("a"), json!("")),
        (json!({"minItems": 2}), json!([1, 2]), json!([1])),
        (json!({"maxItems": 1}), json!([1]), json!([1, 2])),
        (
            json!({"items": {"type": "string"}}),
            json!(["a"]),
            json!(["a", 1]),
        ),
        (
            json!({"format": "date-time"}),
            json!("2026-01-31T08:05:00Z"),
            json!("2026-01-31"),
        ),
        (
            json!({"format": "date-time"}),
            json!("2026-01-31T08:05:00.120Z"),
            json!("2026-13-31T08:05:00Z"),
        ),
        (
            json!({"format": "int32"}),
            json!(7),
            json!(5_000_000_000_u64),
        ),
        (
            json!({"oneOf": [{"type": "string"}, {"type": "null"}]}),
            json!(null),
            json!(1),
        ),
        (
            json!({"type": "object", "properties": {"a": {}}}),
            json!({"a": 1}),
            json!({"b": 1}),
        ),
        (
            json!({"required": ["a"], "properties": {"a": {}}}),
            json!({"a": 1}),
            json!({}),
        ),
        (
            json!({"additionalProperties": {"type": "integer"}}),
            json!({"x": 1}),
            json!({"x": "1"}),
        ),
    ];
    for (schema, fitting, breaking) in cases {
        assert_eq!(check(&schemas, &schema, &fitting), Ok(()), "{schema}");
        assert!(
            check(&schemas, &schema, &breaking).is_err(),
            "{schema} {breaking}"
        );
    }
}

#[test]
fn a_keyword_that_nobody_checks_is_a_fault() {
    for schema in [
        json!({"pattern": "^a"}),
        json!({"multipleOf": 2}),
        json!({"format": "ipv4"}),
        json!({"properties": {"a": {"uniqueItems": true}}}),
    ] {
        assert!(
            check(&json!({}), &schema, &json!({"a": "a"})).is_err(),
            "{schema}"
        );
    }
}
