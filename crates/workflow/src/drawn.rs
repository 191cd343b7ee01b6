//! A drawn process as dossiers follow it: its places of work numbered, so that states and events name
//! them as they name the steps of a linear definition, and every move made by the engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::{ProcedureId, WorkflowId};
use calendar::PauseReason;

use crate::condition::{FieldKind, Value};
use crate::engine::{Happening, Standing};
use crate::process::{Consultation, Finish, Node, NodeId, NodeKind, Silence, SubDossier, Task};
use crate::{Definition, FormField, Sound, Step, StepAction, Work};

/// A sound process with its places of work in the order an office reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    sound: Arc<Sound>,
    places: Vec<NodeId>,
}

/// Where a dossier stands after a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// Every place of work that is open now, by number.
    pub open: Vec<u16>,
    /// Those entered just now.
    pub entered: Vec<u16>,
    /// What cannot be told from one open place alone: legs side by side, or one that others wait for.
    pub standing: Option<Standing>,
    /// Branches at which an answer was missing, so that no condition could be said to hold.
    pub undecided: Vec<NodeId>,
}

impl Definition {
    /// The definition of a drawn process.
    #[must_use]
    pub fn drawn(id: WorkflowId, procedure: ProcedureId, sound: Sound) -> Self {
        let waiting = sound.process().nodes.iter().filter(|node| node.kind.waits());
        let places: Vec<NodeId> = waiting.clone().map(|node| node.id.clone()).collect();
        let steps = waiting.zip(1..).filter_map(|(node, no)| step(node, no)).collect();
        let drawn = Some(Drawn { sound: Arc::new(sound), places });
        Self { id, procedure, steps, from_template: false, drawn }
    }

    /// Whether an office drew it.
    #[must_use]
    pub const fn is_drawn(&self) -> bool {
        self.drawn.is_some()
    }

    /// The name of a drawn place that nobody works at, such as a branch.
    #[must_use]
    pub fn name_of(&self, node: &NodeId) -> Option<&str> {
        Some(self.drawn.as_ref()?.sound.process().node(node)?.name.as_str())
    }

    /// The questions that its branches ask about; none where steps follow one another.
    #[must_use]
    pub fn fields(&self) -> &[FormField] {
        self.drawn.as_ref().map_or(&[], |drawn| &drawn.sound.process().fields)
    }

    /// Whether another agency is asked for its opinion in a place: finishing it is answering.
    #[must_use]
    pub fn is_consultation(&self, no: u16) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.consultation(no).is_some())
    }

    /// The dossier that another agency settles in a place; finishing it is taking its result.
    #[must_use]
    pub fn sub_dossier(&self, no: u16) -> Option<&SubDossier> {
        self.drawn.as_ref()?.sub_dossier(no)
    }

    /// Whether silence means agreement once the deadline of a consultation has passed.
    #[must_use]
    pub fn lapses(&self, no: u16) -> bool {
        let asked = self.drawn.as_ref().and_then(|drawn| drawn.consultation(no));
        asked.is_some_and(|asked| asked.silence == Silence::Agrees)
    }

    /// Where a dossier goes after something happened at a place. `standing` is what was kept of the
    /// move before, where it said more than the place.
    #[must_use]
    pub fn onward(
        &self,
        standing: Option<&Standing>,
        no: u16,
        happening: Happening<'_>,
        declared: &[(&str, &str)],
    ) -> Option<Onward> {
        let Some(drawn) = &self.drawn else {
            let next = self.performed_from(no.checked_add(1)?)?.no;
            return Some(Onward { open: vec![next], entered: vec![next], standing: None, undecided: Vec::new() });
        };
        let at = drawn.id(no)?;
        let alone = || Standing::only(at.clone());
        let answers = answers(&drawn.sound.process().fields, declared);
        let moved = drawn.sound.advance(&standing.cloned().unwrap_or_else(alone), at, happening, &answers).ok()?;
        let numbered = |ids: Vec<&NodeId>| ids.into_iter().filter_map(|id| drawn.no(id)).collect::<Vec<u16>>();
        let open = numbered(moved.standing.at().collect());
        let says_more = open.len() != 1 || moved.standing.has_arrived();
        Some(Onward {
            entered: numbered(moved.entered.iter().collect()),
            undecided: moved.undecided,
            standing: Some(moved.standing).filter(|_| says_more),
            open,
        })
    }

    /// Where a dossier goes that is sent back to an earlier place of the same leg.
    #[must_use]
    pub fn back(&self, standing: Option<&Standing>, no: u16, to: u16) -> Option<Onward> {
        match &self.drawn {
            Some(drawn) => self.onward(standing, no, Happening::SentBack { to: drawn.id(to)? }, &[]),
            None => Some(Onward { open: vec![to], entered: vec![to], standing: None, undecided: Vec::new() }),
        }
    }
}

impl Drawn {
    pub(crate) fn no(&self, id: &NodeId) -> Option<u16> {
        let place = self.places.iter().position(|place| place == id)?;
        u16::try_from(place + 1).ok()
    }

    fn id(&self, no: u16) -> Option<&NodeId> {
        self.places.get(usize::from(no).checked_sub(1)?)
    }

    fn kind(&self, no: u16) -> Option<&NodeKind> {
        self.sound.process().node(self.id(no)?).map(|node| &node.kind)
    }

