//! Identifiers and enums of other crates as column values.

use uuid::Uuid;

use crate::{Column, FromColumn, Param, ToParam};

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl ToParam for base::$id {
            fn param(&self) -> Param<'_> {
                Param::Id(self.uuid())
            }
        }
        impl FromColumn for base::$id {
            fn from_column(column: Column<'_>) -> Result<Self, String> {
                Uuid::from_column(column).map(Self::from_uuid)
            }
        }
    )+};
}

ids!(
    AccountId,
    AgencyId,
    ApiTokenId,
    CertificateId,
    DelegationId,
    DossierId,
    FileId,
    MessageId,
    OfficeId,
    PaperId,
    ProcedureId,
    ResultId,
    SealId,
    StaffId,
    StepId,
    UnitId,
    WorkflowId,
);

/// Stores an enum that has `name()` and `from_name()` as text.
#[macro_export]
macro_rules! text_enum {
    ($ty:ty) => {
        impl $crate::ToParam for $ty {
            fn param(&self) -> $crate::Param<'_> {
                $crate::Param::Text(::std::borrow::Cow::Borrowed(self.name()))
            }
        }
        impl $crate::FromColumn for $ty {
            fn from_column(column: $crate::Column<'_>) -> Result<Self, String> {
                let name = <String as $crate::FromColumn>::from_column(column)?;
                <$ty>::from_name(&name).ok_or_else(|| format!("{name:?} is not a {}", stringify!($ty)))
            }
        }
    };
}

text_enum!(base::Role);
