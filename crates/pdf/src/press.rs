//! Sets a form with its facts and prints it.

use std::sync::Arc;
use std::{fmt, iter};

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Label, Selector, Smart};
use typst::syntax::{DiagSpan, FileId};
use typst::utils::PicoStr;
use typst::{World, WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::{Error, Fault};
use crate::legible::Letters;
use crate::room::{LAYOUT_NAME, Room, Shelf, file_id};
use crate::template::Template;

/// Work of earlier pages is kept for this many pages more: the layout and the parts of a form that
/// never change stay warm at a busy counter, and the facts of past dossiers do not pile up.
const PAGES_REMEMBERED: usize = 8;

/// Fonts and standards, loaded once. Clone it freely.
///
/// Setting a page is pure computation of some milliseconds: call it from a blocking thread.
#[derive(Clone)]
pub struct Press {
    shelf: Arc<Shelf>,
    letters: Arc<Letters>,
    standards: PdfStandards,
    drawing_standards: PdfStandards,
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}

/// What a form is filled with.
#[derive(Debug, Clone)]
pub struct Facts {
    values: Value,
    drawings: Vec<(&'static str, String)>,
}

impl Facts {
    /// `values` are what the form reads with `json("/data.json")`.
    pub fn new(values: &impl Serialize) -> Result<Self, Error> {
        let values = serde_json::to_value(values).map_err(Error::Facts)?;
        Ok(Self { values, drawings: Vec::new() })
    }

    /// Adds an SVG that the form shows with `image("/name")`.
    #[must_use]
    pub fn with_drawing(mut self, name: &'static str, svg: String) -> Self {
        self.drawings.push((name, svg));
        self
    }
}

/// A finished file.
#[derive(Debug, Clone)]
pub struct Rendered {
    pub pdf: Vec<u8>,
    pub pages: usize,
}

impl Press {
    /// Loads the fonts; done once when the program starts.
    pub fn new() -> Result<Self, Error> {
        let shelf = Shelf::new()?;
        let letters = Letters::of(&shelf.fonts);
        let standards =
            PdfStandards::new(&[PdfStandard::A_2a]).map_err(|_| Error::SetUp("the PDF standard is unknown"))?;
        let drawing_standards =
            PdfStandards::new(&[PdfStandard::A_2b]).map_err(|_| Error::SetUp("the PDF standard is unknown"))?;
        Ok(Self { shelf: Arc::new(shelf), letters: Arc::new(letters), standards, drawing_standards })
    }

    /// Sets and prints in one go. `written_at` becomes the creation date of the file.
    pub fn render(&self, template: &Template, facts: Facts, written_at: Timestamp) -> Result<Rendered, Error> {
        self.typeset(template, facts)?.print(written_at)
    }

    /// Prints a drawing that another file will take in, such as the visible part of a signature:
    /// without tags, which would point at nothing there.
    pub fn draw(&self, template: &Template, facts: Facts, written_at: Timestamp) -> Result<Vec<u8>, Error> {
        let typeset = self.typeset(template, facts)?;
        typeset.file(written_at, self.drawing_standards.clone(), false)
    }

    /// Sets the pages without printing them, so that the caller may count them first.
    pub fn typeset(&self, template: &Template, facts: Facts) -> Result<Typeset<'_>, Error> {
        let form = template.source(self.shelf.form);
        let room = Room { shelf: &self.shelf, form, files: self.files(facts)? };
        let Warned { output, warnings: _ } = typst::compile::<PagedDocument>(&room);
        comemo::evict(PAGES_REMEMBERED);
        match output {
            Ok(document) => Ok(Typeset { press: self, form: template.name(), document }),
            Err(faults) => Err(Error::Template(fault(&room, template.name(), faults.first()))),
        }
    }

    fn files(&self, mut facts: Facts) -> Result<Vec<(FileId, Bytes)>, Error> {
        self.letters.make_legible(&mut facts.values);
        let values = serde_json::to_vec(&facts.values).map_err(Error::Facts)?;
        let mut files = vec![(self.shelf.facts, Bytes::new(values))];
        for (name, svg) in facts.drawings {
            files.push((file_id(name)?, Bytes::from_string(svg)));
        }
        Ok(files)
    }
}

fn fault(room: &Room<'_>, form: &'static str, first: Option<&SourceDiagnostic>) -> Fault {
    let Some(fault) = first else {
        return Fault { file: form, line: None, message: "no reason given".to_owned() };
    };
    let place = place(fault);
    let in_layout = place.id().is_some_and(|id| id != room.form.id());
    Fault { file: if in_layout { LAYOUT_NAME } else { form }, line: line(room, place), message: message(fault) }
}

/// Where the mistake is, or the nearest call around it.
fn place(fault: &SourceDiagnostic) -> DiagSpan {
    let calls = fault.trace.iter().map(|call| DiagSpan::from(call.span));
    iter::once(fault.span).chain(calls).find(|span| span.id().is_some()).unwrap_or(fault.span)
}

fn line(room: &Room<'_>, place: DiagSpan) -> Option<usize> {
    let source = room.source(place.id()?).ok()?;
    let start = room.range(place)?.start;
    source.lines().byte_to_line(start).map(|line| line + 1)
}

fn message(fault: &SourceDiagnostic) -> String {
    let mut message = fault.message.to_string();
    for hint in &fault.hints {
        message.push_str("; ");
        message.push_str(&hint.v);
    }
    message
}

/// Where a form put `#metadata(none) <name>`, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Counted from 0.
    pub page: usize,
    pub from_left: f64,
    pub from_bottom: f64,
}

