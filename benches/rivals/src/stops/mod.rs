//! The table of stops: how long after a deadline or a cancel a render returns.

mod scenes;

use std::time::{Duration, Instant};

use inkstone::{CancelToken, Canvas, Color, Engine, Error, RenderOptions};

use crate::arguments::Arguments;
use crate::clock::{least, median};
use crate::raster::work::Noise;
use crate::table::{number, print};
use scenes::{Heavy, scenes, small};

/// Stops of a scene, if nobody says how many.
const STOPS: u32 = 40;
/// The part of a render in which it is stopped, where it would take longer.
const LONGEST: Duration = Duration::from_secs(3);
/// A stop that takes longer is repeated at the same moment.
const SLOW_MS: f64 = 1.0;
const REPEATS: usize = 5;

/// A render that was stopped.
struct Stop {
    /// At this time after its start, in ms.
    at: f64,
    ms: f64,
    /// The least of what it took at this moment.
    again: f64,
}

pub fn run(arguments: &Arguments) {
    let count = arguments.rounds.unwrap_or(STOPS);
    let rows: Vec<_> = scenes(|name| arguments.wants(name)).map(|heavy| measure(&heavy, count)).collect();
    let title = "**Stops**, in ms from the deadline or cancel to the error; half of them each, spread over the render";
    let head = ["", "render", "stops", "median", "worst", "worst of repeated", "at", "next picture right"];
    print(title, &head, &rows);
}

fn measure(heavy: &Heavy, count: u32) -> Vec<String> {
    // Without a cache every glyph is a miss.
    let mut canvas = Engine::builder().with_cache_bytes(0).build().canvas();
    let options = RenderOptions::new().with_background(Color::WHITE).with_threads(heavy.threads);
    let small = small();
    let fresh = canvas.engine().canvas().render(&small, &RenderOptions::new()).expect("a small scene");
    let start = Instant::now();
    let whole = draw(&mut canvas, heavy, &options.clone().with_deadline(start + LONGEST));
    let longer = whole.is_err();
    let time = start.elapsed();
    let (mut noise, mut right, mut drawn) = (Noise(0x8912_3451), 0, 0);
    let mut stops: Vec<Stop> = Vec::new();
    for i in 0..count {
        let after = time.mul_f64((f64::from(i) + noise.next()) / f64::from(count));
        let mut all = Vec::new();
        while all.len() < REPEATS && (all.is_empty() || least(&all) > SLOW_MS) {
            let Some(ms) = stop(&mut canvas, heavy, &options, after, i % 2 == 0) else { break };
            all.push(ms);
            drawn += 1;
            let next = canvas.render(&small, &RenderOptions::new());
            right += usize::from(next.is_ok_and(|next| next.data() == fresh.data()));
        }
        if let Some(ms) = all.first() {
            stops.push(Stop { at: after.as_secs_f64() * 1e3, ms: *ms, again: least(&all) });
        }
    }
    let times: Vec<f64> = stops.iter().map(|stop| stop.ms).collect();
    let worst = times.iter().copied().fold(0.0, f64::max);
    let again = stops.iter().max_by(|a, b| a.again.total_cmp(&b.again));
    let (again, at) = again.map_or((0.0, 0.0), |stop| (stop.again, stop.at));
    vec![
        heavy.name.to_owned(),
        format!("{}{:.0}", if longer { "> " } else { "" }, time.as_secs_f64() * 1e3),
        stops.len().to_string(),
        number(median(&times)),
        number(worst),
        number(again),
        format!("{at:.0}"),
        format!("{right} of {drawn}"),
    ]
}

fn draw(canvas: &mut Canvas, heavy: &Heavy, options: &RenderOptions) -> Result<(), Error> {
    if heavy.streamed {
        return canvas.write_png(&heavy.scene, options, std::io::sink());
    }
    canvas.render(&heavy.scene, options).map(drop)
}

/// From the deadline, or the cancel, to the error, in ms; `None` where the render was done before.
fn stop(canvas: &mut Canvas, heavy: &Heavy, options: &RenderOptions, after: Duration, deadline: bool) -> Option<f64> {
    let (due, result, end) = if deadline {
        let due = Instant::now() + after;
        let result = draw(canvas, heavy, &options.clone().with_deadline(due));
        (due, result, Instant::now())
    } else {
        let token = CancelToken::new();
        let options = options.clone().with_cancel(token.clone());
        let other = std::thread::spawn(move || {
            std::thread::sleep(after);
            let now = Instant::now();
            token.cancel();
            now
        });
        let result = draw(canvas, heavy, &options);
        let end = Instant::now();
        (other.join().expect("it sleeps and cancels"), result, end)
    };
    match result {
        Ok(()) => None,
        Err(Error::DeadlineExceeded | Error::Cancelled) => Some(end.duration_since(due).as_secs_f64() * 1e3),
        Err(error) => panic!("{}: {error}", heavy.name),
    }
}
