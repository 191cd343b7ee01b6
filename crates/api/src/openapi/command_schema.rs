//! Schemas of commands: one for each kind of data, and the request that holds any of them.

use dossier::{CommandName, ExtensionUnit, ReturnChannel};
use utoipa::openapi::schema::{AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};

use crate::dossiers::{DataField, FieldKind, fields_of};

/// Every schema with its name.
pub(crate) fn all() -> impl Iterator<Item = (String, RefOr<Schema>)> {
    let data = CommandName::ALL.iter().map(|command| (name_of(*command), data(*command)));
    data.chain([("CommandRequest".to_owned(), request())])
}

/// `request-supplement` has `RequestSupplementData`.
pub(crate) fn name_of(command: CommandName) -> String {
    let words = command.name().split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    format!("{}Data", words.collect::<String>())
}

fn request() -> RefOr<Schema> {
    let any = CommandName::ALL
        .iter()
        .fold(AnyOfBuilder::new(), |any, command| any.item(Ref::from_schema_name(name_of(*command))));
    ObjectBuilder::new()
        .description(Some("A command on the version that was seen."))
        .property("version", whole("The version of the dossier that was seen."))
        .required("version")
        .property("step", whole("The open step that is meant, where several are open side by side; see `legs`."))
        .property("data", any.description(Some("What the command asks for; may be left out where nothing is needed.")))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        .into()
}

fn data(command: CommandName) -> RefOr<Schema> {
    let described = format!("Data of `{}`.", command.name());
    let object = ObjectBuilder::new()
        .description(Some(described))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    let with = |object: ObjectBuilder, field: &DataField| {
        let object = object.property(field.name, schema_of(field));
        if field.required { object.required(field.name) } else { object }
    };
    fields_of(command).iter().fold(object, with).into()
}

fn schema_of(field: &DataField) -> RefOr<Schema> {
    match field.kind {
        FieldKind::Text | FieldKind::Officer | FieldKind::Place => of_type(Type::String, field.says),
        FieldKind::Whole => whole(field.says),
        FieldKind::Flag => of_type(Type::Boolean, field.says),
        FieldKind::Outcome => one_of(["granted", "refused"], field.says),
        FieldKind::PauseReason => one_of(calendar::PauseReason::ALL.map(calendar::PauseReason::name), field.says),
        FieldKind::ExtensionUnit => one_of(ExtensionUnit::ALL.map(ExtensionUnit::name), field.says),
        FieldKind::ReturnChannel => one_of(ReturnChannel::ALL.iter().map(|channel| channel.name()), field.says),
        FieldKind::Papers => {
            ArrayBuilder::new().items(Ref::from_schema_name("NewPaper")).description(Some(field.says)).into()
        }
        FieldKind::SupplementItems => ArrayBuilder::new().items(item()).description(Some(field.says)).into(),
    }
}

fn item() -> RefOr<Schema> {
    ObjectBuilder::new()
        .property("paper", whole("Number in the checklist; left out for anything else."))
        .property("what", of_type(Type::String, "What to do about it, in words for the person."))
        .required("what")
        .property("legal_basis", of_type(Type::String, "Needed for anything that is not on the checklist."))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        .into()
}

fn whole(says: &str) -> RefOr<Schema> {
    of_type(Type::Integer, says)
}

fn of_type(kind: Type, says: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(kind).description(Some(says)).into()
}

fn one_of<'a>(names: impl IntoIterator<Item = &'a str>, says: &str) -> RefOr<Schema> {
    let values: Vec<String> = names.into_iter().map(str::to_owned).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).description(Some(says)).into()
}
