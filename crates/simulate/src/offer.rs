//! What people come for: every procedure that an office can carry to its end, with how often it is asked.
//!
//! Found out by trying: one dossier of each is led through its whole life by the rules, in memory.

use std::sync::Arc;

use dossier::command::Submit;
use dossier::{Channel, Command, Dossier, Dossiers, Fee, Filing, PaperIn, Person, ReturnChannel, State, Terms};
use jiff::Timestamp;
use organisation::Office;

use crate::Error;
use crate::act::{self, Scene};
use crate::cast::Cast;
use crate::fate::Fate;
use crate::random::Random;

/// A procedure at an office.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) terms: Arc<Terms>,
    pub(crate) office: Arc<Office>,
    pub(crate) weight: f64,
}

/// How often a field is asked, relative to one that stands at 1.
const FIELDS: &[(&str, f64)] = &[
    ("Hộ tịch", 30.0),
    ("Chứng thực", 22.0),
    ("Đất đai", 24.0),
    ("Cư trú; căn cước", 14.0),
    ("Đăng ký hộ kinh doanh", 8.0),
    ("Thành lập và hoạt động doanh nghiệp", 6.0),
    ("Xây dựng", 5.0),
    ("Bảo trợ xã hội; giảm nghèo; trẻ em", 5.0),
    ("Người có công", 3.0),
];
/// Acts after which a story that does not end is given up.
const ACTS_MAX: u32 = 60;

/// Everything that can be filed at `now`.
pub(crate) async fn offers(dossiers: &Dossiers, cast: &mut Cast, now: Timestamp) -> Result<Vec<Offer>, Error> {
    let published = dossiers.catalogue().current(now).await?;
    let day = act::day_of(now);
    let mut offices = dossiers.organisation().offices(day);
    offices.sort_by(|a, b| a.code.cmp(&b.code));
    let mut versions = published.all().to_vec();
    versions.sort_by_key(|version| version.facts.key.to_string());
    let mut found = Vec::new();
    for version in &versions {
        let Some(terms) = dossiers.terms(version.id).await.map_err(Error::Refused)? else { continue };
        let terms = Arc::new(terms);
        let field = FIELDS.iter().find(|(name, _)| *name == version.facts.field).map_or(1.0, |(_, weight)| *weight);
        // Within a field the first are asked most.
        let rank = found.iter().filter(|offer: &&Offer| offer.terms.version.facts.field == version.facts.field).count();
        for office in &offices {
            if can_be_carried(dossiers, &terms, office, cast, now) {
                let weight = field / (1.0 + rank as f64 / offices.len() as f64);
                found.push(Offer { terms: Arc::clone(&terms), office: Arc::clone(office), weight });
            }
        }
    }
    if found.is_empty() { Err(Error::NothingOffered(day)) } else { Ok(found) }
}

fn can_be_carried(dossiers: &Dossiers, terms: &Terms, office: &Office, cast: &mut Cast, now: Timestamp) -> bool {
    lead(dossiers, terms, office, cast, now).is_ok_and(|last| matches!(last.state, State::Returned { .. }))
}

fn lead(
    dossiers: &Dossiers,
    terms: &Terms,
    office: &Office,
    cast: &mut Cast,
    now: Timestamp,
) -> Result<Dossier, dossier::Error> {
    let (fate, mut chance) = (Fate::plain(), Random::new(1));
    let desk = cast.desk_of(office, &mut chance);
    let filing = filing(terms, office, Channel::Counter, crate::people::person(1, 1));
    let draft = dossiers.compose(&desk, &filing, terms, now)?;
    let submit = Command::Submit(Submit {});
    let one = &mut |_: &str| Ok(1);
    let (mut dossier, _) = dossiers.narrate(&desk, &draft, &submit, terms, now, one)?;
    let mut last_at = now;
    for acts in 1..ACTS_MAX {
        let scene = Scene { dossier: &dossier, terms, fate: &fate, acts, last_at };
        let Some(act) = act::next(&scene, cast, &mut chance) else { break };
        last_at = act.at;
        dossier = dossiers.narrate(&act.actor, &dossier, &act.command, terms, act.at, one)?.0;
    }
    Ok(dossier)
}

/// A filing with everything that is always asked.
pub(crate) fn filing(terms: &Terms, office: &Office, channel: Channel, owner: Person) -> Filing {
    let facts = &terms.version.facts;
    let papers = facts.papers.iter().filter(|paper| paper.is_always_asked()).map(|paper| PaperIn {
        no: Some(paper.no),
        name: paper.name.clone(),
        form: paper.forms.first().cloned().unwrap_or_default(),
        quantity: paper.quantity.unwrap_or(1),
        files: Vec::new(),
    });
    Filing {
        procedure: terms.version.id,
        office: office.id,
        competent_agency: None,
        channel,
        account: None,
        owner,
        proxy: None,
        declared: Vec::new(),
        sets: 1,
        papers: papers.collect(),
        return_channel: ReturnChannel::Counter,
        return_address: String::new(),
        fee: facts.fee.filter(|fee| fee.0 > 0).map(|amount| Fee { amount, paid: true, note: String::new() }),
    }
}
