//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Links followed from a path to the file it stands for, as Linux has it.
const LINKS: usize = 40;

/// Writes a file through a temporary one beside it, which is renamed into place when complete and removed otherwise. A
/// link stays one: the file it names is written. A device or pipe is written to as it is.
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
    let target = target(path).map_err(at)?;
    let (file, beside) = create_beside(&target).map_err(at)?;
    // Who might read the old file may read the new one, and nobody else.
    let kept = fs::metadata(&target).map_or(Ok(()), |old| fs::set_permissions(&beside, old.permissions()).map_err(at));
    let written = kept.and_then(|()| fill(file));
    let renamed = written.and_then(|()| fs::rename(&beside, &target).map_err(at));
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

/// What a path stands for, whether that exists or not: links are followed, since renaming would replace one.
fn target(path: &Path) -> std::io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        // Relative to the folder that the link is in.
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, format!("more than {LINKS} links, one to the other")))
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

    #[cfg(unix)]
    #[test]
    fn links_stay_and_what_they_name_is_written() {
        use std::os::unix::fs::symlink;
        let folder = std::env::temp_dir().join(format!("inkstone-links-{}", std::process::id()));
        fs::create_dir_all(folder.join("far")).unwrap();
        let at = |name: &str| folder.join(name);
        let write = |name: &str| save(&at(name), |file| Ok(file.write_all(b"new")?));
        let is_link = |name: &str| fs::symlink_metadata(at(name)).unwrap().is_symlink();
        fs::write(at("far/there.png"), "old").unwrap();
        symlink("far/there.png", at("near.png")).unwrap();
        symlink(at("near.png"), at("twice.png")).unwrap();
        symlink("far/not-yet.png", at("dangling.png")).unwrap();
        symlink("none/x.png", at("nowhere.png")).unwrap();
        symlink("round.png", at("round.png")).unwrap();
        symlink("far", at("folder.png")).unwrap();
        write("twice.png").unwrap();
        assert_eq!(fs::read(at("far/there.png")).unwrap(), b"new");
        write("dangling.png").unwrap();
        assert_eq!(fs::read(at("far/not-yet.png")).unwrap(), b"new");
        for name in ["nowhere.png", "round.png", "folder.png"] {
            assert!(matches!(write(name), Err(Error::Io { path: Some(path), .. }) if path == at(name)), "{name}");
        }
        for name in ["near.png", "twice.png", "dangling.png", "nowhere.png", "round.png", "folder.png"] {
            assert!(is_link(name), "{name}");
        }
        let failed = save(&at("near.png"), |file| {
            file.write_all(b"half")?;
            Err(Error::Cancelled)
        });
        assert!(failed.is_err() && fs::read(at("far/there.png")).unwrap() == b"new");
        assert_eq!(fs::read_dir(at("far")).unwrap().count(), 2, "no half file");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_failed_save_leaves_the_old_file_and_no_other() {
        let folder = std::env::temp_dir().join(format!("inkstone-save-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.png");
        save(&path, |file| Ok(file.write_all(b"old")?)).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            save(&path, |file| Ok(file.write_all(b"old")?)).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
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
