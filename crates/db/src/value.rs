//! Values between Rust and the two engines, each stored in the engine's native type.
//!
//! | Rust | PostgreSQL | SQLite |
//! |---|---|---|
//! | `Timestamp` | `timestamptz` | integer microseconds since 1970 |
//! | `Date` | `date` | text `YYYY-MM-DD` |
//! | ids, `Uuid` | `uuid` | 16 bytes |
//! | [`Json`], `serde_json::Value` | `jsonb` | text |

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use postgres::types::{FromSql, IsNull, ToSql, Type};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use uuid::Uuid;

/// Microseconds between 1970-01-01 and 2000-01-01, the zero of PostgreSQL's timestamps.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

/// One value on its way into a statement.
#[derive(Debug, Clone)]
pub enum Param<'a> {
    /// SQL NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// Any integer.
    Int(i64),
    /// A floating-point number; never money, never time.
    Real(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An instant.
    Moment(Timestamp),
    /// A day.
    Day(Date),
    /// An identifier.
    Id(Uuid),
    /// A JSON document, already written.
    Json(String),
    /// A JSON document that could not be written; the statement is refused.
    Unwritable(String),
}

/// A type that can be bound to a statement.
pub trait ToParam {
    /// The value as the engines take it.
    fn param(&self) -> Param<'_>;
}

/// A serde type kept in a `jsonb` column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json<T>(pub T);

macro_rules! to_param {
    ($($ty:ty => |$value:ident| $param:expr;)+) => {$(
        impl ToParam for $ty {
            fn param(&self) -> Param<'_> {
                let $value = self;
                $param
            }
        }
    )+};
}

to_param! {
    bool => |v| Param::Bool(*v);
    i64 => |v| Param::Int(*v);
    i32 => |v| Param::Int(i64::from(*v));
    u32 => |v| Param::Int(i64::from(*v));
    f64 => |v| Param::Real(*v);
    String => |v| Param::Text(Cow::Borrowed(v));
    str => |v| Param::Text(Cow::Borrowed(v));
    Vec<u8> => |v| Param::Bytes(v);
    [u8] => |v| Param::Bytes(v);
    Timestamp => |v| Param::Moment(*v);
    Date => |v| Param::Day(*v);
    Uuid => |v| Param::Id(*v);
    base::Vnd => |v| Param::Int(v.0);
    serde_json::Value => |v| Param::Json(v.to_string());
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn param(&self) -> Param<'_> {
        (**self).param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::param)
    }
}

impl<T: serde::Serialize> ToParam for Json<T> {
    fn param(&self) -> Param<'_> {
        match serde_json::to_string(&self.0) {
            Ok(text) => Param::Json(text),
            Err(error) => Param::Unwritable(error.to_string()),
        }
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Bool(v) => ToSqlOutput::Owned(Value::Integer(i64::from(*v))),
            Self::Int(v) => ToSqlOutput::Owned(Value::Integer(*v)),
            Self::Real(v) => ToSqlOutput::Owned(Value::Real(*v)),
            Self::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Self::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Self::Moment(v) => ToSqlOutput::Owned(Value::Integer(v.as_microsecond())),
            Self::Day(v) => ToSqlOutput::Owned(Value::Text(v.to_string())),
            Self::Id(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v.as_bytes())),
            Self::Json(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Self::Unwritable(reason) => return Err(rusqlite::Error::ToSqlConversionFailure(reason.clone().into())),
        })
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Bool(v) => out.extend_from_slice(&[u8::from(*v)]),
            Self::Int(v) if *ty == Type::INT4 => out.extend_from_slice(&i32::try_from(*v)?.to_be_bytes()),
            Self::Int(v) if *ty == Type::INT2 => out.extend_from_slice(&i16::try_from(*v)?.to_be_bytes()),
            Self::Int(v) => out.extend_from_slice(&v.to_be_bytes()),
            Self::Real(v) => out.extend_from_slice(&v.to_be_bytes()),
            Self::Text(v) => out.extend_from_slice(v.as_bytes()),
            Self::Bytes(v) => out.extend_from_slice(v),
            Self::Moment(v) => out.extend_from_slice(&(v.as_microsecond() - POSTGRES_EPOCH_MICROS).to_be_bytes()),
            Self::Day(v) => return v_to_days(*v).to_sql_days(out),
            Self::Id(v) => out.extend_from_slice(v.as_bytes()),
            Self::Json(v) => {
                if *ty == Type::JSONB {
                    out.extend_from_slice(&[1]);
                }
                out.extend_from_slice(v.as_bytes());
            }
            Self::Unwritable(reason) => return Err(reason.clone().into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

/// Days since 2000-01-01, the zero of PostgreSQL's dates.
struct Days(i32);

fn v_to_days(date: Date) -> Days {
    let zero = jiff::civil::date(2000, 1, 1);
    Days((date - zero).get_days())
}

impl Days {
    fn to_sql_days(
        &self,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&self.0.to_be_bytes());
        Ok(IsNull::No)
    }
}

