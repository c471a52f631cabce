//! Times by two threads beside those of one.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use crate::clock::{least, median, ratio, rounds, time};
use crate::table::number;

/// Times that a line of memory goes there and back.
const TURNS: u32 = 1_000;

/// The columns of [`threads_row`].
pub const THREADS_HEAD: [&str; 12] = [
    "",
    "1 thread",
    "2 threads",
    "ratio",
    "least, 1",
    "least, 2",
    "ratio",
    "1 thread",
    "of 2, own",
    "of 2, other",
    "sums",
    "ns",
];

/// A row of times by one thread and by two: on the wall, then on processors. What the machine gave in the same rounds:
/// the ratio for [`sums`], and how far the cores were apart.
pub fn threads_row(name: &str, count: u32, mut draw: impl FnMut(u16)) -> Vec<String> {
    let (mut walls, mut owns, mut given) =
        ([const { Vec::new() }; 2], [const { Vec::new() }; 2], [const { Vec::new() }; 2]);
    let (mut others, mut ways) = (Vec::new(), Vec::new());
    rounds(count, 2, |i, _, counted| {
        let (all, start) = (ProcessTime::now(), Instant::now());
        let (own, ()) = time(|| draw(i as u16 + 1));
        let (wall, all) = (start.elapsed().as_secs_f64() * 1e3, all.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        sums(i as u16 + 1);
        if counted {
            given[i].push(start.elapsed().as_secs_f64());
            walls[i].push(wall);
            owns[i].push(own);
            if i == 1 {
                others.push(all - own);
                ways.push(way());
            }
        }
    });
    let [one, two] = &walls;
    let cells = [
        number(median(one)),
        number(median(two)),
        format!("{:.2}", ratio(one, two)),
        number(least(one)),
        number(least(two)),
        format!("{:.2}", least(one) / least(two)),
        number(median(&owns[0])),
        number(median(&owns[1])),
        number(median(&others)),
        format!("{:.2}", ratio(&given[0], &given[1])),
        number(median(&ways)),
    ];
    [name.to_owned()].into_iter().chain(cells).collect()
}

/// Work that two threads share evenly, that waits for nothing and keeps all of a core busy: where two threads take more
/// than half the time of one, their cores are one, or others are at work on them.
fn sums(threads: u16) {
    let half = || {
        let mut sums = [[1.0_f32; 4]; 12];
        for i in 0..500_000 {
            sums.iter_mut().flatten().for_each(|sum| *sum = *sum * 0.999 + i as f32);
        }
        std::hint::black_box(sums);
    };
    if threads == 1 {
        half();
        half();
        return;
    }
    std::thread::scope(|scope| {
        scope.spawn(half);
        half();
    });
}

/// How long, in ns, what one thread wrote takes to another one that waits for it: some 20 between cores that share a cache,
/// ten times that between others. The host of a virtual machine may move its processors at any time.
fn way() -> f64 {
    let turn = AtomicU32::new(0);
    let answer = |first: u32| {
        for own in (first..2 * TURNS).step_by(2) {
            while turn.load(Ordering::Acquire) != own {
                spin_loop();
            }
            turn.store(own + 1, Ordering::Release);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| answer(1));
        // Meanwhile the other one begins.
        std::thread::sleep(Duration::from_micros(200));
        let start = Instant::now();
        answer(0);
        start.elapsed().as_secs_f64() * 1e9 / f64::from(2 * TURNS)
    })
}