    fn task(&self, no: u16) -> Option<&Task> {
        match self.kind(no)? {
            NodeKind::Step(task) => Some(task),
            NodeKind::Pause(_)
            | NodeKind::Consult(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Split(_)
            | NodeKind::Join(_)
            | NodeKind::Branch(_)
            | NodeKind::End => None,
        }
    }

    fn consultation(&self, no: u16) -> Option<&Consultation> {
        match self.kind(no)? {
            NodeKind::Consult(consultation) => Some(consultation),
            NodeKind::Step(_)
            | NodeKind::Pause(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Split(_)
            | NodeKind::Join(_)
            | NodeKind::Branch(_)
            | NodeKind::End => None,
        }
    }

    fn sub_dossier(&self, no: u16) -> Option<&SubDossier> {
        match self.kind(no)? {
            NodeKind::SubDossier(sub) => Some(sub),
            NodeKind::Step(_)
            | NodeKind::Consult(_)
            | NodeKind::Pause(_)
            | NodeKind::Split(_)
            | NodeKind::Join(_)
            | NodeKind::Branch(_)
            | NodeKind::End => None,
        }
    }

    pub(crate) fn start(&self) -> Option<u16> {
        self.no(&self.sound.process().start)
    }

    pub(crate) fn finishing_action(&self, no: u16) -> Option<StepAction> {
        if self.consultation(no).is_some() {
            return Some(StepAction::Complete);
        }
        let task = self.task(no)?;
        Some(match task.action {
            Finish::Complete => StepAction::Complete,
            Finish::RequirePayment => StepAction::RequirePayment,
            Finish::Pause => StepAction::Pause(self.ground(&task.next)?),
            Finish::ProposeResult => StepAction::ProposeResult,
            Finish::Decide => StepAction::Decide,
            Finish::Seal => StepAction::Seal,
            Finish::Return => StepAction::Return,
        })
    }

    /// The ground of the pause that follows.
    fn ground(&self, next: &NodeId) -> Option<PauseReason> {
        match &self.sound.process().node(next)?.kind {
            NodeKind::Pause(wait) => Some(wait.reason),
            NodeKind::Step(_)
            | NodeKind::Consult(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Split(_)
            | NodeKind::Join(_)
            | NodeKind::Branch(_)
            | NodeKind::End => None,
        }
    }

    /// Whether the result is handed over in a place; the stamp keeper may do it where sealing is the
    /// last step.
    pub(crate) fn is_last(&self, no: u16) -> bool {
        self.task(no).is_some_and(|task| {
            let ends = || matches!(self.sound.process().node(&task.next).map(|node| &node.kind), Some(NodeKind::End));
            task.action == Finish::Return || (task.action == Finish::Seal && ends())
        })
    }

    pub(crate) fn is_sealed_in(&self, no: u16) -> bool {
        self.task(no).is_some_and(|task| matches!(task.action, Finish::Seal | Finish::Return))
    }

    pub(crate) fn has(&self, finish: Finish) -> bool {
        (1..).zip(&self.places).any(|(no, _)| self.task(no).is_some_and(|task| task.action == finish))
    }

    /// The places a dossier may be sent back to, nearest last.
    pub(crate) fn before(&self, no: u16) -> Vec<u16> {
        let Some(id) = self.id(no).filter(|_| self.task(no).is_some()) else { return Vec::new() };
        self.sound.steps_before(id).iter().filter_map(|place| self.no(place)).collect()
    }

    /// Where a refusal leads back to, so that the result is drafted again and nothing is decided.
    pub(crate) fn redrafted_at(&self, no: u16) -> Option<u16> {
        let back = self.no(self.task(no)?.refused.as_ref()?)?;
        self.before(no).contains(&back).then_some(back)
    }
}

/// A place as a step; control nodes are none.
fn step(node: &Node, no: u16) -> Option<Step> {
    let work = match &node.kind {
        NodeKind::Pause(wait) => Work::Pause { reason: wait.reason, waits_for: wait.waits_for.clone() },
        NodeKind::Step(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            Work::By { performer: node.kind.performer()?.clone() }
        }
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => return None,
    };
    let budget_minutes = node.kind.budget_minutes();
    Some(Step { no, name: node.name.clone(), phase: node.phase, work, budget_minutes, parallel_group: None })
}

/// What was declared, read as the fields of the process ask for it. What cannot be read so is no
/// answer: unknown never means yes.
fn answers(fields: &[FormField], declared: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let answer = |field: &FormField| {
        let (_, text) = declared.iter().rev().find(|(key, _)| *key == field.name)?;
        Some((field.name.clone(), field.kind.read(text)?))
    };
    fields.iter().filter_map(answer).collect()
}

impl FieldKind {
    /// Whether a text is an answer.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        self.read(text).is_some()
    }

    /// Reads an answer of a form.
    pub(crate) fn read(&self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Text => Some(text).filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned())),
            Self::Choice(choices) => {
                choices.iter().find(|choice| *choice == text).map(|choice| Value::Text(choice.clone()))
            }
            Self::Number => text.replace(',', ".").parse().ok().map(Value::Number),
            Self::Bool => match base::text::fold(text).as_str() {
                "true" | "co" | "yes" => Some(Value::Bool(true)),
                "false" | "khong" | "no" => Some(Value::Bool(false)),
                _ => None,
            },
            Self::Date => web::format::read_date(text).or_else(|| text.parse().ok()).map(Value::Date),
        }
    }
}
