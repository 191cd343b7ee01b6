//! Sentences in two languages: each crate's `locales/vi.ftl` and `locales/en.ftl`.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::rust_text::{Kind, Piece, pieces, without_tests};
use crate::tree::{File, Tree};

/// One message of a Fluent file.
struct Message<'a> {
    key: &'a str,
    line: usize,
    /// Names of the facts it is filled with.
    facts: BTreeSet<&'a str>,
}

/// The messages of a Fluent file. A message begins at the margin; its text may go on, indented.
fn messages(text: &str) -> Vec<Message<'_>> {
    let mut found: Vec<Message<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some((key, _)) = line.split_once('=').filter(|(key, _)| is_key(key.trim_end())) {
            found.push(Message { key: key.trim_end(), line: index + 1, facts: BTreeSet::new() });
        }
        if let Some(message) = found.last_mut().filter(|_| !line.starts_with('#')) {
            message.facts.extend(facts(line));
        }
    }
    found
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn facts(line: &str) -> impl Iterator<Item = &str> {
    line.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        &rest[..end]
    })
}

fn files(tree: &Tree) -> impl Iterator<Item = (&File, &str)> {
    tree.with_extension("ftl").filter_map(|file| file.crate_name().map(|name| (file, name)))
}

/// Both languages hold the same keys, each once, filled with the same facts.
pub(crate) fn both_languages_say_the_same(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, _) in files(tree) {
        let Some(twin_path) = twin(&file.path) else {
            findings.push(Finding::new(&file.path, 0, "name it vi.ftl or en.ftl"));
            continue;
        };
        let Some(twin) = tree.file(&twin_path) else {
            findings.push(Finding::new(&file.path, 0, format!("write its twin {twin_path}")));
            continue;
        };
        findings.extend(differences(file, twin));
    }
    findings
}

fn twin(path: &str) -> Option<String> {
    let vi = path.strip_suffix("/vi.ftl").map(|folder| format!("{folder}/en.ftl"));
    vi.or_else(|| path.strip_suffix("/en.ftl").map(|folder| format!("{folder}/vi.ftl")))
}

fn differences(file: &File, twin: &File) -> Vec<Finding> {
    let others: BTreeMap<&str, Message<'_>> = messages(&twin.text).into_iter().map(|m| (m.key, m)).collect();
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for message in messages(&file.text) {
        let mut tell = |text: String| findings.push(Finding::new(&file.path, message.line, text));
        if !seen.insert(message.key) {
            tell(format!("`{}` is written twice", message.key));
        }
        match others.get(message.key) {
            None => tell(format!("`{}` is missing in {}", message.key, twin.path)),
            Some(other) if other.facts != message.facts => {
                tell(format!("`{}` is filled with other facts in {}", message.key, twin.path));
            }
            Some(_) => {}
        }
    }
    findings
}

/// `dossier-supplement-ask` is said by the crate `dossier`.
pub(crate) fn keys_carry_the_name_of_their_crate(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, name) in files(tree) {
        let prefix = format!("{name}-");
        for message in messages(&file.text).iter().filter(|m| !m.key.trim_start_matches('-').starts_with(&prefix)) {
            findings.push(Finding::new(&file.path, message.line, format!("begin `{}` with `{prefix}`", message.key)));
        }
    }
    findings
}

/// Every key written in a template or in code exists.
pub(crate) fn every_key_in_use_exists(tree: &Tree) -> Vec<Finding> {
    let known = all_keys(tree);
    let speakers: BTreeSet<&str> = files(tree).map(|(_, name)| name).collect();
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| is_page(file) || file.source_of().is_some()) {
        let asked = if is_page(file) { asked_in_page(file) } else { asked_in_code(file, &speakers) };
        for (line, key) in asked.into_iter().filter(|(_, key)| !known.contains(key)) {
            findings.push(Finding::new(
                &file.path,
                line,
                format!("write the sentence `{key}` in both languages; what is no key has dots"),
            ));
        }
    }
    findings
}

/// Keys asked for by name in a page: `t("…")`, `t1("…", …)`, `t_with("…", …)`.
fn asked_in_page(file: &File) -> Vec<(usize, &str)> {
    let in_line = |line| {
        let quoted = str::match_indices(line, "(\"").filter(move |(at, _)| asks_for_sentence(&line[..=*at]));
        quoted.filter_map(move |(at, _)| line[at + 2..].split_once('"').map(|(key, _)| key))
    };
    let asked = file.lines().flat_map(|(number, line)| in_line(line).map(move |key| (number, key)));
    asked.filter(|(_, key)| is_whole_key(key)).collect()
}

/// The same in code, where a key may also wait in a table: any literal that begins with the name
/// of a crate that has sentences. What stands in a comment is an example.
fn asked_in_code<'a>(file: &'a File, speakers: &BTreeSet<&str>) -> Vec<(usize, &'a str)> {
    let speaks = |text: &str| text.split_once('-').is_some_and(|(name, _)| speakers.contains(name));
    let pieces: Vec<Piece<'_>> = pieces(product_text(file));
    pieces
        .windows(2)
        .filter(|pair| pair[1].kind == Kind::Literal && is_whole_key(pair[1].text))
        .filter(|pair| speaks(pair[1].text) || asks_for_sentence(pair[0].text))
        .map(|pair| (pair[1].line, pair[1].text))
        .collect()
}

/// Whether the text before a quote calls one of the functions that say a sentence.
fn asks_for_sentence(before: &str) -> bool {
    before.trim_end().strip_suffix('(').is_some_and(|call| {
        let name_from = call.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        name_from > 0 && matches!(&call[name_from..], "t" | "t1" | "t2" | "t_with")
    })
}

