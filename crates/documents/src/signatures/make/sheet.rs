//! Paper, drawing, signature and check of one result: pure computation, but for the key and the
//! time-stamp authority.

use base::{Actor, ActorKind};
use dossier::Dossier;
use jiff::Timestamp;
use pdf::{Mark, Press};
use signing::{Limits, Request, SignError, TimeStampAuthority, Verifier, Visible, sign};

use super::super::{OpenKey, Signing};
use super::ActError;
use crate::result_paper::{self, Decided};
use crate::results::PaperRow;
use crate::signature_block::{SIZE, SignatureBlock};

/// Width of the column in which a signature stands, in points.
const COLUMN: f64 = 235.0;

/// What is signed and what people see of it.
pub(super) struct Sheet {
    content: Content,
    block: SignatureBlock,
    reason: &'static str,
}

enum Content {
    /// Still to be set.
    Result(Box<Decided>),
    /// A file, and where on it the visible part stands.
    File { pdf: Vec<u8>, place: Option<Place> },
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    page: usize,
    left: i32,
    bottom: i32,
}

/// A signed file.
pub(super) struct Signed {
    pub(super) pdf: Vec<u8>,
    /// Where its seal goes; empty where that is not known.
    pub(super) seal_place: String,
}

impl Place {
    fn at(mark: Mark) -> Self {
        let inset = (COLUMN - f64::from(SIZE[0])) / 2.0;
        Self { page: mark.page, left: points(mark.from_left + inset), bottom: points(mark.from_bottom) - SIZE[1] }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').map(str::parse::<i32>);
        let mut next = || parts.next()?.ok();
        let (page, left, bottom) = (next()?, next()?, next()?);
        Some(Self { page: usize::try_from(page).ok()?, left, bottom })
    }

    fn text(self) -> String {
        format!("{} {} {}", self.page, self.left, self.bottom)
    }

    const fn visible(self, drawing: &[u8]) -> Visible<'_> {
        let place = [self.left, self.bottom, self.left + SIZE[0], self.bottom + SIZE[1]];
        Visible { page: self.page, place, drawing }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page has some hundred points")]
fn points(length: f64) -> i32 {
    length.round() as i32
}

impl Signing {
    /// The paper of an approval and who signs it; none when the draft was replaced meanwhile.
    /// `authority` gives the lines above the signature, the post last.
    pub(super) fn approval_sheet(
        &self,
        dossier: &Dossier,
        row: &PaperRow,
        (actor, authority): (&Actor, Vec<String>),
    ) -> Option<Sheet> {
        let mut decided = self.parts.printer.decided(dossier, row)?;
        decided.decider.clone_from(&actor.name);
        let organisation = self.parts.dossiers.organisation();
        let staff = match actor.kind {
            ActorKind::Staff { staff, .. } => organisation.staff(staff),
            ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
        };
        let agency = staff.as_ref().and_then(|staff| organisation.agency(staff.agency));
        let post = authority.last().cloned().or_else(|| staff.map(|staff| staff.post.to_uppercase()));
        let above = authority.split_last().map(|(_, above)| above.join(" ")).filter(|above| !above.is_empty());
        decided.authority = authority;
        let block = SignatureBlock {
            authority: above,
            post: post.unwrap_or_default(),
            name: actor.name.clone(),
            agency: agency.map(|agency| agency.name.clone()).unwrap_or_default(),
            signed_at: row.decided_at,
        };
        Some(Sheet { content: Content::Result(Box::new(decided)), block, reason: "Phê duyệt kết quả" })
    }

    /// A signed file and the seal that comes beside the signature.
    pub(super) fn seal_sheet(&self, pdf: Vec<u8>, place: &str, key: &OpenKey, now: Timestamp) -> Sheet {
        let organisation = self.parts.dossiers.organisation();
        let agency = key.certificate.agency.and_then(|agency| organisation.agency(agency));
        let block = SignatureBlock {
            authority: None,
            post: agency.map(|agency| agency.name.to_uppercase()).unwrap_or_default(),
            name: key.certificate.subject.clone(),
            agency: "Chữ ký số của cơ quan".to_owned(),
            signed_at: now,
        };
        Sheet { content: Content::File { pdf, place: Place::read(place) }, block, reason: "Đóng dấu cơ quan" }
    }

    /// Sets, signs and checks.
    pub(super) fn sign_sheet(&self, sheet: Sheet, key: &OpenKey, now: Timestamp) -> Result<Signed, ActError> {
        let press = self.parts.printer.press();
        let (pdf, [place, seal]) = sheet.content.laid_out(press)?;
        let drawing = sheet.block.draw(press).map_err(|error| ActError::Paper(error.into()))?;
        let request = Request {
            signed_at: now,
            reason: Some(sheet.reason),
            location: None,
            visible: place.map(|place| place.visible(&drawing)),
        };
        let address = self.parts.settings.time_stamps.as_deref();
        let authority =
            address.map(|address| TimeStampAuthority { network: &*self.parts.network, address, nonce: nonce() });
        let signed = sign(&pdf, &request, &*key.signer, authority).map_err(ActError::Sign)?;
        if self.accepts(&signed, now)? {
            Ok(Signed { pdf: signed, seal_place: seal.map(Place::text).unwrap_or_default() })
        } else {
            Err(ActError::NotAccepted)
        }
    }

    /// Every signature holds over what it covers; where authorities are trusted, one of them stands
    /// behind the newest. Unknown revocation does not stop the work: it is told at every later check.
    fn accepts(&self, signed: &[u8], now: Timestamp) -> Result<bool, ActError> {
        let trust = &self.parts.trust;
        let verifier = Verifier { trust, now, limits: Limits::default(), network: None };
        let report = verifier.verify(signed).map_err(|fault| ActError::Sign(SignError::Document(fault)))?;
        let holds = report.signatures.iter().all(|one| {
            one.whole.is_ok()
                && one.changes.iter().all(signing::Change::is_allowed)
                && !matches!(one.stamp, signing::Stamp::Broken(_))
        });
        let is_ours = report.signatures.last().is_some_and(|own| !trust.has_authorities() || own.trusted.is_ok());
        Ok(holds && is_ours && report.is_covered_whole())
    }
}

impl Content {
    /// The file, and the places of the signature and of the seal.
    fn laid_out(self, press: &Press) -> Result<(Vec<u8>, [Option<Place>; 2]), ActError> {
        match self {
            Self::File { pdf, place } => Ok((pdf, [place, None])),
            Self::Result(decided) => {
                let rendered = result_paper::render_to_sign(press, &decided);
                let (rendered, marks) = rendered.map_err(|error| ActError::Paper(error.into()))?;
                Ok((rendered.pdf, marks.map(|mark| mark.map(Place::at))))
            }
        }
    }
}

/// A number nobody can guess.
fn nonce() -> u64 {
    let digest = base::secret::digest(&base::secret::token());
    digest.get(..15).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read() {
        let place = Place { page: 1, left: 93, bottom: 160 };
        assert_eq!(Place::read(&place.text()), Some(place));
        assert_eq!(Place::read(""), None);
    }

    #[test]
    fn a_nonce_is_new_each_time() {
        assert!(nonce() != nonce() && nonce() > 1);
    }
}
