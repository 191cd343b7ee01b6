//! Finds the largest layout in which a form is one page, as the law prints it.

use jiff::Timestamp;
use pdf::{Facts, Press, Rendered, Template, Typeset};

/// Prints a form in the first layout that gives one page; in the last one, however many it takes.
pub(crate) fn one_page<'a>(
    press: &Press,
    template: &Template,
    layouts: &'a [&'a str],
    written_at: Timestamp,
    facts: impl Fn(&'a str) -> Result<Facts, pdf::Error>,
) -> Result<Rendered, pdf::Error> {
    set_large(press, template, layouts, facts)?.print(written_at)
}

/// The same, not yet printed.
pub(crate) fn set_large<'a, 'p>(
    press: &'p Press,
    template: &Template,
    layouts: &'a [&'a str],
    facts: impl Fn(&'a str) -> Result<Facts, pdf::Error>,
) -> Result<Typeset<'p>, pdf::Error> {
    let (last, tried) = layouts.split_last().map_or(("a4-long", layouts), |(last, tried)| (*last, tried));
    for layout in tried {
        let pages = press.typeset(template, facts(layout)?)?;
        if pages.pages() == 1 {
            return Ok(pages);
        }
    }
    press.typeset(template, facts(last)?)
}