fn is_whole_key(key: &str) -> bool {
    is_key(key) && !key.ends_with('-')
}

/// A sentence that nothing says is dead. A key put together at run time counts by its beginning:
/// `"dossier-state-{name}"` uses every `dossier-state-…`.
pub(crate) fn every_key_is_used(tree: &Tree) -> Vec<Finding> {
    let mut whole = BTreeSet::new();
    let mut beginnings = BTreeSet::new();
    for text in texts_with_keys(tree) {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
        if end == text.len() {
            whole.insert(text);
        }
        if text[..end].ends_with('-') {
            beginnings.insert(&text[..end]);
        }
    }
    let is_used = |key: &str| whole.contains(key) || beginnings.iter().any(|beginning| key.starts_with(*beginning));
    let mut findings = Vec::new();
    for (file, _) in files(tree).filter(|(file, _)| file.name() == "vi.ftl") {
        let quoted: BTreeSet<&str> = references(&file.text).collect();
        for message in messages(&file.text).iter().filter(|m| !is_used(m.key) && !quoted.contains(m.key)) {
            findings.push(Finding::new(&file.path, message.line, format!("delete `{}`: nothing says it", message.key)));
        }
    }
    findings
}

/// Quoted texts in which a key may stand: literals of code and of templates.
fn texts_with_keys(tree: &Tree) -> Vec<&str> {
    let mut texts = Vec::new();
    for file in &tree.files {
        if file.source_of().is_some() {
            let literals = pieces(product_text(file)).into_iter().filter(|piece| piece.kind == Kind::Literal);
            texts.extend(literals.map(|piece| piece.text));
        } else if is_page(file) {
            texts.extend(file.text.split('"'));
        }
    }
    texts
}

/// Messages named by other messages: `{ dossier-brand }`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim())
}

fn all_keys(tree: &Tree) -> BTreeSet<&str> {
    files(tree).flat_map(|(file, _)| messages(&file.text)).map(|message| message.key).collect()
}

fn is_page(file: &File) -> bool {
    file.extension() == "html" && file.path.contains("/templates/")
}

fn product_text(file: &File) -> &str {
    if file.extension() == "rs" { without_tests(&file.text) } else { &file.text }
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const VI: &str = "crates/fees/locales/vi.ftl";
    const EN: &str = "crates/fees/locales/en.ftl";
    const PAGE: &str = "crates/fees/templates/show.html";

    #[test]
    fn a_key_missing_in_one_language_is_found() {
        let files = [(VI, "# Phí.\nfees-title = Phí\nfees-pay = Nộp\n"), (EN, "fees-title = Fees\n")];
        assert_eq!(found(both_languages_say_the_same, &files), [format!("{VI}:3: `fees-pay` is missing in {EN}")]);
        assert_eq!(found(both_languages_say_the_same, &[files[0]]).len(), 1);
    }

    #[test]
    fn a_key_written_twice_or_filled_otherwise_is_found() {
        let files =
            [(VI, "fees-due = { $sum } đến\n    { $date }\n"), (EN, "fees-due = { $sum }\nfees-due = { $sum }\n")];
        let findings = found(both_languages_say_the_same, &files);
        assert!(findings.iter().any(|finding| finding.contains("written twice")), "{findings:?}");
        assert!(findings.iter().any(|finding| finding.contains("other facts")), "{findings:?}");
    }

    #[test]
    fn a_key_bears_the_name_of_its_crate() {
        let findings = found(keys_carry_the_name_of_their_crate, &[(VI, "fees-a = A\ndossier-b = B\n")]);
        assert_eq!(findings, [format!("{VI}:2: begin `dossier-b` with `fees-`")]);
    }

    #[test]
    fn a_key_without_a_sentence_is_found_in_pages_and_code() {
        let page =
            (PAGE, "<h1>{{ page.t(\"fees-title\") }}</h1>\n{{ page.t1(\"fees-gone\", \"x\", y) }}{{ part(\"x\") }}\n");
        let code =
            ("crates/fees/src/desk.rs", "// as in t(\"fees-x\")\nfn f() { context.t_with(\n\"fees-lost\", &[]) }\n");
        let table = ("crates/fees/src/refusal.rs", "Self::Late => \"fees-late\", Self::Paid => \"paid-late\",");
        let findings = found(every_key_in_use_exists, &[(VI, "fees-title = Phí\n"), page, code, table]);
        let places = [
            format!("{PAGE}:2: write the sentence `fees-gone`"),
            "desk.rs:3: write the sentence `fees-lost`".into(),
            "refusal.rs:1: write the sentence `fees-late`".into(),
        ];
        assert_eq!(findings.len(), places.len(), "{findings:?}");
        for (finding, place) in findings.iter().zip(&places) {
            assert!(finding.contains(place), "{finding}");
        }
    }

    #[test]
    fn a_sentence_that_nothing_says_is_dead() {
        let locale = (
            VI,
            "fees-title = Phí\nfees-state-paid = Đã nộp\nfees-dead = x\nfees-unit = đ\nfees-sum = 1 { fees-unit }\n",
        );
        let page = (PAGE, "{{ page.t(\"fees-title\") }}{{ page.t(\"fees-sum\") }}");
        let code = ("crates/fees/src/desk.rs", "fn f() { format!(\"fees-state-{}\", state) }\n");
        assert_eq!(
            found(every_key_is_used, &[locale, page, code]),
            [format!("{VI}:3: delete `fees-dead`: nothing says it")]
        );
    }
}