/// One value on its way out of a row.
#[derive(Debug)]
pub enum Column<'a> {
    /// From the embedded engine.
    Sqlite(ValueRef<'a>),
    /// From the server engine; `None` is NULL.
    Postgres(Option<Raw<'a>>),
}

/// Bytes of one PostgreSQL value with their type.
#[derive(Debug)]
pub struct Raw<'a> {
    ty: Type,
    bytes: &'a [u8],
}

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self { ty: ty.clone(), bytes })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A type that one column can hold.
pub trait FromColumn: Sized {
    /// Reads the column, or says what is wrong with it.
    ///
    /// # Errors
    /// A sentence for the log.
    fn from_column(column: Column<'_>) -> Result<Self, String>;
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match column {
            Column::Sqlite(ValueRef::Null) | Column::Postgres(None) => Ok(None),
            present @ (Column::Sqlite(_) | Column::Postgres(_)) => T::from_column(present).map(Some),
        }
    }
}

fn wrong<T>(expected: &str, column: &Column<'_>) -> Result<T, String> {
    let found = match column {
        Column::Sqlite(value) => value.data_type().to_string(),
        Column::Postgres(None) => "NULL".to_owned(),
        Column::Postgres(Some(raw)) => raw.ty.name().to_owned(),
    };
    Err(format!("expected {expected}, found {found}"))
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Integer(value)) => Ok(*value),
            Column::Postgres(Some(raw)) => {
                if let Ok(bytes) = <[u8; 8]>::try_from(raw.bytes) {
                    Ok(Self::from_be_bytes(bytes))
                } else if let Ok(bytes) = <[u8; 4]>::try_from(raw.bytes) {
                    Ok(Self::from(i32::from_be_bytes(bytes)))
                } else {
                    wrong("an integer", &column)
                }
            }
            Column::Sqlite(_) | Column::Postgres(None) => wrong("an integer", &column),
        }
    }
}

impl FromColumn for i32 {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        i64::from_column(column).and_then(|value| Self::try_from(value).map_err(|error| error.to_string()))
    }
}

impl FromColumn for u32 {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        i64::from_column(column).and_then(|value| Self::try_from(value).map_err(|error| error.to_string()))
    }
}

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Integer(value)) => Ok(*value != 0),
            Column::Postgres(Some(Raw { bytes: [value], .. })) => Ok(*value != 0),
            Column::Sqlite(_) | Column::Postgres(_) => wrong("a truth value", &column),
        }
    }
}

impl FromColumn for f64 {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Real(value)) => Ok(*value),
            Column::Postgres(Some(raw)) => match <[u8; 8]>::try_from(raw.bytes) {
                Ok(bytes) => Ok(Self::from_be_bytes(bytes)),
                Err(_) => wrong("a number", &column),
            },
            Column::Sqlite(_) | Column::Postgres(None) => wrong("a number", &column),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Blob(bytes)) => Ok(bytes.to_vec()),
            Column::Postgres(Some(raw)) => Ok(raw.bytes.to_vec()),
            Column::Sqlite(_) | Column::Postgres(None) => wrong("bytes", &column),
        }
    }
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        let bytes = match &column {
            Column::Sqlite(ValueRef::Text(bytes)) => *bytes,
            Column::Postgres(Some(raw)) => raw.bytes,
            Column::Sqlite(_) | Column::Postgres(None) => return wrong("text", &column),
        };
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| error.to_string())
    }
}

impl FromColumn for Timestamp {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        let shift = if matches!(column, Column::Postgres(_)) { POSTGRES_EPOCH_MICROS } else { 0 };
        let micros = i64::from_column(column)?;
        Self::from_microsecond(micros.saturating_add(shift)).map_err(|error| error.to_string())
    }
}

impl FromColumn for Date {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Text(bytes)) => {
                std::str::from_utf8(bytes).map_err(|e| e.to_string())?.parse().map_err(|e: jiff::Error| e.to_string())
            }
            Column::Postgres(Some(_)) => {
                let days = i64::from_column(column)?;
                jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).map_err(|e| e.to_string())
            }
            Column::Sqlite(_) | Column::Postgres(None) => wrong("a day", &column),
        }
    }
}

impl FromColumn for Uuid {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        match &column {
            Column::Sqlite(ValueRef::Blob(bytes)) => Self::from_slice(bytes).map_err(|e| e.to_string()),
            Column::Postgres(Some(raw)) => Self::from_slice(raw.bytes).map_err(|e| e.to_string()),
            Column::Sqlite(_) | Column::Postgres(None) => wrong("an identifier", &column),
        }
    }
}

impl FromColumn for base::Vnd {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        i64::from_column(column).map(Self)
    }
}

impl<T: serde::de::DeserializeOwned> FromColumn for Json<T> {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        let bytes = match &column {
            Column::Sqlite(ValueRef::Text(bytes)) => *bytes,
            // The binary form of jsonb begins with a version byte.
            Column::Postgres(Some(raw)) if raw.ty == Type::JSONB => raw.bytes.get(1..).unwrap_or_default(),
            Column::Postgres(Some(raw)) => raw.bytes,
            Column::Sqlite(_) | Column::Postgres(None) => return wrong("a JSON document", &column),
        };
        serde_json::from_slice(bytes).map(Json).map_err(|error| error.to_string())
    }
}

impl FromColumn for serde_json::Value {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        Json::<Self>::from_column(column).map(|json| json.0)
    }
}
