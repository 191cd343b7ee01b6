//! One registry of typed identifiers: a `DossierId` can never be passed where an `AgencyId` is
//! meant. All are UUID version 7, so that they sort by the moment they were made.

use jiff::Timestamp;
use uuid::Uuid;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier for something that begins to exist at `now`.
            #[must_use]
            pub fn new(now: Timestamp) -> Self {
                Self(version_7(now))
            }

            /// Wraps an identifier read from storage.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare identifier, for storage.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// A sign-in of a citizen, a business or an officer.
    AccountId,
    /// An agency: department, commune committee, vertical agency, utility.
    AgencyId,
    /// A bearer token of an integration.
    ApiTokenId,
    /// A registered certificate to sign with.
    CertificateId,
    /// One delegation of the power to sign (ủy quyền ký).
    DelegationId,
    /// One filed case (hồ sơ).
    DossierId,
    /// A stored file.
    FileId,
    /// A message to a person.
    MessageId,
    /// A one-stop office (service centre, intake point).
    OfficeId,
    /// One paper handed in with a dossier.
    PaperId,
    /// One version of an administrative procedure.
    ProcedureId,
    /// The outcome of a dossier.
    ResultId,
    /// A seal kept by an agency or at the centre.
    SealId,
    /// An officer.
    StaffId,
    /// One step of a workflow.
    StepId,
    /// A division of an agency.
    UnitId,
    /// One version of a workflow definition.
    WorkflowId,
}

fn version_7(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let random: [u8; 10] = rand::random();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let earlier = DossierId::new(Timestamp::from_second(1_700_000_000).unwrap());
        let later = DossierId::new(Timestamp::from_second(1_700_000_001).unwrap());
        assert!(earlier < later);
        assert_eq!(earlier.to_string().parse::<DossierId>().unwrap(), earlier);
    }
}
