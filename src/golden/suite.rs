//! [`Suite`]: pictures checked against the files of a folder, all failures told at once.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::{compare, encode_small, side_by_side};
use crate::error::Error;
use crate::pixmap::Pixmap;

/// Largest golden file in bytes, unless it was listed.
pub const MAX_BYTES: usize = 32 << 10;

/// Set to `accept`, new and changed pictures become the golden ones.
const SWITCH: &str = "INKSTONE_GOLDEN";
/// Where failures are shown; no golden files.
const FAILURES: &str = "failures";

/// Checks pictures against the PNG files of a folder.
///
/// Every picture is compared exactly, alpha included. A missing file is a failure, and so is a file that no picture was
/// checked against. With the environment variable `INKSTONE_GOLDEN=accept` new and changed files are written instead.
///
/// ```
/// use inkstone::{Pixmap, golden::Suite};
///
/// let folder = std::env::temp_dir().join(format!("inkstone-suite-doc-{}", std::process::id()));
/// let mut suite = Suite::new(&folder).accepting(true);
/// suite.check("area/dot", &Pixmap::from_straight(vec![200, 0, 0, 128], 1, 1)?);
/// assert_eq!(suite.finish().written, ["area/dot"]);
///
/// let mut suite = Suite::new(&folder).accepting(false);
/// suite.check("area/dot", &Pixmap::from_straight(vec![200, 0, 0, 127], 1, 1)?);
/// let failures = suite.finish().failures;
/// assert!(failures[0].starts_with("area/dot: 1 px differ"), "{failures:?}");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "failures are told by `finish`"]
pub struct Suite {
    folder: PathBuf,
    accept: bool,
    large: BTreeSet<String>,
    foreign: BTreeSet<String>,
    checked: BTreeSet<String>,
    outcome: Outcome,
}

/// What became of the pictures of a [`Suite`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a failure that nobody looks at passes"]
#[non_exhaustive]
pub struct Outcome {
    /// Number of pictures checked.
    pub checked: usize,
    /// Names of the files written, each new or changed.
    pub written: Vec<String>,
    /// What failed, a line each, beginning with the name.
    pub failures: Vec<String>,
}

impl Suite {
    /// A suite over a folder. It accepts where the environment says so.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let suite = Self {
            folder: folder.into(),
            accept: std::env::var_os(SWITCH).is_some_and(|value| value == "accept"),
            large: BTreeSet::new(),
            foreign: BTreeSet::new(),
            checked: BTreeSet::new(),
            outcome: Outcome::default(),
        };
        // What an earlier run left there is no longer true.
        let _ = fs::remove_dir_all(suite.folder.join(FAILURES));
        suite
    }

    /// Whether it accepts, whatever the environment says.
    pub fn accepting(mut self, accept: bool) -> Self {
        self.accept = accept;
        self
    }

    /// Allows a file to be larger than [`MAX_BYTES`].
    pub fn allowing_large(mut self, name: &str) -> Self {
        self.large.insert(name.to_owned());
        self
    }

    /// Leaves a folder inside the suite's to others: its files are no orphans.
    pub fn leaving(mut self, folder: &str) -> Self {
        self.foreign.insert(folder.to_owned());
        self
    }

    /// Compares a picture with the file of its name, `area/name` without the extension.
    pub fn check(&mut self, name: &str, actual: &Pixmap) {
        self.outcome.checked += 1;
        if !is_name(name) {
            self.fail(name, "a name has words of a-z, 0-9 and '-', with '/' between them");
        } else if !self.checked.insert(name.to_owned()) {
            self.fail(name, "checked twice");
        } else if let Err(error) = self.compare(name, actual) {
            self.fail(name, &error.to_string());
        }
    }

    /// Looks for orphans and says what became of the pictures.
    pub fn finish(mut self) -> Outcome {
        let mut found = Vec::new();
        if let Err(error) = files(&self.folder, "", &self.foreign, &mut found) {
            self.fail(&self.folder.display().to_string(), &error.to_string());
        }
        for name in found.iter().filter(|name| !self.checked.contains(*name)) {
            self.outcome.failures.push(format!("{name}.png: no picture is checked against it; remove it"));
        }
        if !self.outcome.failures.is_empty() && !self.accept {
            // Beside the pictures; the outcome says the same.
            let _ = write(&self.folder.join(FAILURES).join("failures.txt"), format!("{}\n", self.outcome).as_bytes());
        }
        self.outcome
    }

    fn compare(&mut self, name: &str, actual: &Pixmap) -> Result<(), Error> {
        let path = self.folder.join(format!("{name}.png"));
        let expected = match fs::read(&path) {
            Ok(bytes) => Some(Pixmap::from_png(&bytes)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(Error::Io { path: Some(path), source }),
        };
        let difference = expected.as_ref().map(|expected| compare(expected, actual));
        if difference == Some(None) {
            return Ok(());
        }
        if self.accept {
            let bytes = encode_small(actual)?;
            if bytes.len() > MAX_BYTES && !self.large.contains(name) {
                self.fail(name, &format!("{} bytes, allowed are {MAX_BYTES}; not written", bytes.len()));
                return Ok(());
            }
            write(&path, &bytes)?;
            self.outcome.written.push(name.to_owned());
            return Ok(());
        }
        let shown = self.folder.join(FAILURES).join(format!("{name}.png"));
        // Without an expected picture a transparent one stands in its place.
        let nothing = Pixmap::new(actual.width(), actual.height())?;
        let report = side_by_side(expected.as_ref().unwrap_or(&nothing), actual)?;
        write(&shown, &report.encode_png()?)?;
        match difference.flatten() {
            Some(difference) => self.fail(name, &difference.to_string()),
            None => self.fail(name, &format!("no golden file; {SWITCH}=accept writes it")),
        }
        Ok(())
    }

    fn fail(&mut self, name: &str, why: &str) {
        self.outcome.failures.push(format!("{name}: {why}"));
    }
}

