//! Holds answers against the description: every property that is answered is described, every
//! property that is promised is answered.

use axum::Router;
use serde_json::{Map, Value};
use testkit::Visitor;

/// The description, as the interface serves it.
pub(crate) struct Description(pub(crate) Value);

impl Description {
    pub(crate) async fn of(router: &Router) -> Self {
        let answer = Visitor::new(router.clone()).get("/api/openapi.json").await;
        Self(serde_json::from_slice(&answer.bytes).unwrap())
    }

    /// # Panics
    /// When the answer is not the one described.
    pub(crate) fn holds(&self, (method, path): (&str, &str), (status, media_type): (u16, &str), body: &Value) {
        let (known, operations) = self.path(path);
        let response = &operations[method]["responses"][status.to_string()];
        assert!(response.is_object(), "{method} {known} does not say that it answers {status}");
        let essence = media_type.split(';').next().unwrap_or_default();
        let schema = &response["content"][essence]["schema"];
        assert!(schema.is_object(), "{method} {known} {status} does not say that it answers {essence}");
        if let Err(why) = self.fits(schema, body, "") {
            panic!("{method} {known} {status} is not as described: {why}\n{body:#}");
        }
    }

    fn path(&self, path: &str) -> (&str, &Value) {
        let asked: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
        let fits = |known: &str| {
            let parts: Vec<&str> = known.split('/').collect();
            parts.len() == asked.len()
                && parts.iter().zip(&asked).all(|(part, asked)| part.starts_with('{') || part == asked)
        };
        let paths = self.0["paths"].as_object().unwrap();
        paths
            .iter()
            .find(|(known, _)| fits(known))
            .map_or_else(|| panic!("{path} is not described"), |(known, at)| (known.as_str(), at))
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let schema = self.resolved(schema);
        for any in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[any].as_array() {
                let tried: Vec<_> = choices.iter().map(|choice| self.fits(choice, value, at)).collect();
                let failed =
                    || tried.iter().filter_map(|tried| tried.as_ref().err().cloned()).collect::<Vec<_>>().join("; or ");
                return if tried.iter().any(Result::is_ok) { Ok(()) } else { Err(failed()) };
            }
        }
        if let Some(values) = schema["enum"].as_array().filter(|values| !values.contains(value)) {
            return Err(format!("{at}: {value} is none of {values:?}"));
        }
        match (value, &schema["type"]) {
            (_, Value::Null) if schema["allOf"].is_null() => Ok(()),
            (Value::Object(found), _) if has_type(schema, "object") || schema["allOf"].is_array() => {
                self.object_fits(schema, found, at)
            }
            (Value::Array(items), _) if has_type(schema, "array") => items
                .iter()
                .enumerate()
                .try_for_each(|(i, item)| self.fits(&schema["items"], item, &format!("{at}[{i}]"))),
            (Value::Null, _) if has_type(schema, "null") => Ok(()),
            (Value::String(_), _) if has_type(schema, "string") => Ok(()),
            (Value::Bool(_), _) if has_type(schema, "boolean") => Ok(()),
            (Value::Number(number), _) if has_type(schema, "integer") && number.is_i64() => Ok(()),
            (value, kind) => Err(format!("{at}: {value} is no {kind}")),
        }
    }

    fn object_fits(&self, schema: &Value, found: &Map<String, Value>, at: &str) -> Result<(), String> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        self.collect(schema, &mut properties, &mut required);
        if properties.is_empty() {
            return Ok(());
        }
        if let Some(missing) = required.iter().find(|name| !found.contains_key(*name)) {
            return Err(format!("{at}.{missing} is promised and not there"));
        }
        found.iter().try_for_each(|(name, value)| match properties.get(name) {
            Some(schema) => self.fits(schema, value, &format!("{at}.{name}")),
            None => Err(format!("{at}.{name} is not described")),
        })
    }

    fn collect(&self, schema: &Value, properties: &mut Map<String, Value>, required: &mut Vec<String>) {
        let schema = self.resolved(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect(part, properties, required);
        }
        properties.extend(schema["properties"].as_object().cloned().unwrap_or_default());
        let names = schema["required"].as_array().into_iter().flatten();
        required.extend(names.filter_map(Value::as_str).map(str::to_owned));
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            Some(place) => self.0.pointer(place).unwrap_or_else(|| panic!("{place} is not described")),
            None => schema,
        }
    }
}

fn has_type(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == kind,
        Value::Array(any) => any.iter().any(|one| one == kind),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}
