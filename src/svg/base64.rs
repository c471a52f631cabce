//! Base64 (RFC 4648), as data URIs want it.

use std::io::{self, Write};

use super::out::Out;
use crate::error::Error;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes what is written to it.
pub(super) struct Base64<'a, 'b> {
    out: &'a mut Out<'b>,
    /// Bytes that fill no group yet.
    rest: Vec<u8>,
}

impl<'a, 'b> Base64<'a, 'b> {
    pub(super) fn new(out: &'a mut Out<'b>) -> Self {
        Self { out, rest: Vec::with_capacity(3) }
    }

    /// Writes the last group, padded.
    pub(super) fn finish(self) {
        if !self.rest.is_empty() {
            group(self.out.text(), &self.rest);
        }
    }
}

impl Write for Base64<'_, '_> {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<usize> {
        let len = bytes.len();
        while !bytes.is_empty() {
            let take = bytes.len().min(3 - self.rest.len());
            self.rest.extend_from_slice(&bytes[..take]);
            bytes = &bytes[take..];
            if self.rest.len() == 3 {
                group(self.out.text(), &self.rest);
                self.rest.clear();
            }
        }
        match self.out.breathe() {
            Ok(()) => Ok(len),
            Err(Error::Io { source, .. }) => Err(source),
            Err(other) => Err(io::Error::other(other)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn group(out: &mut String, bytes: &[u8]) {
    let mut bits = 0_u32;
    for i in 0..3 {
        bits = bits << 8 | u32::from(bytes.get(i).copied().unwrap_or(0));
    }
    for i in 0..4 {
        let digit = ALPHABET[(bits >> (18 - 6 * i)) as usize & 63];
        out.push(if i <= bytes.len() { char::from(digit) } else { '=' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Watch;

    #[test]
    fn the_vectors_of_the_rfc() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let (mut sink, watch) = (Vec::new(), Watch::default());
            let mut out = Out::new(&mut sink, &watch, "");
            let mut base64 = Base64::new(&mut out);
            for byte in bytes.as_bytes() {
                base64.write_all(&[*byte]).unwrap();
            }
            base64.finish();
            out.finish().unwrap();
            assert_eq!(String::from_utf8(sink).unwrap(), expected);
        }
    }
}
