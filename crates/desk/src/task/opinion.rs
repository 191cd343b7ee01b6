//! The forms of opinions outside the process: whom to ask what until when; and the answer.

use base::Actor;
use dossier::command::{AskOpinion, GiveOpinion};
use dossier::{Command, Dossier, OPINION_DAYS};
use web::{Field, Fields, Form, Page};

use super::read::{Read, wrong};
use super::send::only;
use crate::Desk;

impl Desk {
    /// Place, question and deadline.
    pub(super) fn ask_fields(&self, page: &Page, form: &Fields) -> Vec<Field> {
        vec![
            form.select("agency", page.t("desk-opinion-whom"), &self.places_to_ask(page)),
            form.lines("question", page.t("desk-opinion-question")).hint(page.t("desk-opinion-question-hint")),
            form.text("days", page.t("desk-opinion-days")).hint(page.t("desk-opinion-days-hint")).digits().width("w10"),
        ]
    }

    /// Every agency of today, as a whole and unit by unit.
    fn places_to_ask(&self, page: &Page) -> Vec<(String, String)> {
        let (organisation, day) = (self.dossiers.organisation(), calendar::local(page.now).date());
        let mut places = vec![(String::new(), page.t("desk-opinion-choose"))];
        for agency in organisation.agencies(day) {
            places.push((agency.id.to_string(), agency.name.clone()));
            let units = organisation.units(agency.id, day);
            places.extend(
                units
                    .iter()
                    .map(|unit| (format!("{}/{}", agency.id, unit.id), format!("{} – {}", agency.name, unit.name))),
            );
        }
        places
    }

    /// Which opinion, yes or no, and the words.
    pub(super) fn give_fields(&self, page: &Page, actor: &Actor, dossier: &Dossier, form: &Fields) -> Vec<Field> {
        let own = dossier.open_opinions().filter(|opinion| opinion.may_be_given_by(actor).is_ok());
        let asked: Vec<(String, String)> =
            own.map(|opinion| (opinion.no.to_string(), opinion.question.clone())).collect();
        let answers = [("co", "desk-opinion-agree"), ("khong", "desk-opinion-disagree")]
            .map(|(name, key)| (name.to_owned(), page.t(key)));
        vec![
            form.radio("no", page.t("desk-opinion-which"), &asked),
            form.radio("agrees", page.t("desk-opinion-answer"), &answers),
            form.lines("text", page.t("desk-opinion-text")),
        ]
    }
}

/// Five working days, and the only opinion there is to give.
pub(super) fn prefilled(dossier: &Dossier, form: Fields) -> Fields {
    let first = dossier.open_opinions().map(|opinion| opinion.no.to_string()).next();
    form.with("days", OPINION_DAYS.to_string()).with("no", first.unwrap_or_default())
}

pub(super) fn read_question(form: &Form) -> Read {
    let chosen = form.text("agency");
    let (agency, unit) = chosen.split_once('/').map_or((chosen.as_str(), None), |(agency, unit)| (agency, Some(unit)));
    let (Ok(agency), Ok(unit)) = (agency.parse(), unit.map(str::parse).transpose()) else {
        return wrong("agency", "desk-opinion-whom-missing");
    };
    match form.text("days").parse() {
        Ok(days) => {
            let question = form.lines("question");
            only(Command::AskOpinion(AskOpinion { agency, unit, question, days: Some(days) }))
        }
        Err(_) => wrong("days", "dossier-refusal-opinion-days"),
    }
}

pub(super) fn read_answer(form: &Form) -> Read {
    let agrees = match form.text("agrees").as_str() {
        "co" => true,
        "khong" => false,
        _ => return wrong("agrees", "desk-opinion-answer-missing"),
    };
    match form.text("no").parse() {
        Ok(no) => only(Command::GiveOpinion(GiveOpinion { no, agrees, text: form.lines("text") })),
        Err(_) => wrong("no", "dossier-refusal-no-such-opinion"),
    }
}
