//! The whole world a template can see: itself, the official layout, its facts and the fonts.
//!
//! No packages, no disk and no date of today: a form printed again years later comes out the same.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::Error;

mod fonts {
    //! Written by `build.rs`.
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

pub(crate) const LAYOUT_NAME: &str = "official.typ";
const LAYOUT: &str = include_str!("../layouts/official.typ");

/// What stays the same for every form: built once for the life of the process.
pub(crate) struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    layout: Source,
    pub(crate) form: FileId,
    pub(crate) facts: FileId,
}

impl Shelf {
    pub(crate) fn new() -> Result<Self, Error> {
        let fonts: Vec<Font> = fonts::FONTS.iter().filter_map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect();
        if fonts.len() != fonts::FONTS.len() {
            return Err(Error::SetUp("a font file is damaged"));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            layout: Source::new(file_id(LAYOUT_NAME)?, LAYOUT.to_owned()),
            form: file_id("form.typ")?,
            facts: file_id("data.json")?,
        })
    }
}

pub(crate) fn file_id(path: &'static str) -> Result<FileId, Error> {
    let path = VirtualPath::new(path).map_err(|_| Error::SetUp("a virtual path is malformed"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One form being set, with its facts.
pub(crate) struct Room<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) form: Source,
    /// The facts, and the drawings that came with them.
    pub(crate) files: Vec<(FileId, Bytes)>,
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.form.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.form, &self.shelf.layout]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| unknown(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| unknown(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn unknown(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}
