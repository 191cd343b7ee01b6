//! The viewer beside the checklist: a page of a paper as a picture, with the ones before and after it.
//! Links only, so that it works on every screen.

use dossier::{Dossier, StoredFile};
use web::Page;

use crate::head::href;
use crate::upload::FileView;

/// Width of a page in pixels, and when it is enlarged.
const WIDTHS: [&str; 2] = ["1000", "2000"];

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    /// The file.
    pub(crate) file: String,
    /// The page, from 1.
    pub(crate) page: u32,
    /// Enlarged.
    pub(crate) is_large: bool,
}

/// A page in the viewer.
pub(crate) struct Viewer {
    pub(crate) paper: String,
    pub(crate) file: FileView,
    /// Where the picture is.
    pub(crate) picture: String,
    /// "Trang 2/5".
    pub(crate) place: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// To the other size.
    pub(crate) resize: String,
    pub(crate) is_large: bool,
    pub(crate) close: String,
}

/// The page that is looked at; none where the dossier has no such paper.
pub(crate) fn view(page: &Page, dossier: &Dossier, look: &Look) -> Option<Viewer> {
    let (paper, file) = find(dossier, &look.file)?;
    let last = file.pages;
    let number = last.map_or(look.page.max(1), |last| look.page.clamp(1, last.max(1)));
    let size = usize::from(look.is_large);
    let at = |number: u32, size: usize| {
        let (page, file) = (number.to_string(), look.file.as_str());
        let large = [("rong", "1")];
        let asked = [("xem", file), ("trang", page.as_str())];
        let asked: Vec<(&str, &str)> = asked.into_iter().chain(large.into_iter().filter(|_| size == 1)).collect();
        format!("{}#xem", web::address_with(&href(&dossier.label()), &asked))
    };
    // Of a file that hides its number of pages the next one is offered until there is none.
    let has_next = last.is_none_or(|last| number < last);
    let place = match last {
        Some(last) => page.say("desk-viewer-page-of").with("page", number).with("last", last).to_string(),
        None => page.t1("desk-viewer-page", "page", number),
    };
    Some(Viewer {
        paper,
        file: FileView::new(page, file),
        picture: format!("/tep/{}/trang/{number}?rong={}", file.id, WIDTHS[size]),
        place,
        before: (number > 1).then(|| at(number - 1, size)),
        after: has_next.then(|| at(number + 1, size)),
        resize: at(number, 1 - size),
        is_large: look.is_large,
        close: href(&dossier.label()),
    })
}

fn find<'a>(dossier: &'a Dossier, id: &str) -> Option<(String, &'a StoredFile)> {
    let files = dossier.content.papers.iter().flat_map(|paper| paper.files.iter().map(move |file| (paper, file)));
    let (paper, file) = files.into_iter().find(|(_, file)| file.id.to_string() == id)?;
    Some((paper.name.clone(), file))
}
