//! Pages hold shapes, not sentences: every sentence is a translation key.

use crate::finding::Finding;
use crate::tree::{File, Tree};

/// Names that are the same in both languages, and names of keys on a keyboard.
const SAME_EVERYWHERE: &[&str] = &[
    "Một", "Cửa", "Tiếng", "Việt", "English", "PDF", "QR", "VNeID", "API", "VND", "Enter", "Esc", "Ctrl", "Alt", "Tab",
];

/// Attributes that a person reads or hears.
const SPOKEN_ATTRIBUTES: &[&str] = &["alt", "title", "placeholder", "aria-label", "aria-description"];

fn pages(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.with_extension("html").filter(|file| file.path.starts_with("crates/") && file.path.contains("/templates/"))
}

/// The text between tags, and spoken attributes, come from translation keys.
pub(crate) fn hold_no_sentences(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in pages(tree) {
        let bare = without_expressions(&file.text);
        let texts = text_between_tags(&bare);
        let sentences = texts.lines().enumerate().filter(|(_, line)| has_words(&without_attributes(line)));
        for (index, line) in sentences {
            let message =
                format!("make a translation key of \"{}\"", line.split_whitespace().collect::<Vec<_>>().join(" "));
            findings.push(Finding::new(&file.path, index + 1, message));
        }
        for (index, line) in bare.lines().enumerate() {
            for (name, _) in spoken_attributes(line).into_iter().filter(|(_, value)| has_words(value)) {
                findings.push(Finding::new(&file.path, index + 1, format!("make a translation key of the {name}")));
            }
        }
    }
    findings
}

/// The template with `{{ … }}`, `{% … %}`, `{# … #}`, scripts, styles and HTML comments blanked;
/// line breaks stay, so that line numbers stay.
fn without_expressions(text: &str) -> String {
    const SPANS: &[(&str, &str)] = &[
        ("{#", "#}"),
        ("{{", "}}"),
        ("{%", "%}"),
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<!doctype", ">"),
        ("<!DOCTYPE", ">"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let span = SPANS.iter().find(|(open, _)| rest.starts_with(open));
        let length = match span {
            Some((_, close)) => rest.find(close).map_or(rest.len(), |at| at + close.len()),
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
        };
        out.push(' ');
        out.extend(rest[..length].chars().filter(|c| *c == '\n'));
        rest = &rest[length..];
    }
    out
}

fn text_between_tags(bare: &str) -> String {
    let mut inside = false;
    let mut quote = None;
    bare.chars()
        .map(|c| {
            match (inside, c) {
                (true, '"' | '\'') if quote.is_none() => quote = Some(c),
                (true, '"' | '\'') if quote == Some(c) => quote = None,
                (true, '>') if quote.is_none() => {
                    inside = false;
                    return ' ';
                }
                (false, '<') => inside = true,
                (true | false, _) => {}
            }
            if inside && c != '\n' { ' ' } else { c }
        })
        .collect()
}

fn spoken_attributes(line: &str) -> Vec<(&'static str, &str)> {
    SPOKEN_ATTRIBUTES
        .iter()
        .flat_map(|name| {
            let opening = format!(" {name}=\"");
            let values: Vec<&str> = line.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect();
            values.into_iter().map(move |value| (*name, value))
        })
        .collect()
}

/// A block or a part may hold attributes for the tag that includes it: `class="desk"`.
fn without_attributes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name_from = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        out.push_str(&before[..name_from]);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// Whether a text says something: a word of two letters or more that is not the same everywhere.
fn has_words(text: &str) -> bool {
    without_entities(text)
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 1 && !SAME_EVERYWHERE.contains(&word))
}

fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(' ');
        out.push_str(part.split_once(';').map_or(part, |(_, after)| after));
    }
    out
}

/// A template that no code renders and no template includes is dead.
pub(crate) fn are_all_used(tree: &Tree) -> Vec<Finding> {
    let mut named = String::new();
    for file in
        tree.files.iter().filter(|file| matches!(file.extension(), "rs" | "html") && file.crate_name().is_some())
    {
        named.push_str(&file.text);
    }
    pages(tree)
        .filter(|file| {
            // Code names it from the folder of templates, a neighbour by its bare name.
            let short = file.path.split_once("/templates/").map_or(file.path.as_str(), |(_, short)| short);
            ![short, file.name()].iter().any(|name| named.contains(&format!("\"{name}\"")))
        })
        .map(|file| Finding::new(&file.path, 0, "delete it: nothing renders or includes it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const PAGE: &str = "crates/fees/templates/show.html";

    #[test]
    fn a_sentence_in_a_page_is_found_at_its_line() {
        let page =
            "{% block main %}\n<h1 class=\"tên > khác\">{{ page.t(\"fees-title\") }}</h1>\n<p>Nộp phí tại quầy</p>\n";
        assert_eq!(
            found(hold_no_sentences, &[(PAGE, page)]),
            [format!("{PAGE}:3: make a translation key of \"Nộp phí tại quầy\"")]
        );
    }

    #[test]
    fn a_spoken_attribute_is_found() {
        let page =
            "<img src=\"a.png\" alt=\"Quốc huy\"><img alt=\"\"><input placeholder=\"{{ page.t(\"fees-hint\") }}\">";
        assert_eq!(found(hold_no_sentences, &[(PAGE, page)]), [format!("{PAGE}:1: make a translation key of the alt")]);
    }

    #[test]
    fn marks_numbers_and_names_are_free() {
        let page = "<!-- why -->\n<style>\nbody { color: red }\n</style><p>· 1/2 &nbsp; × Một Cửa {# note #}</p>\n{% block c %}class=\"desk\"{% endblock %}";
        assert_eq!(found(hold_no_sentences, &[(PAGE, page)]), [""; 0]);
    }

    #[test]
    fn a_template_without_a_reader_is_found() {
        let code = ("crates/fees/src/desk.rs", "#[template(path = \"show.html\")]");
        assert_eq!(found(are_all_used, &[(PAGE, ""), code]), [""; 0]);
        assert_eq!(found(are_all_used, &[(PAGE, "")]).len(), 1);
    }
}