/// Pages that are set but not yet a file.
#[derive(Debug)]
pub struct Typeset<'a> {
    press: &'a Press,
    form: &'static str,
    document: PagedDocument,
}

impl Typeset<'_> {
    #[must_use]
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// The first mark of a name.
    #[must_use]
    pub fn mark(&self, name: &str) -> Option<Mark> {
        let label = Label::new(PicoStr::intern(name))?;
        let introspector = self.document.introspector();
        let found = introspector.elements().query_first(&Selector::Label(label))?;
        let position = introspector.position(found.location()?)?;
        let page = position.page.get() - 1;
        let height = self.document.pages().get(page)?.frame.height();
        let from_bottom = (height - position.point.y).to_pt();
        Some(Mark { page, from_left: position.point.x.to_pt(), from_bottom })
    }

    /// Makes the file. Pages that would break the archive standard are an error, not a worse file.
    pub fn print(&self, written_at: Timestamp) -> Result<Rendered, Error> {
        let pdf = self.file(written_at, self.press.standards.clone(), true)?;
        Ok(Rendered { pdf, pages: self.pages() })
    }

    fn file(&self, written_at: Timestamp, standards: PdfStandards, tagged: bool) -> Result<Vec<u8>, Error> {
        let options = PdfOptions {
            creator: Smart::Custom(Some("Một Cửa".to_owned())),
            timestamp: creation_date(written_at),
            standards,
            tagged,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.document, &options).map_err(|faults| Error::Standard {
            form: self.form,
            message: faults.first().map(message).unwrap_or_default(),
        })
    }
}

