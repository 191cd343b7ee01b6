//! How a decision is signed: the lines of authority above the signer's post.
//!
//! Nghị định 30/2020/NĐ-CP Điều 13 và phụ lục I: a committee is signed for (TM.), a deputy signs for the
//! head (KT.), somebody in acting charge as such (Q.), whoever holds a delegation for the delegator
//! (TUQ., TL.). A post of the deciding agency stands without the agency's name.

use access::Capacity;
use organisation::{Agency, AgencyKind};

/// The authority a decision was signed by. Posts and numbers of papers only, no names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignedAs {
    /// `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`; empty for a head who signs for the own agency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authority: Vec<String>,
    /// The post of the signer, in capitals.
    pub post: String,
    /// Number of the paper that delegates; empty for who signs in the own right.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
}

impl SignedAs {
    /// By somebody who leads the agency in the own right.
    pub(crate) fn in_own_right(agency: &Agency, post: &str) -> Self {
        let title = title(agency, post);
        let mut authority = Vec::new();
        if title.chars().count() < post.trim().chars().count() {
            authority.extend(committee(agency));
            authority.extend(title.strip_prefix("PHÓ ").map(|head| format!("KT. {head}")));
        }
        let post = title.strip_prefix("QUYỀN ").map_or_else(|| title.clone(), |head| format!("Q. {head}"));
        Self { authority, post, document: String::new() }
    }

    /// By a delegate, in the delegator's stead.
    pub(crate) fn for_delegator(agency: &Agency, delegator: &str, (capacity, post): (Capacity, &str)) -> Self {
        let line = format!("{} {}", capacity.sign(), title(agency, delegator));
        let committee = committee(agency).filter(|_| capacity == Capacity::ForHead);
        Self {
            authority: committee.into_iter().chain([line]).collect(),
            post: title(agency, post),
            document: String::new(),
        }
    }

    /// The same, with the number of the paper.
    pub(crate) fn by(self, document: &str) -> Self {
        Self { document: document.to_owned(), ..self }
    }

    /// The lines above the signature, the post last.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.authority.iter().chain([&self.post]).cloned().collect()
    }

    /// In one line, as histories show it: `TUQ. CHỦ TỊCH, 12/QĐ-UBND`.
    #[must_use]
    pub fn line(&self) -> String {
        let document = Some(self.document.clone()).filter(|document| !document.is_empty());
        self.authority.iter().cloned().chain(document).collect::<Vec<_>>().join(", ")
    }
}

fn committee(agency: &Agency) -> Option<String> {
    match agency.kind {
        AgencyKind::ProvinceCommittee | AgencyKind::CommuneCommittee => Some("TM. ỦY BAN NHÂN DÂN".to_owned()),
        AgencyKind::ProvincialOffice
        | AgencyKind::Department
        | AgencyKind::Centre
        | AgencyKind::LandBranch
        | AgencyKind::Vertical
        | AgencyKind::Utility => None,
    }
}

/// A post in capitals, without the words at its end by which the agency's own name begins.
fn title(agency: &Agency, post: &str) -> String {
    let post = post.trim();
    let name = agency.name.to_lowercase();
    let ends = post.match_indices(' ').map(|(at, _)| at);
    let mut is_agency = ends.filter(|at| {
        let rest = post.get(at + 1..).unwrap_or_default().to_lowercase();
        name == rest || name.starts_with(&format!("{rest} "))
    });
    let end = is_agency.next().unwrap_or(post.len());
    post.get(..end).unwrap_or(post).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::AgencyId;
    use jiff::Timestamp;

    fn agency(name: &str, kind: AgencyKind) -> Agency {
        Agency {
            id: AgencyId::new(Timestamp::UNIX_EPOCH),
            code: String::new(),
            name: name.to_owned(),
            kind,
            parent: None,
            valid_from: jiff::civil::date(2025, 7, 1),
            valid_to: None,
        }
    }

    fn own(name: &str, kind: AgencyKind, post: &str) -> String {
        let signed = SignedAs::in_own_right(&agency(name, kind), post);
        signed.lines().join(" / ")
    }

    #[test]
    fn leaders_sign_as_the_decree_on_papers_says() {
        let (committee, department) = (AgencyKind::CommuneCommittee, AgencyKind::Department);
        for (name, kind, post, lines) in [
            ("UBND phường Hạ Long", committee, "Chủ tịch UBND phường", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"),
            (
                "UBND phường Hạ Long",
                committee,
                "Phó Chủ tịch UBND phường",
                "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
            ),
            ("Sở Tư pháp", department, "Giám đốc Sở Tư pháp", "GIÁM ĐỐC"),
            ("Sở Tư pháp", department, "Phó Giám đốc Sở Tư pháp", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"),
            ("Sở Tư pháp", department, "Quyền Giám đốc Sở Tư pháp", "Q. GIÁM ĐỐC"),
            ("UBND phường Hạ Long", committee, "Phó Giám đốc Trung tâm", "PHÓ GIÁM ĐỐC TRUNG TÂM"),
        ] {
            assert_eq!(own(name, kind, post), lines, "{post}");
        }
    }

    #[test]
    fn a_delegate_signs_under_the_post_of_the_delegator() {
        let ward = agency("UBND phường Hạ Long", AgencyKind::CommuneCommittee);
        let by = |capacity| {
            let signed = SignedAs::for_delegator(&ward, "Chủ tịch UBND phường", (capacity, "Giám đốc Trung tâm"));
            let signed = signed.by("12/QĐ-UBND");
            assert_eq!(signed.post, "GIÁM ĐỐC TRUNG TÂM");
            signed.line()
        };
        assert_eq!(by(Capacity::ByDelegation), "TUQ. CHỦ TỊCH, 12/QĐ-UBND");
        assert_eq!(by(Capacity::ByOrder), "TL. CHỦ TỊCH, 12/QĐ-UBND");
        assert_eq!(by(Capacity::ForHead), "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, 12/QĐ-UBND");
    }
}
