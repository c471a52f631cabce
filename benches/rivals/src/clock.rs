//! Interleaved rounds: each runs everybody once, beginning with another one each time, so that what slows the machine
//! slows all of them.

use std::time::Duration;

use cpu_time::ThreadTime;

/// Milliseconds of one competitor, a number a round.
pub type Times = Vec<f64>;

/// The time that `work` has this thread on a processor, in ms. Everybody has one thread.
pub fn time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let made = std::hint::black_box(work());
    (start.elapsed().as_secs_f64() * 1e3, made)
}

/// Calls `run(competitor, round)` for each of `count` competitors in each round. Two rounds go before, unmeasured.
pub fn rounds(rounds: u32, count: usize, mut run: impl FnMut(usize, u32, bool)) {
    for round in 0..rounds + 2 {
        for i in 0..count {
            run((i + round as usize) % count, round, round >= 2);
        }
    }
}

/// Rounds until `at_most` or until the time is up, but not less than nine.
pub fn enough(at_most: u32, one: Duration) -> u32 {
    let fit = 12.0 / one.as_secs_f64().max(1e-6);
    (fit as u32).clamp(9.min(at_most), at_most)
}

pub fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.is_empty() {
        return f64::NAN;
    }
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// What noise can add nothing to.
pub fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The median of the rounds' ratios: both of a pair were taken within moments of each other.
pub fn ratio(times: &[f64], base: &[f64]) -> f64 {
    let ratios: Vec<f64> = times.iter().zip(base).map(|(time, base)| time / base).collect();
    median(&ratios)
}