impl Outcome {
    /// # Panics
    /// Where there are failures, with all of them.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.failures.is_empty(), "{self}");
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pictures, {} failures", self.checked, self.failures.len())?;
        for failure in &self.failures {
            write!(f, "\n  {failure}")?;
        }
        if !self.failures.is_empty() {
            write!(f, "\nexpected | difference | actual: `{FAILURES}` in the suite's folder; {SWITCH}=accept accepts")?;
        }
        for name in &self.written {
            write!(f, "\n  wrote {name}.png")?;
        }
        Ok(())
    }
}

fn is_name(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    name.split('/').all(is_word) && !name.starts_with(FAILURES)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let at = |source| Error::Io { path: Some(path.to_owned()), source };
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(at)?;
    fs::write(path, bytes).map_err(at)
}

/// Names of the PNG files below a folder, without extension, sorted.
fn files(folder: &Path, prefix: &str, foreign: &BTreeSet<String>, out: &mut Vec<String>) -> std::io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{file}");
        if entry.file_type()?.is_dir() {
            if name != FAILURES && !foreign.contains(&name) {
                files(&entry.path(), &format!("{name}/"), foreign, out)?;
            }
        } else if let Some(name) = name.strip_suffix(".png") {
            out.push(name.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("inkstone-suite-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn suite(&self, accept: bool) -> Suite {
            Suite::new(&self.0).accepting(accept)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn grey(alpha: u8) -> Pixmap {
        Pixmap::from_premultiplied([9, 9, 9, alpha].repeat(12), 4, 3).unwrap()
    }

    #[test]
    fn all_failures_are_told_at_once_and_shown() {
        let folder = Folder::new("failures");
        let mut suite = folder.suite(true);
        for name in ["a/same", "a/alpha", "b/orphan", "readme/foreign"] {
            suite.check(name, &grey(200));
        }
        let outcome = suite.finish();
        assert_eq!((outcome.written.len(), outcome.failures.len()), (4, 0), "{outcome}");
        outcome.assert();

        let mut suite = folder.suite(false).leaving("readme");
        suite.check("a/same", &grey(200));
        suite.check("a/alpha", &grey(201));
        suite.check("a/missing", &grey(200));
        suite.check("a/missing", &grey(200));
        suite.check("../a", &grey(200));
        let outcome = suite.finish();
        assert_eq!(
            outcome.failures,
            [
                "a/alpha: 12 px differ, by up to 0 0 0 1 (RGBA), first at (0, 0)",
                "a/missing: no golden file; INKSTONE_GOLDEN=accept writes it",
                "a/missing: checked twice",
                "../a: a name has words of a-z, 0-9 and '-', with '/' between them",
                "b/orphan.png: no picture is checked against it; remove it",
            ]
        );
        assert!(outcome.to_string().starts_with("5 pictures, 5 failures\n  a/alpha: 12 px"));
        for name in ["a/alpha", "a/missing"] {
            assert!(folder.0.join(FAILURES).join(format!("{name}.png")).exists());
        }
        assert!(!folder.0.join(FAILURES).join("a/same.png").exists());
        let text = fs::read_to_string(folder.0.join(FAILURES).join("failures.txt")).unwrap();
        assert_eq!(text, format!("{outcome}\n"));
        assert!(!folder.0.join("a/missing.png").exists());
    }

    #[test]
    fn accepting_writes_only_what_changed() {
        let folder = Folder::new("accept");
        for (alpha, written) in [(200, true), (200, false), (201, true)] {
            let mut suite = folder.suite(true);
            suite.check("dot", &grey(alpha));
            let outcome = suite.finish();
            assert_eq!((outcome.written == ["dot"], outcome.failures.len()), (written, 0));
        }
    }

    #[test]
    fn large_files_are_refused_unless_listed() {
        let folder = Folder::new("large");
        let noise = (0..120 * 120 * 4_u32).map(|i| {
            let i = (i ^ i >> 7).wrapping_mul(2_654_435_761);
            ((i ^ i >> 15).wrapping_mul(2_246_822_519) >> 24) as u8
        });
        let noise = Pixmap::from_straight(noise.collect(), 120, 120).unwrap();
        let mut suite = folder.suite(true);
        suite.check("noise", &noise);
        let outcome = suite.finish();
        assert!(outcome.failures[0].contains("allowed are 32768; not written"), "{outcome}");
        let mut suite = folder.suite(true).allowing_large("noise");
        suite.check("noise", &noise);
        assert_eq!(suite.finish().written, ["noise"]);
    }
}
