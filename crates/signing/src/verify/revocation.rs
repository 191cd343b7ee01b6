//! Whether any certificate of a path was taken back (CRL and OCSP).

use crate::cms::certificate::Certificate;
use crate::cms::chain::{Moment, Standing, Untrusted};
use crate::cms::crl::Crl;
use crate::cms::ocsp::{self, Answer};
use crate::verify::Verifier;
use crate::verify::report::Revocation;

/// Addresses of one certificate that are tried.
const ADDRESSES_MAX: usize = 3;

/// Asks about every certificate below the trusted one. A revoked one is an error; one about which
/// nobody says anything makes the whole path unknown.
pub(crate) fn of(
    verifier: &Verifier<'_>,
    path: &[Certificate],
    enclosed: &[Crl],
    moment: Moment,
) -> Result<Revocation, Untrusted> {
    let mut revocation = Revocation::Good;
    for pair in path.windows(2) {
        let [certificate, issuer] = pair else { continue };
        let standing = at_hand(verifier, certificate, issuer, enclosed, moment)
            .or_else(|| asked(verifier, certificate, issuer, moment));
        match standing {
            Some(Standing::Good) => {}
            Some(Standing::Revoked { since, reason }) => {
                return Err(Untrusted::Revoked { holder: certificate.holder().name, at: since, reason });
            }
            None => revocation = Revocation::Unknown,
        }
    }
    Ok(revocation)
}

fn at_hand(
    verifier: &Verifier<'_>,
    certificate: &Certificate,
    issuer: &Certificate,
    enclosed: &[Crl],
    moment: Moment,
) -> Option<Standing> {
    let lists = verifier.trust.crls.iter().chain(enclosed);
    let answers = verifier.trust.answers.iter().filter_map(|answer| answer.standing(certificate, issuer, moment));
    worst(lists.filter_map(|crl| crl.standing(certificate, issuer, moment)).chain(answers))
}

/// One source that says "revoked" outweighs those that do not know it yet.
fn worst(standings: impl Iterator<Item = Standing>) -> Option<Standing> {
    standings.reduce(|one, other| if matches!(one, Standing::Revoked { .. }) { one } else { other })
}

fn asked(verifier: &Verifier<'_>, certificate: &Certificate, issuer: &Certificate, moment: Moment) -> Option<Standing> {
    let network = verifier.network?;
    let question = ocsp::request(certificate, issuer).ok()?;
    let by_answer = certificate.ocsp_addresses().into_iter().take(ADDRESSES_MAX).find_map(|address| {
        let bytes = network.post(&address, "application/ocsp-request", &question).ok()?;
        Answer::read(&bytes).ok()?.standing(certificate, issuer, moment)
    });
    by_answer.or_else(|| {
        certificate
            .crl_addresses()
            .into_iter()
            .take(ADDRESSES_MAX)
            .find_map(|address| Crl::read(&network.get(&address).ok()?).ok()?.standing(certificate, issuer, moment))
    })
}
