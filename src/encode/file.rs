//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Writes a file through a temporary one beside it, which is renamed into place when complete and removed otherwise. A
/// device or pipe is written to as it is.
pub(crate) fn save(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>) -> Result<(), Error> {
    let at = |source| Error::Io { path: Some(path.to_owned()), source };
    let fill = |file: File| {
        let mut file = BufWriter::new(file);
        write(&mut file).and_then(|()| Ok(file.flush()?)).map_err(|error| match error {
            Error::Io { path: None, source } => at(source),
            other => other,
        })
    };
    // What is no file is not to be replaced by one.
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fill(File::options().write(true).open(path).map_err(at)?);
    }
    let (file, beside) = create_beside(path).map_err(at)?;
    let written = fill(file);
    let renamed = written.and_then(|()| fs::rename(&beside, path).map_err(at));
    if renamed.is_err() {
        // Best effort: the error that is already there is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    renamed
}

/// Writes a file, whole or not at all.
///
/// # Errors
/// What `write` fails with; [`Error::Io`] names the path.
#[cfg(feature = "cli")]
pub fn save_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
    save(path, |file| write(file))
}

/// A new file in the folder of `path`, under a name that no other save of this or another process uses.
fn create_beside(path: &Path) -> std::io::Result<(File, PathBuf)> {
    if path.file_name().is_none() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path names no file"));
    }
    // The process number makes a collision unlikely; `create_new` makes it harmless.
    for n in std::process::id().. {
        let beside = path.with_file_name(format!(".{n:08x}.tmp"));
        match File::create_new(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_save_leaves_the_old_file_and_no_other() {
        let folder = std::env::temp_dir().join(format!("inkstone-save-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.png");
        save(&path, |file| Ok(file.write_all(b"old")?)).unwrap();
        let failed = save(&path, |file| {
            file.write_all(b"half")?;
            Err(Error::Cancelled)
        });
        assert!(matches!(failed, Err(Error::Cancelled)));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(save(&folder, |_| Ok(())).is_err(), "a folder is not replaced");
        fs::remove_dir_all(&folder).unwrap();
        let missing = save(&path, |_| Ok(()));
        assert!(matches!(missing, Err(Error::Io { path: Some(_), .. })));
    }
}
