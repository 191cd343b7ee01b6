//! Content lines: folded lines put together again, and split into name, parameters and value.
//!
//! Unfolding works on bytes, because other programs fold inside a character.

use super::{IcsError, IcsFault};

/// One line as the format means it. Names are in capitals.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) value: String,
}

impl Line {
    pub(super) fn fault(&self, fault: IcsFault) -> IcsError {
        IcsError { line: self.number, fault }
    }
}

/// The content lines of a file, each with the number of the line it begins on. Ends of lines may
/// be CRLF or LF; a mark of byte order at the beginning and empty lines are passed over.
pub(super) fn content_lines(file: &[u8]) -> impl Iterator<Item = Result<Line, IcsError>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut physical =
        file.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).zip(1..).peekable();
    std::iter::from_fn(move || {
        let (first, number) = physical.find(|(line, _)| !line.is_empty())?;
        let mut text = first.to_vec();
        while let Some((folded, _)) = physical.next_if(|(line, _)| matches!(line.first(), Some(b' ' | b'\t'))) {
            text.extend_from_slice(folded.get(1..).unwrap_or_default());
        }
        Some(parse(number, text))
    })
}

fn parse(number: u64, text: Vec<u8>) -> Result<Line, IcsError> {
    let fault = |fault| IcsError { line: number, fault };
    let text = String::from_utf8(text).map_err(|_| fault(IcsFault::NotText))?;
    let (name, value) = split(&text).ok_or_else(|| fault(IcsFault::NotAProperty))?;
    Ok(Line { number, name: name.to_ascii_uppercase(), value: value.to_owned() })
}

/// Name and value. Parameters between them say nothing that the values of a list do not, so they
/// are passed over; a quoted one may hold a colon.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let ends_at = text.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    });
    let (head, value) = text.split_at_checked(ends_at?)?;
    let name = head.split(';').next().unwrap_or(head);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| (name, value.strip_prefix(':').unwrap_or(value)))
}

/// Text without its escapes. What is escaped without need stands for itself.
pub(super) fn unescaped(text: &str) -> String {
    let mut letters = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => '\n',
                escaped => escaped.unwrap_or('\\'),
            },
            other => other,
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &[u8]) -> Vec<String> {
        content_lines(file)
            .map(|line| match line {
                Ok(line) => format!("{} {}={}", line.number, line.name, line.value),
                Err(error) => format!("{} {:?}", error.line, error.fault),
            })
            .collect()
    }

    #[test]
    fn folded_lines_are_put_together_and_keep_their_number() {
        assert_eq!(
            lines(b"\xef\xbb\xbfsummary:one\r\n  two\r\n\tthree\r\n\r\nX-A;P=\"a:b\":c:d\nB:\n"),
            ["1 SUMMARY=one twothree", "5 X-A=c:d", "6 B="]
        );
    }

    #[test]
    fn a_letter_that_was_folded_in_two_is_whole_again() {
        assert_eq!(lines(b"SUMMARY:T\xe1\xba\r\n \xbft\r\n"), ["1 SUMMARY=Tết"]);
    }

    #[test]
    fn a_line_that_is_no_property_is_named() {
        assert_eq!(
            lines(b"A:1\nnothing\nB:\xff\n:x\nA\"b:c\n"),
            ["1 A=1", "2 NotAProperty", "3 NotText", "4 NotAProperty", "5 NotAProperty"]
        );
    }

    #[test]
    fn escapes_are_taken_away() {
        assert_eq!(unescaped(r"a\, b\; c\\ d\ne\Nf\x\"), "a, b; c\\ d\ne\nfx\\");
    }
}
