//! A sample dossier walked through a process before it is published: whoever looks at it chooses
//! what happens, and sees who is to act and until when. The walk stands in the address; nothing is
//! stored, and no person's data is used. Every step is taken to use its whole time, every pause
//! three working days.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use calendar::{Calendar, WORKING_DAY_MINUTES};
use jiff::Timestamp;
use web::{Context, Error, Fields, Link, Note, Page, Path, Tone};

use super::show::choose;
use super::{Desk, Known, frame};
use crate::condition::{FieldKind, Value};
use crate::engine::{Happening, Moved, Standing};
use crate::process::{Finish, NodeId, NodeKind, Process, Silence};
use crate::sound::Sound;
use crate::wording;

/// How long a pause is taken to last.
const PAUSE_MINUTES: u32 = 3 * WORKING_DAY_MINUTES;
/// Most events of a walk.
const EVENTS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "tryout.html")]
pub(super) struct TryoutPage {
    pub(super) page: Page,
    pub(super) form: Fields,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) chosen: String,
    pub(super) walked: String,
    pub(super) questions: Vec<Question>,
    pub(super) lines: Vec<WalkLine>,
    pub(super) places: Vec<PlaceView>,
    pub(super) notes: Vec<Note>,
}

/// A question of the form.
pub(super) struct Question {
    pub(super) name: String,
    pub(super) label: String,
    /// Empty where the answer is typed.
    pub(super) choices: Vec<(String, String)>,
}

/// Something that happened.
pub(super) struct WalkLine {
    pub(super) at: String,
    pub(super) step: String,
    pub(super) what: String,
    pub(super) who: String,
}

/// Where the dossier stands, with what may happen there.
pub(super) struct PlaceView {
    pub(super) name: String,
    pub(super) who: String,
    pub(super) until: String,
    pub(super) ways: Vec<Link>,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let known = Known::read(&ctx, &subject.version).await?;
    let text = |name: &str| query.get(name).map_or("", String::as_str);
    let (process, _) = choose(&ctx, &subject, &known, text("ban")).ok_or(Error::NotFound)?;
    let page = frame(&ctx, &subject);
    let answers = answers(&process, &query);
    let mut view = TryoutPage {
        form: query.iter().fold(Fields::blank(&page), |form, (name, value)| form.with(name, value)),
        name: subject.version.facts.name.clone(),
        address: subject.address.clone(),
        chosen: text("ban").to_owned(),
        walked: text("di").to_owned(),
        questions: questions(&process, &page),
        lines: Vec::new(),
        places: Vec::new(),
        notes: Vec::new(),
        page,
    };
    match Sound::new(process) {
        Ok(sound) => view.walk(&sound, &answers, &query, ctx.now)?,
        Err(_) => view.notes.push(Note::new(Tone::Late, view.page.t("workflow-tryout-unsound"))),
    }
    web::html(view)
}

impl TryoutPage {
    fn walk(
        &mut self,
        sound: &Sound,
        answers: &BTreeMap<String, Value>,
        query: &HashMap<String, String>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let calendar = Calendar::state();
        let (reached, standing) = (BTreeMap::new(), Standing::default());
        let mut walk = Walk { sound, calendar: &calendar, reached, latest: now, standing };
        let begun = sound.begin(answers).map_err(Error::internal)?;
        let mut undecided = walk.take(begun, calendar.next_opening(now));
        for event in self.walked.split(',').filter(|event| !event.is_empty()).take(EVENTS_MAX) {
            let (node, what) = event.split_once('.').ok_or(Error::NotFound)?;
            let at: NodeId = node.parse().map_err(|_| Error::NotFound)?;
            let happening = happening(what).ok_or(Error::NotFound)?;
            let until = walk.until(&at);
            let moved = sound.advance(&walk.standing, &at, happening, answers).map_err(|_| Error::NotFound)?;
            self.lines.push(WalkLine {
                at: self.page.moment(until),
                step: wording::name_of(sound.process(), &at),
                what: self.page.t(&format!("workflow-happens-{what}")),
                who: performer(sound.process(), &at, &self.page),
            });
            undecided.extend(walk.take(moved, until));
        }
        for branch in undecided {
            let name = wording::name_of(sound.process(), &branch);
            self.notes.push(Note::new(Tone::Soon, self.page.t1("workflow-tryout-undecided", "step", name)));
        }
        if walk.standing.is_ended() {
            self.notes.push(Note::new(Tone::Ok, self.page.t("workflow-tryout-ended")));
        }
        self.places = walk.standing.at().map(|at| self.place(&walk, at, query)).collect();
        Ok(())
    }