fn creation_date(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let at = Offset::UTC.to_datetime(at);
    // Each of these is in the range of the small type: a month is 1 to 12, and so on.
    let small = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        i32::from(at.year()),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
    .map(typst_pdf::Timestamp::new_utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn printed(text: &'static str, facts: Value) -> Result<Rendered, Error> {
        let template = Template::new("mau.typ", text);
        Press::new().unwrap().render(&template, Facts::new(&facts).unwrap(), Timestamp::UNIX_EPOCH)
    }

    const LETTER: &str = r#"#import "/official.typ": *
#let letter = json("/data.json")
#show: official.with(layout: "a5", title: "Thư mời")
#heading[Thư mời]
#par(field("Kính gửi", letter.to))
#pagebreak(weak: true)
#letter.body"#;

    #[test]
    fn a_form_becomes_an_archivable_file_of_counted_pages() {
        let file = printed(LETTER, json!({"to": "bà Ngọc", "body": "Hẹn gặp."})).unwrap();
        let text = String::from_utf8_lossy(&file.pdf);
        assert_eq!(file.pages, 2);
        assert!(text.starts_with("%PDF-1.7"));
        assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "no PDF/A mark");
        assert!(text.contains("<pdfaid:conformance>A</pdfaid:conformance>"), "not tagged PDF/A");
        assert!(text.contains("1970-01-01T00:00:00"), "the date given is not in the file");
        assert!(text.contains("Thư mời"), "no title");
        assert!(text.contains("/Lang(vi-VN)"), "no language");
    }

    #[test]
    fn a_drawing_is_archivable_and_carries_no_tags() {
        let template = Template::new("mau.typ", "#set page(width: 60pt, height: 20pt)\nKý");
        let drawing = Press::new().unwrap().draw(&template, Facts::new(&json!({})).unwrap(), Timestamp::UNIX_EPOCH);
        let text = String::from_utf8_lossy(&drawing.unwrap()).into_owned();
        assert!(text.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "not PDF/A");
        assert!(!text.contains("StructTreeRoot"), "tagged");
    }

    #[test]
    fn the_same_facts_give_the_same_file() {
        let facts = json!({"to": "ông Bình", "body": "😀"});
        assert_eq!(printed(LETTER, facts.clone()).unwrap().pdf, printed(LETTER, facts).unwrap().pdf);
    }

    #[test]
    fn a_mistake_in_a_form_is_found_by_its_line() {
        let wrong = printed("Dòng một\n#khong_co\n", json!({})).unwrap_err();
        assert_eq!(wrong.to_string(), "the printed form mau.typ is wrong in line 2: unknown variable: khong_co");
    }

    #[test]
    fn a_missing_fact_is_an_error_of_the_form() {
        let wrong = printed(LETTER, json!({"to": "bà Ngọc"})).unwrap_err();
        let Error::Template(fault) = wrong else { panic!("{wrong}") };
        assert_eq!((fault.file, fault.line), ("mau.typ", Some(7)));
        assert!(fault.message.contains("body"), "{}", fault.message);
    }

    #[test]
    fn a_mistake_met_in_the_shared_layout_names_it() {
        let wrong = printed("#import \"/official.typ\": *\n#on-date(\"hôm nay\")", json!({}));
        let Error::Template(fault) = wrong.unwrap_err() else { panic!("not a template error") };
        assert_eq!(fault.file, "official.typ", "{fault}");
    }

    #[test]
    fn a_form_sees_no_file_no_package_and_no_clock() {
        for reach in ["#read(\"/etc/passwd\")", "#import \"@preview/cetz:0.3.0\"", "#datetime.today().display()"] {
            assert!(matches!(printed(reach, json!({})), Err(Error::Template(_))), "{reach}");
        }
    }

    #[test]
    fn any_letter_of_unicode_prints_in_any_cut() {
        // Scripts of both fonts, signs, a private area, emoji; beyond them everything is a box.
        let blocks = [0..0x3000, 0xe000..0xf900, 0xfb00..0x1_0000, 0x1_f000..0x1_fb00];
        let text: String = blocks.into_iter().flatten().filter_map(char::from_u32).collect();
        let marked: String = text.chars().flat_map(|letter| [letter, '\u{301}']).collect();
        for facts in [json!({"to": text}), json!({"to": marked})] {
            let form = "#let t = json(\"/data.json\").to\n#import \"/official.typ\": *\n#show: official.with(title: \"a\")\n#{ t + strong(t) + emph(t) + strong(emph(t)) }";
            if let Err(error) = printed(form, facts) {
                panic!("{error}");
            }
        }
    }

    #[test]
    fn a_press_is_shared_between_threads() {
        fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
        shared(&Press::new().unwrap());
    }
}
