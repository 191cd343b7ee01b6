//! Rows of the books, a batch of dossiers at a time, in Vietnamese whatever language the page has.

use access::Holder;
use base::Locale;
use calendar::local;
use dossier::{BookOf, Dossier, Outcome, present};
use organisation::Organisation;
use web::{Context, Nav, Page};

use super::Wanted;
use crate::control_sheet::HandOver;
use crate::download::Papers;
use crate::hand_overs::hand_overs;
use crate::receipt::applicant;
use crate::register_book::Registered;

/// Dossiers read at once.
const BATCH: i64 = 100;

/// Reads a book from its beginning to its end.
#[derive(Clone)]
pub(crate) struct Collector {
    papers: Papers,
    page: Page,
    wanted: Wanted,
    last: Option<Box<Dossier>>,
    is_over: bool,
    written: u64,
}

/// A page whose sentences are those of official papers.
pub(crate) fn vietnamese(ctx: &Context) -> Page {
    let mut page = ctx.page(Nav::None);
    page.locale = Locale::Vi;
    page
}

impl Collector {
    pub(crate) fn new(papers: &Papers, ctx: &Context, wanted: Wanted) -> Self {
        let page = vietnamese(ctx);
        Self { papers: papers.clone(), page, wanted, last: None, is_over: false, written: 0 }
    }

    pub(crate) const fn book(&self) -> BookOf {
        self.wanted.book
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// `Từ ngày … đến ngày …`.
    pub(crate) fn about(&self) -> String {
        let (from, until) = (self.page.date(self.wanted.first), self.page.date(self.wanted.last));
        self.page.say("documents-books-period").with("from", from).with("until", until).to_string()
    }

    /// The next dossiers; none behind the last.
    async fn batch(&mut self) -> Result<Option<Vec<Dossier>>, web::Error> {
        if self.is_over {
            return Ok(None);
        }
        let Wanted { office, book, .. } = self.wanted;
        let found = self.papers.dossiers.book(office, book, self.wanted.span(), self.last.as_deref(), BATCH).await?;
        self.is_over = found.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        self.last = found.last().cloned().map(Box::new);
        Ok(Some(found))
    }

    /// The next rows of the register book.
    pub(crate) async fn registered(&mut self) -> Result<Option<Vec<Registered>>, web::Error> {
        let Some(dossiers) = self.batch().await? else { return Ok(None) };
        let mut rows = Vec::with_capacity(dossiers.len());
        for dossier in &dossiers {
            self.written += 1;
            rows.extend(registered(&self.page, self.papers.dossiers.organisation(), dossier, self.written));
        }
        Ok(Some(rows))
    }

    /// The next hand-overs of the period.
    pub(crate) async fn hand_overs(&mut self) -> Result<Option<Vec<HandOver>>, web::Error> {
        let Some(dossiers) = self.batch().await? else { return Ok(None) };
        let mut rows = Vec::new();
        for dossier in &dossiers {
            let of_dossier = hand_overs_of(&self.papers, &self.page, dossier).await?;
            let days = self.wanted.first..=self.wanted.last;
            rows.extend(of_dossier.into_iter().filter(|row| days.contains(&row.at.date())));
        }
        Ok(Some(rows))
    }

    /// The whole register book; none when it is longer than allowed.
    pub(crate) async fn all_registered(mut self, most: usize) -> Result<Option<Vec<Registered>>, web::Error> {
        let mut rows = Vec::new();
        while let Some(more) = self.registered().await? {
            rows.extend(more);
            if rows.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(rows))
    }

    /// All hand-overs; none when there are more than allowed.
    pub(crate) async fn all_hand_overs(mut self, most: usize) -> Result<Option<Vec<HandOver>>, web::Error> {
        let mut rows = Vec::new();
        while let Some(more) = self.hand_overs().await? {
            rows.extend(more);
            if rows.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(rows))
    }
}

/// The hand-overs of one dossier.
pub(crate) async fn hand_overs_of(
    papers: &Papers,
    page: &Page,
    dossier: &Dossier,
) -> Result<Vec<HandOver>, web::Error> {
    let definition = papers.dossiers.workflows().get(dossier.workflow).await?;
    let history = papers.dossiers.history(dossier.id).await?;
    let organisation = papers.dossiers.organisation();
    Ok(hand_overs(page, dossier, &definition, &history, |holder| place(organisation, holder)))
}

/// The place of a holder: the office at a counter, else unit and agency.
fn place(organisation: &Organisation, holder: &Holder) -> String {
    if let Some(office) = holder.office.and_then(|office| organisation.office(office)) {
        return office.name.clone();
    }
    let agency = organisation.agency(holder.agency).map(|agency| agency.name.clone()).unwrap_or_default();
    match holder.unit.and_then(|unit| organisation.unit(unit)) {
        Some(unit) if unit.name.contains(&agency) => unit.name.clone(),
        Some(unit) => format!("{}, {agency}", unit.name),
        None => agency,
    }
}

fn registered(page: &Page, organisation: &Organisation, dossier: &Dossier, no: u64) -> Option<Registered> {
    let content = &dossier.content;
    let person = applicant(dossier);
    let contact: Vec<String> =
        [Some(person.address), person.phone].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let due = dossier.clock().and_then(|clock| clock.due);
    let is_refused = content.result.as_ref().is_some_and(|result| result.outcome == Outcome::Refused);
    let note = if is_refused { present::status(dossier) } else { present::state(dossier.state.name()) };
    let channel = content.handed_over.as_ref().map_or(content.return_channel, |handed| handed.via);
    Some(Registered {
        no,
        dossier_code: dossier.label(),
        procedure: dossier.procedure_name.clone(),
        sets: content.sets,
        person: person.name,
        contact: contact.join("; "),
        agency: organisation.agency(dossier.competent_agency).map(|agency| agency.name.clone()).unwrap_or_default(),
        received: local(dossier.received_at?),
        due: due.map(local),
        returned: dossier.returned_at.map(local),
        return_channel: page.said(&present::return_channel(channel)),
        receiver: content.handed_over.as_ref().map(|handed| handed.receiver.clone()).unwrap_or_default(),
        note: page.said(&note),
    })
}
