//! A thousand thumbnails over all cores, a canvas a thread; then the same work with one canvas behind a lock.
//! `banner [COUNT] [FILE]`: the last thumbnail is written to FILE (banner.png).

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use inkstone::kurbo::{Circle, Rect, RoundedRect};
use inkstone::{
    Baseline, Canvas, Color, Engine, Error, Gradient, Paragraph, RenderOptions, Scene, TextAnchor, TextStyle,
};

/// Thumbnail `n` as a PNG of 300 x 200 pixels.
pub fn thumbnail(canvas: &mut Canvas, n: u32) -> Result<Vec<u8>, Error> {
    let tone =
        |shift: u32| Color::from_rgb8((60 + n * 7 + shift) as u8 | 31, (90 + n * 3) as u8 | 31, 160 - (n % 90) as u8);
    let mut scene = Scene::builder(300.0, 200.0);
    let ground = Gradient::linear((0.0, 0.0), (300.0, 200.0)).with_colors([tone(0), tone(70)]);
    scene.fill(Rect::new(0.0, 0.0, 300.0, 200.0), ground);
    scene.fill(Circle::new((250.0, 40.0), 70.0), Color::WHITE.with_alpha(0.15));
    scene.fill(RoundedRect::new(24.0, 60.0, 276.0, 140.0, 12.0), Color::WHITE.with_alpha(0.88));
    let style = TextStyle::new(34.0).with_weight(TextStyle::BOLD).with_paint(Color::from_rgb8(30, 40, 60));
    let text = Paragraph::new(format!("ID: {n}"), style).with_anchor(TextAnchor::Middle, Baseline::Middle);
    scene.text((150.0, 100.0), text);
    scene.text((24.0, 176.0), Paragraph::new("缩略图", TextStyle::new(18.0).with_paint(Color::WHITE)));
    let mut png = Vec::new();
    canvas.write_png(&scene.finish()?, &RenderOptions::new(), &mut png)?;
    Ok(png)
}

/// Runs `work` on every core until `count` thumbnails are made; gives the wall time and the last one's bytes.
fn on_all_cores(
    count: u32,
    work: impl Fn(&AtomicU32) -> Result<Option<Vec<u8>>, Error> + Sync,
) -> Result<(Duration, Vec<u8>), Error> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (next, start) = (AtomicU32::new(0), Instant::now());
    let last = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&next))).collect();
        workers.into_iter().try_fold(None, |last, worker| match worker.join() {
            Ok(result) => result.map(|png| png.or(last)),
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })?;
    let time = start.elapsed();
    println!(
        "{threads} threads: {count} in {:.0} ms, {:.0} a second",
        time.as_secs_f64() * 1e3,
        f64::from(count) / time.as_secs_f64()
    );
    Ok((time, last.unwrap_or_default()))
}

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let path = arguments.next().unwrap_or_else(|| "banner.png".to_owned());
    let engine = Engine::new();
    print!("a canvas a thread, ");
    let (own, png) = on_all_cores(count, |next| {
        let (mut canvas, mut last) = (engine.canvas(), None);
        loop {
            match next.fetch_add(1, Ordering::Relaxed) {
                n if n >= count => return Ok(last),
                n => last = Some(thumbnail(&mut canvas, n)?).filter(|_| n + 1 == count),
            }
        }
    })?;
    println!("peak RSS {}", peak_rss().unwrap_or_else(|| "unknown here".to_owned()));
    let one = Mutex::new(Engine::new().canvas());
    print!("one canvas behind a lock, ");
    let (locked, same) = on_all_cores(count, |next| {
        let mut last = None;
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                return Ok(last);
            }
            let mut canvas = one.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            last = Some(thumbnail(&mut canvas, n)?).filter(|_| n + 1 == count);
        }
    })?;
    assert!(png == same, "both ways give the same bytes");
    println!("the lock costs {:.2} times the time", locked.as_secs_f64() / own.as_secs_f64());
    Ok(std::fs::write(path, png)?)
}

/// The most memory this process ever held (Linux).
fn peak_rss() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().to_owned())
}
