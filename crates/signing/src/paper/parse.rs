//! Reads values out of bytes, strictly: what readers could understand in two ways is refused.

use std::ops::Range;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object, Stream};

/// Values inside one another; real files stay below ten.
const DEPTH_MAX: usize = 48;

/// Values in one object: a page tree or a table of a long document stays below.
const VALUES_MAX: usize = 500_000;

pub(crate) struct Parser<'a> {
    bytes: &'a [u8],
    pub(crate) at: usize,
    depth: usize,
    values: usize,
}

/// Finds the length of a stream that is given as a reference.
pub(crate) type Lengths<'a> = &'a dyn Fn(Id) -> Option<usize>;

pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

impl<'a> Parser<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, depth: 0, values: 0 }
    }

    pub(crate) fn fault(&self, what: &'static str) -> Fault {
        Fault::Malformed { at: self.at, what }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Passes white space and comments.
    pub(crate) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest().iter().position(|b| matches!(b, b'\r' | b'\n'));
                self.at += line.unwrap_or(self.rest().len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Passes a word when it stands here as a word of its own.
    pub(crate) fn takes(&mut self, word: &str) -> bool {
        let after = self.rest().get(word.len()).copied();
        let found =
            self.rest().starts_with(word.as_bytes()) && after.is_none_or(|byte| is_space(byte) || is_delimiter(byte));
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, word: &str, what: &'static str) -> Result<(), Fault> {
        if self.takes(word) { Ok(()) } else { Err(self.fault(what)) }
    }

    /// Digits only.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let digits = self.rest().iter().take(19).take_while(|byte| byte.is_ascii_digit()).count();
        let text = std::str::from_utf8(self.rest().get(..digits)?).ok()?;
        let number = text.parse().ok()?;
        self.at += digits;
        Some(number)
    }

    pub(crate) fn object(&mut self) -> Result<Object, Fault> {
        self.skip_space();
        self.depth += 1;
        self.values += 1;
        if self.depth > DEPTH_MAX {
            return Err(Fault::TooDeep);
        }
        if self.values > VALUES_MAX {
            return Err(Fault::TooLarge);
        }
        let object = match self.peek() {
            Some(b'/') => self.name().map(Object::Name),
            Some(b'(') => self.literal().map(Object::Text),
            Some(b'[') => self.array(),
            Some(b'<') if self.rest().starts_with(b"<<") => self.dict().map(Object::Dict),
            Some(b'<') => self.hex().map(Object::Text),
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.numeric(),
            Some(_) if self.takes("true") => Ok(Object::Bool(true)),
            Some(_) if self.takes("false") => Ok(Object::Bool(false)),
            Some(_) if self.takes("null") => Ok(Object::Null),
            Some(_) | None => Err(self.fault("no value")),
        };
        self.depth -= 1;
        object
    }

    fn numeric(&mut self) -> Result<Object, Fault> {
        if let Some(id) = self.reference() {
            return Ok(Object::Reference(id));
        }
        let length = self.rest().iter().take_while(|byte| b"+-.0123456789".contains(byte)).count();
        let text = self.rest().get(..length).unwrap_or_default();
        let ends = self.rest().get(length).is_none_or(|byte| is_space(*byte) || is_delimiter(*byte));
        let number = std::str::from_utf8(text).ok().filter(|_| ends && length < 64);
        let object = number.and_then(|number| match number.parse() {
            Ok(number) => Some(Object::Integer(number)),
            Err(_) => number.parse::<f64>().ok().map(|_| Object::Real(text.to_vec())),
        });
        let object = object.ok_or_else(|| self.fault("not a number"))?;
        self.at += length;
        Ok(object)
    }

    /// `12 0 R`, or nothing and no step taken.
    fn reference(&mut self) -> Option<Id> {
        let start = self.at;
        let id = self.id_and_word("R");
        if id.is_none() {
            self.at = start;
        }
        id
    }

    fn id_and_word(&mut self, word: &str) -> Option<Id> {
        let number = u32::try_from(self.number()?).ok()?;
        self.space_within()?;
        let generation = u16::try_from(self.number()?).ok()?;
        self.space_within()?;
        self.takes(word).then_some(Id { number, generation })
    }

    fn space_within(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_space();
        (self.at > start).then_some(())
    }

    fn name(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !is_space(*byte) && !is_delimiter(*byte)) {
            self.at += 1;
            let decoded = if byte == b'#' { self.two_digits() } else { None };
            name.push(decoded.unwrap_or(byte));
        }
        Ok(name)
    }

    fn two_digits(&mut self) -> Option<u8> {
        let text = std::str::from_utf8(self.rest().get(..2)?).ok()?;
        let byte = u8::from_str_radix(text, 16).ok()?;
        self.at += 2;
        Some(byte)
    }

    fn hex(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let length = self.rest().iter().position(|byte| *byte == b'>').ok_or_else(|| self.fault("open string"))?;
        let digits = self.rest().get(..length).unwrap_or_default();
        let values: Option<Vec<u8>> =
            digits.iter().filter(|byte| !is_space(**byte)).map(|byte| nibble(*byte)).collect();
        let values = values.ok_or_else(|| self.fault("not a hexadecimal string"))?;
        self.at += length + 1;
        Ok(values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect())
    }

    fn literal(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let (mut out, mut open) = (Vec::new(), 1_u32);
        loop {
            let byte = self.peek().ok_or_else(|| self.fault("open string"))?;
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut out)?,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return Ok(out);
            }
            if byte != b'\\' {
                out.push(byte);
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        let byte = self.peek().ok_or_else(|| self.fault("open string"))?;
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = self.peek() {
                        value = value * 8 + u32::from(digit - b'0');
                        self.at += 1;
                    } else {
                        break;
                    }
                }
                out.push(value.to_le_bytes()[0]);
            }
            other => out.push(other),
        }
        Ok(())
    }

    fn array(&mut self) -> Result<Object, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Object::Array(items));
            }
            items.push(self.object()?);
        }
    }

    pub(crate) fn dict(&mut self) -> Result<Dict, Fault> {
        self.skip_space();
        if !self.rest().starts_with(b"<<") {
            return Err(self.fault("no dictionary"));
        }
        self.at += 2;
        let mut dict = Dict::default();
        loop {
            self.skip_space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Ok(dict);
            }
            if self.peek() != Some(b'/') {
                return Err(self.fault("no key"));
            }
            let key = self.name()?;
            let value = self.object()?;
            dict.read(key, value);
        }
    }

    /// Where the value of a key stands in the dictionary of the object that begins here.
    pub(crate) fn place_of(&mut self, wanted: &str) -> Result<Range<usize>, Fault> {
        self.id_and_word("obj").ok_or_else(|| self.fault("no object here"))?;
        self.skip_space();
        if !self.rest().starts_with(b"<<") {
            return Err(self.fault("no dictionary"));
        }
        self.at += 2;
        loop {
            self.skip_space();
            if self.peek() != Some(b'/') {
                return Err(self.fault("no such key"));
            }
            let key = self.name()?;
            self.skip_space();
            let start = self.at;
            self.object()?;
            if key == wanted.as_bytes() {
                return Ok(start..self.at);
            }
        }
    }

    /// `3 0 obj … endobj`, leaving the parser behind it.
    pub(crate) fn indirect(&mut self, lengths: Lengths<'_>) -> Result<(Id, Object), Fault> {
        let id = self.id_and_word("obj").ok_or_else(|| self.fault("no object here"))?;
        let mut object = self.object()?;
        self.skip_space();
        if self.takes("stream") {
            let Object::Dict(dict) = object else { return Err(self.fault("a stream without a dictionary")) };
            object = Object::Stream(self.stream(dict, lengths)?);
            self.skip_space();
        }
        self.expect("endobj", "an object without its end")?;
        Ok((id, object))
    }

    fn stream(&mut self, dict: Dict, lengths: Lengths<'_>) -> Result<Stream, Fault> {
        self.at += match self.rest() {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => return Err(self.fault("a stream without its line")),
        };
        let length = match dict.get("Length") {
            Some(Object::Reference(id)) => lengths(*id),
            Some(number) => number.index(),
            None => None,
        };
        let end = length.and_then(|length| self.at.checked_add(length)).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| self.fault("a stream without a length"))?;
        let place = self.at..end;
        self.at = end;
        self.skip_line_end();
        self.expect("endstream", "a stream longer or shorter than it says")?;
        Ok(Stream { dict, place })
    }

    fn skip_line_end(&mut self) {
        self.at += usize::from(self.peek() == Some(b'\r'));
        self.at += usize::from(self.peek() == Some(b'\n'));
    }
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Object, Fault> {
        Parser::new(text.as_bytes(), 0).object()
    }

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        read(text).unwrap().write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_read_as_the_standard_says() {
        for (text, back) in [
            ("[1 0 R 2 3]", "[1 0 R 2 3]"),
            ("[-1 +2 .5 4.]", "[-1 2 .5 4.]"),
            ("(a(b)\\)\\101\\\nc)", "<6128622929"),
            ("<4 1 4>", "<4140>"),
            ("<</A/B#20C/D[<<>>]>>", "<</A /B#20C/D [<<>>]>>"),
            ("% note\n true", "true"),
        ] {
            assert!(written(text).starts_with(back), "{text} → {}", written(text));
        }
    }

    #[test]
    fn what_ends_too_early_or_goes_too_deep_is_refused() {
        for text in ["", "(a", "<41", "<4x>", "[1", "<</A 1", "<</A>>", "<<1 2>>", "1.2.3", "12abc", "nul"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(matches!(read(&"[".repeat(100_000)), Err(Fault::TooDeep)));
    }

    #[test]
    fn a_key_that_stands_twice_is_noticed() {
        let Object::Dict(dict) = read("<</A 1/A 2>>").unwrap() else { panic!() };
        assert!(dict.repeats_key);
    }

    #[test]
    fn a_stream_must_be_as_long_as_it_says() {
        for (length, fine) in [("3", true), ("2", false), ("5", false), ("-1", false), ("99999999999", false)] {
            let text = format!("1 0 obj <</Length {length}>> stream\nabc\nendstream endobj");
            let read = Parser::new(text.as_bytes(), 0).indirect(&|_| None);
            assert_eq!(read.is_ok(), fine, "{length}: {read:?}");
        }
    }
}
