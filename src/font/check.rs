//! Looks at a font's bytes before anybody else does.
//!
//! The parsers behind fontdb, skrifa and harfrust are memory safe, yet trust some numbers: a collection of 3 kB that
//! claims two billion faces makes fontdb reserve 11.7 GB. Structure: <https://learn.microsoft.com/typography/opentype/spec/otff>.

use crate::error::Error;
use crate::limits::{Limits, within};

/// Tables without which nothing can be laid out.
const REQUIRED: [&[u8; 4]; 6] = [b"head", b"maxp", b"cmap", b"hhea", b"hmtx", b"name"];
/// Tables that draw glyphs, besides `glyf`, which needs `loca`.
const DRAWING: [&[u8; 4]; 5] = [b"CFF ", b"CFF2", b"CBDT", b"sbix", b"SVG "];
/// The registered tables are some sixty; fonts with private ones stay far below this.
const MAX_TABLES: u16 = 512;

/// The number of faces in a font file whose structure holds.
///
/// # Errors
/// [`Error::InvalidFont`] names the offending value; [`Error::LimitExceeded`] the limit.
pub(super) fn check_font(font: &str, bytes: &[u8], limits: &Limits) -> Result<u32, Error> {
    within("font_bytes", bytes.len() as u64, limits.font_bytes)?;
    check(bytes, limits).map_err(|refusal| match refusal {
        Refusal::Invalid(reason) => Error::InvalidFont { font: font.to_owned(), reason },
        Refusal::Limit(error) => error,
    })
}

enum Refusal {
    Invalid(String),
    Limit(Error),
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self::Invalid(reason)
    }
}

fn check(bytes: &[u8], limits: &Limits) -> Result<u32, Refusal> {
    if bytes.is_empty() {
        return Err("the file is empty".to_owned().into());
    }
    let magic = read(bytes, 0, "the file's first four bytes")?;
    match &magic {
        b"ttcf" => {
            let faces = u32::from_be_bytes(read(bytes, 8, "the collection's header")?);
            if faces == 0 {
                return Err("a collection of 0 faces".to_owned().into());
            }
            within("collection_faces", u64::from(faces), limits.collection_faces).map_err(Refusal::Limit)?;
            let needed = 12 + 4 * u64::from(faces);
            if needed > bytes.len() as u64 {
                return Err(format!("a collection of {faces} faces needs {needed} bytes of {}", bytes.len()).into());
            }
            for face in 0..faces as usize {
                let at = u32::from_be_bytes(read(bytes, 12 + 4 * face, "the collection's directory")?);
                check_face(bytes, at as usize).map_err(|reason| format!("face {face}: {reason}"))?;
            }
            Ok(faces)
        }
        b"wOFF" | b"wOF2" => Err("compressed web font (WOFF): decompress it to OpenType first".to_owned().into()),
        _ => {
            check_face(bytes, 0)?;
            Ok(1)
        }
    }
}

/// Table directory of the face at an offset, and the few numbers on which everything else rests.
fn check_face(bytes: &[u8], at: usize) -> Result<(), String> {
    let magic: [u8; 4] = read(bytes, at, "the face's header")?;
    if !matches!(&magic, b"OTTO" | b"true" | [0, 1, 0, 0]) {
        return Err(format!("0x{:08x} is no OpenType signature", u32::from_be_bytes(magic)));
    }
    let count = u16::from_be_bytes(read(bytes, at.saturating_add(4), "the number of tables")?);
    if count == 0 || count > MAX_TABLES {
        return Err(format!("{count} tables, expected 1 to {MAX_TABLES}"));
    }
    let start = at.saturating_add(12);
    let records = start
        .checked_add(16 * usize::from(count))
        .and_then(|end| bytes.get(start..end))
        .ok_or_else(|| format!("the directory of {count} tables is cut off"))?;
    let (records, _) = records.as_chunks::<16>();
    for record in records {
        let (offset, length) = span(record);
        if offset + length > bytes.len() as u64 {
            let tag = String::from_utf8_lossy(&record[..4]).into_owned();
            return Err(format!("table {tag:?} at {offset} with {length} bytes leaves the file of {}", bytes.len()));
        }
    }
    let table = |tag: &[u8; 4]| {
        let record = records.iter().find(|record| record[..4] == *tag)?;
        let (offset, length) = span(record);
        bytes.get(offset as usize..(offset + length) as usize)
    };
    for tag in REQUIRED {
        if table(tag).is_none() {
            return Err(format!("no table {:?}", String::from_utf8_lossy(tag)));
        }
    }
    let outlines = table(b"glyf").is_some() && table(b"loca").is_some();
    if !outlines && !DRAWING.iter().any(|tag| table(tag).is_some()) {
        return Err("no table that draws glyphs (glyf with loca, CFF, CFF2, CBDT, sbix or SVG)".to_owned());
    }
    check_numbers(&table)
}

