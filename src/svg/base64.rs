//! [`Base64`]: the base64 of data URIs, as it is written.

use std::io::{self, Write};

use super::out::Out;
use crate::base64::group;
use crate::error::Error;

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
