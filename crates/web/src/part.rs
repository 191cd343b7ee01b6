//! Repeated shapes of a page, one partial each: a template writes `{{ chip }}`, and the markup
//! stays the same everywhere. Words are given ready-made; parts know no rule.

use std::fmt;

use askama::Template;
use jiff::civil::Date;

use crate::format;
use crate::{Icon, Page};

/// Finished markup of ours.
#[derive(Clone, Debug, Default)]
pub struct Html(pub(crate) String);

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! safe {
    ($($part:ty),+) => {$(
        // The partial escapes what it is given; its own output must not be escaped again.
        impl askama::filters::HtmlSafe for $part {}
    )+};
}
safe!(Html, Chip, Note, DueDate, DayStrip, Timeline, FileRow, Empty, Pager, Used);

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// What a chip or a note means; each has an icon of another shape, colour comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Late, or wrong.
    Late,
    /// Due within two days, or needs attention.
    Soon,
    /// In time, in order.
    Ok,
    /// The clock is stopped.
    Pause,
    /// Plain information.
    Info,
}

impl Tone {
    /// The end of the class name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Ok => "ok",
            Self::Pause => "pause",
            Self::Info => "info",
        }
    }

    /// The icon.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Late => Icon::Alert,
            Self::Soon => Icon::Clock,
            Self::Ok => Icon::Done,
            Self::Pause => Icon::Pause,
            Self::Info => Icon::Info,
        }
    }
}

/// `Còn 4 ngày`, `Quá hạn 2 ngày`: a few words with an icon.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/chip.html")]
pub struct Chip {
    /// What it means.
    pub tone: Tone,
    /// The words.
    pub text: String,
}

impl Chip {
    /// A chip.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// A notice: one sentence, with a heading when there is more to say.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/note.html")]
pub struct Note {
    /// What it means.
    pub tone: Tone,
    /// A heading; may be empty.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// Where to go.
    pub link: Option<Link>,
}

impl Note {
    /// A notice of one sentence.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, title: String::new(), text: text.into(), link: None }
    }

    /// Adds a heading.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Adds a link.
    #[must_use]
    pub fn linked(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some(Link { label: label.into(), href: href.into() });
        self
    }
}

/// The calendar leaf with the date of the result. Stands inside `<div class="due">`.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/due.html")]
pub struct DueDate {
    caption: String,
    day: String,
    month: String,
}

impl DueDate {
    /// A leaf: `caption` says what the date is (`Hẹn trả`, `Dự kiến trả`).
    #[must_use]
    pub fn new(page: &Page, caption: impl Into<String>, date: Date) -> Self {
        Self { caption: caption.into(), day: format!("{:02}", date.day()), month: format::month(page.locale, date) }
    }
}

/// How one day counts in the explanation of a due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMark {
    /// A working day that has counted, with its number.
    Counted(u32),
    /// A working day still to come, with its number.
    Expected(u32),
    /// The clock was stopped.
    Paused,
    /// Not a working day.
    Off,
}

/// One day of the strip.
#[derive(Clone, Copy, Debug)]
pub struct StripDay {
    /// The day.
    pub date: Date,
    /// How it counts.
    pub mark: DayMark,
    /// Whether it is today.
    pub today: bool,
}

/// The day-by-day explanation of a due date.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/days.html")]
pub struct DayStrip {
    page: Page,
    days: Vec<StripDay>,
}

impl DayStrip {
    /// A strip of days, in order.
    #[must_use]
    pub fn new(page: &Page, days: Vec<StripDay>) -> Self {
        Self { page: page.clone(), days }
    }

    fn class(&self, day: &StripDay) -> String {
        let class = match day.mark {
            DayMark::Counted(_) => "d",
            DayMark::Expected(_) => "f",
            DayMark::Paused => "p",
            DayMark::Off => "o",
        };
        if day.today { format!("{class} t") } else { class.to_owned() }
    }

    fn sign(&self, day: &StripDay) -> String {
        match day.mark {
            DayMark::Counted(number) | DayMark::Expected(number) => number.to_string(),
            DayMark::Paused => "‖".to_owned(),
            DayMark::Off => "–".to_owned(),
        }
    }

    fn weekday(&self, day: &StripDay) -> &'static str {
        format::weekday_short(self.page.locale, day.date)
    }

    fn spoken(&self, day: &StripDay) -> String {
        let date = format!("{} {}", format::weekday(self.page.locale, day.date), self.page.date_short(day.date));
        let words = match day.mark {
            DayMark::Counted(number) => self.page.t1("web-days-counted", "n", number),
            DayMark::Expected(number) => self.page.t1("web-days-expected", "n", number),
            DayMark::Paused => self.page.t("web-days-paused"),
            DayMark::Off => self.page.t("web-days-off"),
        };
        let today = if day.today { format!(", {}", self.page.t("web-days-today")) } else { String::new() };
        format!("{date}: {words}{today}")
    }

    fn has_off(&self) -> bool {
        self.days.iter().any(|day| day.mark == DayMark::Off)
    }
}

/// How far a step of the history is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepMark {
    /// Done.
    Done,
    /// The clock stopped here.
    Pause,
    /// Under way.
    Now,
    /// Still to come.
    Ahead,
}

impl StepMark {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Pause => "pause",
            Self::Now => "now",
            Self::Ahead => "",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::Tick,
            Self::Pause => Icon::Pause,
            Self::Now | Self::Ahead => Icon::Ahead,
        }
    }
}

/// One step of the history.
#[derive(Clone, Debug)]
pub struct TimelineStep {
    /// How far it is.
    pub mark: StepMark,
    /// What happened.
    pub title: String,
    /// When, in words.
    pub time: String,
    /// By whom, and what followed; may be empty.
    pub text: String,
    /// The paper behind it.
    pub link: Option<Link>,
}

/// The history of a dossier.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    /// Steps, oldest first.
    pub steps: Vec<TimelineStep>,
}

/// One stored file.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/file.html")]
pub struct FileRow {
    /// [`Icon::File`] or [`Icon::Picture`].
    pub icon: Icon,
    /// Its name.
    pub name: String,
    /// Size, pages, where it comes from.
    pub detail: String,
    /// What can be done with it (`Xem`).
    pub link: Option<Link>,
}

/// A list with nothing in it: why, and where to go.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    /// [`Icon::Search`] when nothing was found, [`Icon::Done`] when nothing is left to do.
    pub icon: Icon,
    /// What is not there.
    pub title: String,
    /// Why, and what next.
    pub text: String,
    /// Where to go.
    pub link: Option<Link>,
}

/// The end of a list page.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    /// `1–12 trong 18 hồ sơ`.
    pub shown: String,
    /// The page before.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}

/// How much of a time limit is used: a bar and the figures.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/used.html")]
pub struct Used {
    twentieths: u32,
    text: String,
    unit: String,
}

impl Used {
    /// `text` is `9/10`; `unit` is what a screen reader adds after it.
    #[must_use]
    pub fn new(used: u32, limit: u32, text: impl Into<String>, unit: impl Into<String>) -> Self {
        let twentieths = used.saturating_mul(20).checked_div(limit).unwrap_or(20).min(20);
        Self { twentieths, text: text.into(), unit: unit.into() }
    }
}
