//! Files that are given up: what the writer said is told, and nothing ends them as if they were whole.

use std::cell::Cell;
use std::io::{Error as IoError, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use inkstone::{CancelToken, Error, Pixmap, PngOptions};

use crate::support::Random;

/// Noise of several strips.
fn noise() -> Pixmap {
    let mut random = Random::new(3);
    let data = (0..600 * 900).flat_map(|_| (random.bits() as u32 | 0xff00_0000).to_le_bytes()).collect();
    Pixmap::from_straight(data, 600, 900).unwrap()
}

/// Takes so many bytes; what comes then depends.
struct Until<'a, F: FnMut() -> IoError> {
    left: usize,
    then: F,
    calls_after: &'a Cell<u32>,
    taken: Vec<u8>,
}

impl<F: FnMut() -> IoError> Write for Until<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            self.calls_after.set(self.calls_after.get() + 1);
            return Err((self.then)());
        }
        let count = bytes.len().min(self.left);
        self.left -= count;
        self.taken.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_the_writer_says_is_told_and_it_is_not_asked_again() {
    let noise = noise();
    for (left, kind) in [(0, ErrorKind::BrokenPipe), (100, ErrorKind::StorageFull), (300_000, ErrorKind::BrokenPipe)] {
        for threads in [1, 2] {
            let calls = Cell::new(0);
            let mut writer = Until { left, then: || kind.into(), calls_after: &calls, taken: Vec::new() };
            let error = noise.write_png(&PngOptions::new().with_threads(threads), &mut writer).unwrap_err();
            assert!(matches!(&error, Error::Io { source, .. } if source.kind() == kind), "{error:?}");
            assert_eq!(calls.get(), 1, "after {left} bytes");
        }
    }
}

#[test]
fn interrupted_writes_go_on() {
    let noise = noise();
    let mut turn = 0;
    let mut taken = Vec::new();
    struct Interrupts<'a>(&'a mut u32, &'a mut Vec<u8>);
    impl Write for Interrupts<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            *self.0 += 1;
            if *self.0 % 2 == 1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let count = bytes.len().min(70_001);
            self.1.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    noise.write_png(&PngOptions::new(), Interrupts(&mut turn, &mut taken)).unwrap();
    assert!(taken == noise.encode_png().unwrap());
}

#[test]
fn a_file_that_is_cancelled_has_no_end() {
    let noise = noise();
    for threads in [1, 2, 3] {
        let token = CancelToken::new();
        let mut taken = Vec::new();
        struct Cancels<'a>(&'a CancelToken, &'a mut Vec<u8>);
        impl Write for Cancels<'_> {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.1.extend_from_slice(bytes);
                if self.1.len() > 3000 {
                    self.0.cancel();
                }
                Ok(bytes.len())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let options = PngOptions::new().with_threads(threads).with_cancel(token.clone());
        let given_up = noise.write_png(&options, Cancels(&token, &mut taken));
        assert!(matches!(given_up, Err(Error::Cancelled)), "{given_up:?}");
        assert!(taken.starts_with(b"\x89PNG") && !taken.windows(4).any(|name| name == b"IEND"));
    }
}

#[test]
fn a_panic_of_the_writer_goes_on() {
    let noise = noise();
    for left in [0, 50, 3000, 400_000] {
        let calls = Cell::new(0);
        let writer = Until { left, then: || panic!("no more"), calls_after: &calls, taken: Vec::new() };
        let caught = catch_unwind(AssertUnwindSafe(|| noise.write_png(&PngOptions::new(), writer)));
        assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"no more"));
        assert_eq!(calls.get(), 1);
    }
}
