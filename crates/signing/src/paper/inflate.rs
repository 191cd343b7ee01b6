//! Unpacks streams within a budget, so that a small file cannot become a huge one.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Object};

/// The bytes of a stream: plain or Flate, with the predictors that cross-reference streams use.
pub(crate) fn decode(dict: &Dict, raw: &[u8], bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let filter = match dict.get("Filter") {
        Some(Object::Array(filters)) if filters.len() == 1 => filters.first(),
        Some(Object::Array(filters)) if filters.is_empty() => None,
        other => other,
    };
    match filter {
        None | Some(Object::Null) => Ok(raw.to_vec()),
        Some(name) if name.is_name("FlateDecode") => {
            let parameters = match dict.get("DecodeParms") {
                Some(Object::Array(items)) => items.first(),
                other => other,
            };
            unpredict(inflate(raw, bytes_max)?, parameters.and_then(Object::dict))
        }
        Some(_) => Err(Fault::Unsupported("a packing other than Flate")),
    }
}

fn inflate(raw: &[u8], bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    ZlibDecoder::new(raw)
        .take(limit)
        .read_to_end(&mut out)
        .map_err(|_| Fault::Malformed { at: 0, what: "a packed stream" })?;
    if out.len() > bytes_max { Err(Fault::TooLarge) } else { Ok(out) }
}

fn unpredict(packed: Vec<u8>, parameters: Option<&Dict>) -> Result<Vec<u8>, Fault> {
    let number = |key: &str, usual: usize| match parameters.and_then(|dict| dict.get(key)) {
        Some(value) => value.index().unwrap_or(usize::MAX),
        None => usual,
    };
    match number("Predictor", 1) {
        1 => return Ok(packed),
        10..=15 => {}
        _ => return Err(Fault::Unsupported("a TIFF predictor")),
    }
    let columns = number("Columns", 1);
    if number("Colors", 1) != 1 || number("BitsPerComponent", 8) != 8 || !(1..=4096).contains(&columns) {
        return Err(Fault::Unsupported("a predictor for pictures"));
    }
    let mut out: Vec<u8> = Vec::with_capacity(packed.len());
    let mut above = vec![0_u8; columns];
    for line in packed.chunks(columns + 1) {
        let (kind, bytes) = line.split_first().unwrap_or((&0, &[]));
        let row = unpredicted_row(*kind, bytes, &above)?;
        out.extend_from_slice(&row);
        above = row;
        above.resize(columns, 0);
    }
    Ok(out)
}

fn unpredicted_row(kind: u8, bytes: &[u8], above: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut row: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut corner = 0;
    for (byte, &up) in bytes.iter().zip(above) {
        let left = row.last().copied().unwrap_or(0);
        let guess = match kind {
            0 => 0,
            1 => left,
            2 => up,
            3 => u8::midpoint(left, up),
            4 => paeth(left, up, corner),
            _ => return Err(Fault::Malformed { at: 0, what: "an unknown predictor" }),
        };
        row.push(byte.wrapping_add(guess));
        corner = up;
    }
    Ok(row)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_small_file_cannot_become_a_huge_one() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; 1_000_000]).unwrap();
        let packed = packer.finish().unwrap();
        let dict = Dict::default().with("Filter", Object::name("FlateDecode"));
        assert_eq!(decode(&dict, &packed, 999_999), Err(Fault::TooLarge));
        assert_eq!(decode(&dict, &packed, 1_000_000).unwrap().len(), 1_000_000);
    }

    #[test]
    fn rows_are_restored_from_their_neighbours() {
        assert_eq!(unpredicted_row(2, &[1, 1, 1], &[1, 2, 3]).unwrap(), [2, 3, 4]);
        assert_eq!(unpredicted_row(1, &[1, 1, 1], &[9, 9, 9]).unwrap(), [1, 2, 3]);
        assert_eq!(unpredicted_row(4, &[1, 1], &[5, 5]).unwrap(), [6, 7]);
    }
}
