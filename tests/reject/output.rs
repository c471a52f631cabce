//! Buffers that do not fit, writers and folders that fail.

use std::fs;
use std::io::{self, Write};

use inkstone::{Pixmap, PixmapMut, RenderOptions, Scene};

use crate::Bench;
use crate::support::{self};

#[test]
fn buffers() {
    let mut bench = Bench::standard();
    let scene = support::varied_scene();
    // 160 x 120: a row is 640 bytes.
    for (width, height, stride, len, expected) in [
        (160, 120, 640, 640 * 120, "accepted"),
        (160, 120, 700, 700 * 119 + 640, "accepted"),
        (160, 120, 640, 640 * 121, "accepted"),
        (159, 120, 640, 640 * 120, "buffer: width"),
        (161, 120, 644, 644 * 120, "buffer: width"),
        (160, 119, 640, 640 * 120, "buffer: height"),
        (160, 121, 640, 640 * 121, "buffer: height"),
        (160, 120, 639, 640 * 120, "buffer: stride"),
        (160, 120, 0, 640 * 120, "buffer: stride"),
        (160, 120, 640, 640 * 120 - 1, "buffer: length"),
        (160, 120, 700, 700 * 119 + 639, "buffer: length"),
        (160, 120, 640, 0, "buffer: length"),
        (160, 120, usize::MAX, 640 * 120, "buffer: length"),
        (160, 120, usize::MAX / 119, 640 * 120, "buffer: length"),
        (160, 0, 640, 640, "buffer: length"),
        (0, 120, 0, 640, "buffer: width"),
        (u32::MAX, u32::MAX, usize::MAX, 640, "buffer: length"),
    ] {
        let mut data = vec![0; len];
        bench.row(&format!("{width} x {height}, stride {stride}, {len} bytes"), expected, |canvas| {
            let mut target = PixmapMut { data: &mut data, width, height, stride };
            canvas.render_into(&scene, &RenderOptions::new(), &mut target)
        });
    }
    bench.done(17);
}

/// Takes `room` bytes, then fails; `trickle` takes them one by one.
struct Failing {
    room: usize,
    trickle: bool,
    kind: io::ErrorKind,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room).min(if self.trickle { 1 } else { usize::MAX });
        if taken == 0 && !bytes.is_empty() {
            return if self.kind == io::ErrorKind::WriteZero { Ok(0) } else { Err(self.kind.into()) };
        }
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.room == 0 { Err(self.kind.into()) } else { Ok(()) }
    }
}

#[test]
fn writing() {
    let mut bench = Bench::standard();
    let mut scene = Scene::builder(60.0, 300.0);
    support::varied_shapes(&mut scene);
    let scene = scene.finish().unwrap();
    let options = RenderOptions::new();
    let list = bench.canvas.prepare(&scene, &options).unwrap();
    let mut whole = Vec::new();
    bench.canvas.write_png(&list, &options, &mut whole).unwrap();
    assert_eq!(Pixmap::from_png(&whole).unwrap().data(), bench.canvas.render(&list, &options).unwrap().data());
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::BrokenPipe, io::ErrorKind::WriteZero];
    let places = (0..100).chain((100..whole.len()).step_by(whole.len() / 60)).chain(whole.len() - 14..whole.len());
    for room in places {
        let writer = Failing { room, trickle: room % 2 == 1, kind: kinds[room % 3] };
        bench.row(&format!("fails after {room}"), "io", |canvas| canvas.write_png(&list, &options, writer));
    }
    let folder = std::env::temp_dir().join(format!("inkstone-reject-{}", std::process::id()));
    fs::create_dir_all(folder.join("taken")).unwrap();
    let pixmap = Pixmap::new(2, 2).unwrap();
    let long = "x".repeat(300);
    for (name, path) in [
        ("missing folder", folder.join("missing/a.png")),
        ("a folder in its place", folder.join("taken")),
        ("name too long", folder.join(long)),
        ("no name", folder.join("..")),
        ("empty", std::path::PathBuf::new()),
        ("NUL in the name", folder.join("a\0b.png")),
    ] {
        bench.row(name, "io", |canvas| canvas.save_png(&list, &options, &path));
        bench.row(name, "io", |_| pixmap.save_png(&path));
    }
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["taken"], "something was left behind");
    bench.row("refused while saving", "size", |canvas| {
        canvas.save_png(&list, &options.clone().with_dpi(1e-3), folder.join("b.png"))
    });
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "a refused picture left a file");
    fs::remove_dir_all(&folder).unwrap();
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        bench.row("full device", "io", |canvas| canvas.write_png(&list, &options, full));
    }
    bench.done(170);
}
