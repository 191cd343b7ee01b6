//! Rust source cut into code, comments and string literals, so that a rule about SQL reads only
//! literals and a rule about attributes never trips over a comment.
//!
//! Not a parser: it knows where quotes and comments begin and end, and nothing else.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Code,
    Comment,
    /// The text between the quotes, escapes as written.
    Literal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind,
    /// Line on which the piece begins.
    pub(crate) line: usize,
    pub(crate) text: &'a str,
}

/// The source without its closing `#[cfg(test)] mod tests`.
pub(crate) fn without_tests(text: &str) -> &str {
    let mut from = 0;
    while let Some(found) = text[from..].find("#[cfg(test)]") {
        let start = from + found;
        let after = text[start + "#[cfg(test)]".len()..].trim_start();
        let at_line_start = start == 0 || text.as_bytes()[start - 1] == b'\n';
        if at_line_start && after.starts_with("mod tests") {
            return &text[..start];
        }
        from = start + 1;
    }
    text
}

/// Cuts a source into pieces, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut cutter = Cutter { text, pieces: Vec::new(), code_from: 0, line: 1, counted: 0 };
    let mut at = 0;
    while at < text.len() {
        at = cutter.step(at);
    }
    cutter.push(Kind::Code, cutter.code_from, text.len());
    cutter.pieces
}

struct Cutter<'a> {
    text: &'a str,
    pieces: Vec<Piece<'a>>,
    code_from: usize,
    line: usize,
    counted: usize,
}

impl Cutter<'_> {
    /// Looks at one position and returns the next one to look at.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("//") {
            let end = rest.find('\n').map_or(self.text.len(), |length| at + length);
            return self.cut(Kind::Comment, at, (at, end), end);
        }
        if rest.starts_with("/*") {
            let end = at + block_comment_length(rest);
            return self.cut(Kind::Comment, at, (at, end), end);
        }
        if let Some(hashes) = self.raw_string_at(at) {
            let open = at + 1 + hashes + 1;
            let closing = format!("\"{}", "#".repeat(hashes));
            let length = self.text[open..].find(&closing).unwrap_or(self.text.len() - open);
            let end = (open + length + closing.len()).min(self.text.len());
            return self.cut(Kind::Literal, at, (open, open + length), end);
        }
        if let Some(inner) = rest.strip_prefix('"') {
            let length = string_length(inner);
            let end = (at + 1 + length + 1).min(self.text.len());
            return self.cut(Kind::Literal, at, (at + 1, at + 1 + length), end);
        }
        if rest.starts_with('\'') {
            return at + char_length(rest);
        }
        at + rest.chars().next().map_or(1, char::len_utf8)
    }

    /// Number of `#` of a raw string that begins at this `r`, if one does.
    fn raw_string_at(&self, at: usize) -> Option<usize> {
        let after = self.text[at..].strip_prefix('r')?;
        let before = self.text[..at].chars().next_back();
        let inside_word = before.is_some_and(|c| (c.is_alphanumeric() || c == '_') && !matches!(c, 'b' | 'c'));
        let hashes = after.len() - after.trim_start_matches('#').len();
        (!inside_word && after[hashes..].starts_with('"')).then_some(hashes)
    }

    fn cut(&mut self, kind: Kind, code_to: usize, inner: (usize, usize), end: usize) -> usize {
        self.push(Kind::Code, self.code_from, code_to);
        self.push(kind, inner.0, inner.1);
        self.code_from = end;
        end
    }

    fn push(&mut self, kind: Kind, from: usize, to: usize) {
        if from == to && kind == Kind::Code {
            return;
        }
        self.line += self.text[self.counted..from].matches('\n').count();
        self.counted = from;
        self.pieces.push(Piece { kind, line: self.line, text: &self.text[from..to] });
    }
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the text up to the closing quote.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal, or of the lone quote of a lifetime.
fn char_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[3.min(text.len())..].find('\'').map_or(text.len(), |length| 3 + length + 1),
        Some(_) => match chars.next() {
            Some((index, '\'')) => index + 1,
            Some(_) | None => 1,
        },
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<&str> {
        pieces(text).into_iter().filter(|piece| piece.kind == Kind::Literal).map(|piece| piece.text).collect()
    }

    #[test]
    fn literals_are_found_whatever_their_quotes() {
        assert_eq!(literals(r##"f("a", r"b\", r#"c "d""#, b"e", br"f")"##), ["a", "b\\", "c \"d\"", "e", "f"]);
        assert_eq!(literals(r#"say("a \" b", "đ")"#), [r#"a \" b"#, "đ"]);
    }

    #[test]
    fn quotes_in_comments_and_characters_open_nothing() {
        assert_eq!(literals("// it's \"not\"\nf('\"', '\\'', 'đ', \"yes\")"), ["yes"]);
        assert_eq!(literals("/* a /* \"b\" */ \"c\" */ fn f<'a>(x: &'a str) { \"d\" }"), ["d"]);
    }

    #[test]
    fn pieces_remember_their_line() {
        let found: Vec<(Kind, usize)> =
            pieces("let a = 1;\n// why\nf(\n\"x\n\")").iter().map(|p| (p.kind, p.line)).collect();
        assert_eq!(found, [(Kind::Code, 1), (Kind::Comment, 2), (Kind::Code, 2), (Kind::Literal, 4), (Kind::Code, 5)]);
    }

    #[test]
    fn only_the_closing_tests_are_left_out() {
        let text = "#[cfg(test)]\nfn frozen() {}\nfn f() {}\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(without_tests(text), "#[cfg(test)]\nfn frozen() {}\nfn f() {}\n");
        assert_eq!(without_tests("fn f() {}\n"), "fn f() {}\n");
    }
}
