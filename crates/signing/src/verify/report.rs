//! What was found out about a document.

use jiff::Timestamp;

use crate::cms::Flaw;
use crate::cms::certificate::Certificate;
use crate::cms::chain::Untrusted;
use crate::verify::field::SignedField;
use crate::verify::is_merely_unknown;

#[derive(Debug, Clone)]
pub struct Report {
    /// In the order in which they were made.
    pub signatures: Vec<SignatureReport>,
    /// Size of the whole file.
    pub bytes: usize,
}

/// What a signature was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody agrees with the content.
    Approval,
    /// A time-stamp over the whole document.
    DocumentTimeStamp,
}

#[derive(Debug, Clone)]
pub struct SignatureReport {
    pub field: String,
    pub kind: Kind,
    pub reason: Option<String>,
    pub location: Option<String>,
    /// What the signer's clock showed; proves nothing.
    pub claimed_at: Option<Timestamp>,
    pub stamp: Stamp,
    pub certificate: Option<Certificate>,
    /// Whether the signed bytes are those that were signed.
    pub whole: Result<(), Broken>,
    /// The path to a trusted authority, or why there is none.
    pub trusted: Result<Vec<Certificate>, Untrusted>,
    pub revocation: Revocation,
    /// The document as it was signed is this long.
    pub covers_bytes: usize,
    /// What differs between the signed revision and the file.
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    None,
    /// A trusted authority saw the signature then.
    Proven {
        at: Timestamp,
        authority: String,
    },
    /// Somebody says so whom nobody trusted stands behind.
    Unproven {
        at: Timestamp,
        reason: Untrusted,
    },
    Broken(Flaw),
}

/// Whether authorities took a certificate back before the moment that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    Good,
    /// Nobody said anything that is fresh and signed.
    Unknown,
}

/// Why a signature does not hold over the bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("{0}")]
    Layout(&'static str),
    #[error("the kind of signature {0} is not read here")]
    UnknownKind(String),
    #[error("{0}")]
    Message(Flaw),
}

/// One thing that differs after signing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Another signature; its own report says whether it holds.
    FurtherSignature {
        field: String,
    },
    /// Certificates and revocation data kept for later.
    ValidationData,
    /// The description of the file, which no page shows.
    Metadata,
    PagesAdded(usize),
    PagesRemoved(usize),
    /// What a page shows, counted from 1.
    Page(usize),
    /// A comment, form field or stamp put on a page.
    Annotation {
        page: usize,
    },
    /// The form or one of its fields.
    Form,
    /// Something that belongs to the document as a whole.
    Document,
    /// Bytes that no reader should look at but some do.
    Hidden,
}

impl Change {
    /// Whether a signed document may be changed in this way.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        match self {
            Self::FurtherSignature { .. } | Self::ValidationData | Self::Metadata => true,
            Self::PagesAdded(_)
            | Self::PagesRemoved(_)
            | Self::Page(_)
            | Self::Annotation { .. }
            | Self::Form
            | Self::Document
            | Self::Hidden => false,
        }
    }
}

/// What a report comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Valid,
    /// Whole and unchanged, but it could not be settled who stands behind it.
    Unsettled,
    Invalid,
}

impl SignatureReport {
    pub(crate) fn new(field: &SignedField) -> Self {
        Self {
            field: field.name.clone(),
            kind: field.kind,
            reason: field.reason.clone(),
            location: field.location.clone(),
            claimed_at: field.claimed_at,
            stamp: Stamp::None,
            certificate: None,
            whole: Err(Broken::Layout("the signature was not looked at")),
            trusted: Err(Untrusted::UnknownIssuer),
            revocation: Revocation::Unknown,
            covers_bytes: 0,
            changes: Vec::new(),
        }
    }

    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let is_refused = matches!(&self.trusted, Err(reason) if !is_merely_unknown(reason));
        let is_changed = self.changes.iter().any(|change| !change.is_allowed());
        if self.whole.is_err() || is_changed || is_refused || matches!(self.stamp, Stamp::Broken(_)) {
            return Outcome::Invalid;
        }
        let is_settled = match &self.stamp {
            Stamp::None | Stamp::Proven { .. } => true,
            Stamp::Unproven { .. } | Stamp::Broken(_) => false,
        };
        if is_settled && self.trusted.is_ok() && self.revocation == Revocation::Good {
            Outcome::Valid
        } else {
            Outcome::Unsettled
        }
    }

    /// The moment that counts: proven, or else only claimed.
    #[must_use]
    pub fn signed_at(&self) -> Option<Timestamp> {
        match &self.stamp {
            Stamp::Proven { at, .. } => Some(*at),
            Stamp::None | Stamp::Unproven { .. } | Stamp::Broken(_) => self.claimed_at,
        }
    }
}

impl Report {
    /// The worst of all signatures; `None` when there is none.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.signatures.iter().map(SignatureReport::outcome).max()
    }

    /// Whether the newest signature covers the file to its end.
    #[must_use]
    pub fn is_covered_whole(&self) -> bool {
        self.signatures.last().is_some_and(|signature| signature.covers_bytes == self.bytes)
    }
}
