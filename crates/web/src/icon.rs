//! The icon set: 24-pixel grid, 1.75 stroke, always beside text and hidden from screen readers.
//!
//! In a template: `{{ web::Icon::Done }}`.

use std::fmt;

macro_rules! icons {
    ($($(#[$doc:meta])* $variant:ident = $shape:literal,)+) => {
        /// An icon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])* $variant),+ }

        impl Icon {
            const fn shape(self) -> &'static str {
                match self { $(Self::$variant => $shape),+ }
            }
        }
    };
}

icons! {
    /// Sign in, closed to the visitor.
    Lock = r#"<path d="M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"/>"#,
    /// A folded menu.
    Menu = r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#,
    /// Search, nothing found.
    Search = r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>"#,
    /// Due soon.
    Clock = r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>"#,
    /// File online.
    Send = r#"<path d="m3.5 11 17-7-6 17-3.5-7z"/><path d="m11 14 9-9.5"/>"#,
    /// A day, a new date.
    Calendar = r#"<path d="M4 6h16v14H4zM4 10.5h16M8 3.5V8M16 3.5V8"/>"#,
    /// Fees.
    Money = r#"<circle cx="12" cy="12" r="9"/><path d="M14.5 8.5h-3.8a1.7 1.7 0 0 0 0 3.5h2.6a1.7 1.7 0 0 1 0 3.5H9.5M12 6.5v2M12 15.5v2"/>"#,
    /// Messages.
    Talk = r#"<path d="M4 5h16v11H11l-4.5 4V16H4z"/><path d="M8 9h8M8 12h5"/>"#,
    /// Life event: children.
    Family = r#"<circle cx="12" cy="9" r="5"/><path d="M10 9.5v.1M14 9.5v.1M10.5 11.8c1 .7 2 .7 3 0M12 4c0-1.2 1-1.6 1.8-1M6 21c.5-3.5 2.8-5 6-5s5.5 1.5 6 5"/>"#,
    /// Life event: schooling.
    Book = r#"<path d="M12 6c-2-1.5-5-2-8-1.5v13.5c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V4.5C17 4 14 4.5 12 6zM12 6v13.5"/>"#,
    /// Life event: work.
    Work = r#"<path d="M3.5 8h17v12h-17zM9 8V5h6v3M3.5 13h17"/>"#,
    /// Identity papers.
    Card = r#"<path d="M3 5.5h18v13H3z"/><circle cx="8.5" cy="11" r="2"/><path d="M5.5 16c.5-1.6 1.6-2.3 3-2.3s2.5.7 3 2.3M14 10h4.5M14 13.5h4.5"/>"#,
    /// Life event: marriage and family.
    Heart = r#"<path d="M12 20S4 15 4 9.3C4 6.7 6 5 8.1 5c1.7 0 3.1.9 3.9 2.4C12.8 5.9 14.2 5 15.9 5 18 5 20 6.7 20 9.3 20 15 12 20 12 20z"/>"#,
    /// Land and housing.
    Land = r#"<path d="m3 18 5-9 4 6 3-4 6 7zM3 21h18"/><circle cx="16.5" cy="6.5" r="2"/>"#,
    /// Health.
    Health = r#"<path d="M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"/>"#,
    /// Vehicles and drivers.
    Car = r#"<path d="M4 16v-4l2-5h12l2 5v4zM4 16v2.5M20 16v2.5M4 12h16M7.5 14.2v.1M16.5 14.2v.1"/>"#,
    /// Retirement.
    Sun = r#"<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4"/>"#,
    /// A death in the family.
    Candle = r#"<path d="M9 21V11h6v10M7 21h10M12 11V8.5M12 3c1.6 1.5 2 2.5 2 3.4a2 2 0 0 1-4 0C10 5.5 10.4 4.5 12 3z"/>"#,
    /// Complaints and lawsuits.
    Scales = r#"<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z"/>"#,
    /// A list.
    List = r#"<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>"#,
    /// Several people, another agency.
    People = r#"<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.8-3.5 3.2-5.2 6.5-5.2s5.7 1.7 6.5 5.2M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.2.6 3.5 2.2 4 4.7"/>"#,
    /// Onward, the next step.
    Forward = r#"<path d="M4 12h15m0 0-6-6m6 6-6 6"/>"#,
    /// Back.
    Back = r#"<path d="M20 12H5m0 0 6-6m-6 6 6 6"/>"#,
    /// In order, in time.
    Done = r#"<circle cx="12" cy="12" r="8"/><path d="m8.5 12.2 2.4 2.4 4.6-5"/>"#,
    /// The clock is stopped.
    Pause = r#"<circle cx="12" cy="12" r="9"/><path d="M9.7 8.5v7M14.3 8.5v7"/>"#,
    /// Where.
    Place = r#"<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.5"/>"#,
    /// A person, an account.
    Person = r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6"/>"#,
    /// A document.
    File = r#"<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>"#,
    /// A photographed document.
    Picture = r#"<path d="M4 5h16v14H4z"/><circle cx="9" cy="10" r="1.6"/><path d="m5 18 5-5 3 3 3-3 4 4"/>"#,
    /// Late, wrong.
    Alert = r#"<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2z"/><path d="M12 7.5v5.5M12 16.4v.1"/>"#,
    /// Saved, passed.
    Tick = r#"<path d="m4.5 12.5 5 5 10-11"/>"#,
    /// Download.
    Download = r#"<path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M4 16v4h16v-4"/>"#,
    /// Print.
    Print = r#"<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>"#,
    /// Not begun.
    Ahead = r#"<circle cx="12" cy="12" r="8"/>"#,
    /// The current step.
    Now = r#"<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3" fill="currentColor"/>"#,
    /// Messages are sent.
    Bell = r#"<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5c.8.8 3.2.8 4 0"/>"#,
    /// Waiting for me.
    Inbox = r#"<path d="M4 13 6.5 4h11L20 13v7H4zM4 13h5c0 2 1.2 3 3 3s3-1 3-3h5"/>"#,
    /// Papers to receive, a supplement.
    Copies = r#"<path d="M8 3h7l4 4v11H8z"/><path d="M8 6H5v15h11v-3M15 3v4h4"/>"#,
    /// Handing a result over.
    HandOver = r#"<path d="M4 21v-6l4-3 4 1h4a2 2 0 0 1 0 4h-5M16 16l4-2.5c1.5-.5 2.5 1.2 1.2 2.3L15 21H4"/><path d="M9 8h9M14 4l4 4-4 4" transform="translate(0 -1.5)"/>"#,
    /// The scanner, the counter.
    Scan = r#"<path d="M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M7 8v8M10 8v8M12.5 8v8M16 8v8"/>"#,
    /// Figures.
    Chart = r#"<path d="M4 20V4M4 20h16M8.5 16v-5M13 16V7.5M17.5 16v-3"/>"#,
    /// Administration.
    Settings = r#"<circle cx="12" cy="12" r="3.2"/><path d="M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M5.5 18.5l2.1-2.1M16.4 7.6l2.1-2.1"/>"#,
    /// Something new.
    Plus = r#"<path d="M12 5v14M5 12h14"/>"#,
    /// Filter.
    Filter = r#"<path d="M4 5h16l-6 8v6l-4 1.5V13z"/>"#,
    /// Marked by me.
    Star = r#"<path d="m12 3.5 2.7 5.6 6.1.8-4.5 4.2 1.1 6.1-5.4-3-5.4 3 1.1-6.1L3.2 9.9l6.1-.8z"/>"#,
    /// Refusal.
    Refuse = r#"<circle cx="12" cy="12" r="9"/><path d="M6 6l12 12"/>"#,
    /// A note.
    Info = r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>"#,
    /// Business registration.
    Building = r#"<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/>"#,
    /// Building and housing.
    House = r#"<path d="m3.5 11.5 8.5-8 8.5 8M6 9.5V20h12V9.5M10 20v-6h4v6"/>"#,
    /// No connection.
    Offline = r#"<path d="M3 9c5.5-5 12.5-5 18 0M6.5 12.8c3.5-3 7.5-3 11 0M9.7 16.4c1.5-1.2 3.1-1.2 4.6 0M12 19.8v.1"/>"#,
    /// Signature.
    Sign = r#"<path d="M4 20h16M6 15.5 15.5 6l2.5 2.5L8.5 18H6zM13.5 8l2.5 2.5"/>"#,
    /// Seal.
    Seal = r#"<circle cx="12" cy="7" r="3.5"/><path d="M12 10.5V15M6 15h12v3H6zM5 21h14"/>"#,
    /// Leaving.
    SignOut = r#"<path d="M10 4H5v16h5M10 12h10m0 0-4-4m4 4-4 4"/>"#,
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">{}</svg>"#, self.shape())
    }
}

// Shapes are our own constants; nothing a person typed passes here.
impl askama::filters::HtmlSafe for Icon {}