fn check_numbers<'a>(table: &impl Fn(&[u8; 4]) -> Option<&'a [u8]>) -> Result<(), String> {
    let get = |tag, least: usize| {
        let bytes = table(tag).unwrap_or_default();
        let name = String::from_utf8_lossy(tag);
        if bytes.len() >= least {
            Ok(bytes)
        } else {
            Err(format!("table {name:?} has {} bytes, expected {least} at least", bytes.len()))
        }
    };
    let head = get(b"head", 54)?;
    let units = u16::from_be_bytes(read(head, 18, "unitsPerEm")?);
    if !(16..=16_384).contains(&units) {
        return Err(format!("unitsPerEm is {units}, expected 16 to 16384"));
    }
    let glyphs = u16::from_be_bytes(read(get(b"maxp", 6)?, 4, "numGlyphs")?);
    if glyphs == 0 {
        return Err("numGlyphs is 0".to_owned());
    }
    let metrics = u16::from_be_bytes(read(get(b"hhea", 36)?, 34, "numberOfHMetrics")?);
    if metrics == 0 {
        return Err("numberOfHMetrics is 0".to_owned());
    }
    get(b"hmtx", 4 * usize::from(metrics))?;
    get(b"cmap", 4)?;
    get(b"name", 6)?;
    Ok(())
}

/// Offset and length of a table record.
fn span(record: &[u8; 16]) -> (u64, u64) {
    let number = |at: usize| record[at..at + 4].iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
    (number(8), number(12))
}

fn read<const N: usize>(bytes: &[u8], at: usize, what: &str) -> Result<[u8; N], String> {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<N>())
        .copied()
        .ok_or_else(|| format!("{what}: cut off at byte {at} of {}", bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(bytes: &[u8]) -> String {
        match check_font("test", bytes, &Limits::default()) {
            Err(Error::InvalidFont { reason, .. }) => reason,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn bad_headers_are_refused_by_name() {
        let many = [b"ttcf\0\x01\0\0".as_slice(), &2_000_000_000u32.to_be_bytes(), &[0; 3_000]].concat();
        assert!(matches!(
            check_font("many", &many, &Limits::default()),
            Err(Error::LimitExceeded { limit: "collection_faces", asked: 2_000_000_000, .. })
        ));
        let cut = [b"ttcf\0\x01\0\0".as_slice(), &200u32.to_be_bytes(), &[0; 30]].concat();
        let tables = [[0, 1, 0, 0].as_slice(), &0xffffu16.to_be_bytes(), &[0; 30]].concat();
        let directory = [[0, 1, 0, 0].as_slice(), &9u16.to_be_bytes(), &[0; 30]].concat();
        let far =
            [b"OTTO\0\x01\0\0\0\0\0\0head\0\0\0\0".as_slice(), &9u32.to_be_bytes(), &9_999u32.to_be_bytes()].concat();
        for (bytes, expected) in [
            (b"".as_slice(), "the file is empty"),
            (b"OT", "the file's first four bytes: cut off at byte 0 of 2"),
            (b"hello, world", "0x68656c6c is no OpenType signature"),
            (b"wOF2............", "compressed web font (WOFF): decompress it to OpenType first"),
            (b"OTTO", "the number of tables: cut off at byte 4 of 4"),
            (b"ttcf\0\x01\0\0\0\0\0\0", "a collection of 0 faces"),
            (&cut, "a collection of 200 faces needs 812 bytes of 42"),
            (&tables, "65535 tables, expected 1 to 512"),
            (&directory, "the directory of 9 tables is cut off"),
            (&far, "table \"head\" at 9 with 9999 bytes leaves the file of 28"),
        ] {
            assert_eq!(reason(bytes), expected);
        }
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_looked_at() {
        let limits = Limits { font_bytes: 3, ..Limits::default() };
        assert!(matches!(
            check_font("big", b"OTTO", &limits),
            Err(Error::LimitExceeded { limit: "font_bytes", asked: 4, allowed: 3 })
        ));
    }
}