    fn place(&self, walk: &Walk<'_>, at: &NodeId, query: &HashMap<String, String>) -> PlaceView {
        let process = walk.sound.process();
        let ways = process.node(at).map(|node| possible(&node.kind)).unwrap_or_default();
        let link = |what: &&str| Link {
            label: self.page.t(&format!("workflow-happens-{what}")),
            href: self.further(query, &format!("{at}.{what}")),
        };
        PlaceView {
            name: wording::name_of(process, at),
            who: performer(process, at, &self.page),
            until: self.page.moment(walk.until(at)),
            ways: ways.iter().map(link).collect(),
        }
    }

    /// The address of the same walk, one event further.
    fn further(&self, query: &HashMap<String, String>, event: &str) -> String {
        let walked = if self.walked.is_empty() { event.to_owned() } else { format!("{},{event}", self.walked) };
        let mut pairs: Vec<(&str, &str)> = query
            .iter()
            .filter(|(name, _)| *name != "di")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        pairs.sort_unstable();
        pairs.push(("di", &walked));
        web::address_with(&format!("{}/thu", self.address), &pairs)
    }
}

/// A walk under way.
struct Walk<'a> {
    sound: &'a Sound,
    calendar: &'a Calendar,
    /// When each place was reached.
    reached: BTreeMap<NodeId, Timestamp>,
    latest: Timestamp,
    standing: Standing,
}

impl Walk<'_> {
    /// Moves on; gives the branches that could not be decided. Behind a join it is as late as the
    /// latest leg, whichever was clicked first.
    fn take(&mut self, moved: Moved, at: Timestamp) -> Vec<NodeId> {
        self.latest = self.latest.max(at);
        let alone = moved.standing.at().count() == 1;
        let from = if alone { self.latest } else { at };
        self.reached.extend(moved.entered.into_iter().map(|entered| (entered, from)));
        self.standing = moved.standing;
        moved.undecided
    }

    /// Until when a place is to be left.
    fn until(&self, at: &NodeId) -> Timestamp {
        let from = self.reached.get(at).copied().unwrap_or_default();
        let minutes = self.sound.process().node(at).map_or(0, |node| {
            if matches!(node.kind, NodeKind::Pause(_)) { PAUSE_MINUTES } else { node.kind.budget_minutes() }
        });
        self.calendar.after_working_minutes(from, minutes)
    }
}

fn performer(process: &Process, at: &NodeId, page: &Page) -> String {
    process.node(at).map(|node| wording::acts(&node.kind, page)).unwrap_or_default()
}

/// What may happen at a place.
fn possible(kind: &NodeKind) -> Vec<&'static str> {
    match kind {
        NodeKind::Step(task) if task.action == Finish::Decide => vec!["approved", "refused"],
        NodeKind::Step(_) => vec!["finished"],
        NodeKind::Pause(_) => vec!["resumed"],
        NodeKind::Consult(asked) if asked.silence == Silence::Agrees => vec!["agrees", "disagrees", "lapsed"],
        NodeKind::Consult(_) => vec!["agrees", "disagrees"],
        NodeKind::SubDossier(_) => vec!["granted", "denied"],
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => Vec::new(),
    }
}

fn happening(what: &str) -> Option<Happening<'static>> {
    Some(match what {
        "finished" => Happening::Finished,
        "approved" => Happening::Decided { approved: true },
        "refused" => Happening::Decided { approved: false },
        "resumed" => Happening::Resumed,
        "agrees" => Happening::Answered { agrees: true },
        "disagrees" => Happening::Answered { agrees: false },
        "lapsed" => Happening::Lapsed,
        "granted" => Happening::Returned { granted: true },
        "denied" => Happening::Returned { granted: false },
        _ => return None,
    })
}

/// The answers given in the address, as `f.` and the field's name.
fn answers(process: &Process, query: &HashMap<String, String>) -> BTreeMap<String, Value> {
    let answer = |field: &crate::FormField| {
        let value = field.kind.read(query.get(&format!("f.{}", field.name))?)?;
        Some((field.name.clone(), value))
    };
    process.fields.iter().filter_map(answer).collect()
}

/// The questions of the form that conditions ask about.
fn questions(process: &Process, page: &Page) -> Vec<Question> {
    let open = || (String::new(), page.t("workflow-not-known"));
    let question = |field: &crate::FormField| {
        let choices = match &field.kind {
            FieldKind::Text | FieldKind::Number | FieldKind::Date => Vec::new(),
            FieldKind::Bool => vec![
                open(),
                ("co".to_owned(), page.t("workflow-when-yes")),
                ("khong".to_owned(), page.t("workflow-when-no")),
            ],
            FieldKind::Choice(choices) => {
                std::iter::once(open()).chain(choices.iter().map(|choice| (choice.clone(), choice.clone()))).collect()
            }
        };
        Question { name: format!("f.{}", field.name), label: field.label.clone(), choices }
    };
    process.fields.iter().map(question).collect()
}
