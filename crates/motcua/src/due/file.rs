//! A file of cases, line by line. No more than one line is kept, and of a line that is too long
//! only enough to know it.

use std::io::{BufRead, ErrorKind, Result, Write};

use calendar::batch::{Batch, LINE_BYTES_MAX};

use super::unwritable;
use crate::Failure;

/// Answers every line in its order.
pub(crate) fn answer(mut input: impl BufRead, out: &mut impl Write, name: &str) -> std::result::Result<(), Failure> {
    let (mut batch, mut line) = (Batch::new(), Vec::new());
    while read_line(&mut input, &mut line).map_err(|e| unreadable(name, e))? {
        if let Some(mut answer) = batch.answer(&line) {
            answer.push('\n');
            out.write_all(answer.as_bytes()).map_err(unwritable)?;
        }
    }
    Ok(())
}

pub(crate) fn unreadable(name: &str, error: std::io::Error) -> Failure {
    Failure::because(format!("{name} cannot be read"), error)
}

/// Reads the next line without its end; false at the end of the file. Of a longer line than a
/// batch takes, one byte more than that is kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let read = match input.fill_buf() {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = read.iter().position(|byte| *byte == b'\n');
        let piece = read.get(..end.unwrap_or(read.len())).unwrap_or_default();
        let room = (LINE_BYTES_MAX + 1).saturating_sub(line.len());
        line.extend_from_slice(piece.get(..room).unwrap_or(piece));
        let used = piece.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}
