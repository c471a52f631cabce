//! Pieces of work done by several threads, their results handed on in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use crossbeam::channel;

use crate::error::Error;

/// Results for each thread that may wait for a slow piece before them.
pub(crate) const WAITING: u64 = 3;

/// Does the pieces 0 to `count` of some work, a thread for each of `workers`, and gives the results, in order, to `emit`.
///
/// The calling thread is one of them: it emits a result as soon as it is the next, and works otherwise. No more results
/// than [`WAITING`] for each thread wait. The first error, of a piece or of `emit`, ends all.
pub(crate) fn in_order<W: Send, T: Send>(
    workers: &mut [W],
    count: u32,
    work: impl Fn(&mut W, u32) -> Result<T, Error> + Sync,
    mut emit: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let threads = workers.len().min(count as usize);
    let Some((own, others)) = workers[..threads].split_first_mut() else { return Ok(()) };
    if others.is_empty() {
        return (0..count).try_for_each(|piece| emit(work(own, piece)?));
    }
    let (give_back, free) = channel::unbounded::<()>();
    let (done, ready) = channel::unbounded::<Option<(u32, Result<T, Error>)>>();
    (0..WAITING * threads as u64).for_each(|_| give(&give_back));
    let claimed = AtomicU32::new(0);
    let claim = || {
        let piece = claimed.fetch_add(1, Ordering::Relaxed);
        (piece < count).then_some(piece)
    };
    scope(|scope| {
        let handles: Vec<_> = others
            .iter_mut()
            .map(|worker| {
                let (free, done, claim, work) = (free.clone(), done.clone(), &claim, &work);
                scope.spawn(move |_| {
                    let _alarm = Alarm(done.clone());
                    // Leave first, a piece then: so the lowest piece that is not done is always being done.
                    while let Ok(()) = free.recv() {
                        let Some(piece) = claim() else { break };
                        let result = work(worker, piece);
                        let failed = result.is_err();
                        if done.send(Some((piece, result))).is_err() || failed {
                            break;
                        }
                    }
                })
            })
            .collect();
        let mut waiting = BTreeMap::new();
        let mut run = || -> Result<(), Error> {
            let mut next = 0;
            while next < count {
                if let Some(result) = waiting.remove(&next) {
                    emit(result)?;
                    next += 1;
                    give(&give_back);
                    continue;
                }
                let received = match ready.try_recv() {
                    Ok(received) => received,
                    Err(_) => match free.try_recv().ok().and_then(|()| claim()) {
                        Some(piece) => Some((piece, work(own, piece))),
                        None => ready.recv().unwrap_or(None),
                    },
                };
                // A worker that panicked will not bring its piece; joining it goes on with the panic.
                let Some((piece, result)) = received else { break };
                waiting.insert(piece, result?);
            }
            Ok(())
        };
        let ran = run();
        // Ends the workers: there is nothing left to claim, and no leave to wait for.
        claimed.store(count, Ordering::Relaxed);
        drop(give_back);
        drop(ready);
        handles.into_iter().for_each(join);
        ran
    })
}

/// Gives leave for one more piece. Nobody waits for it once all pieces are claimed.
fn give(leave: &channel::Sender<()>) {
    let _ = leave.send(());
}

/// Tells of a worker that panics, so that nobody waits for its piece.
struct Alarm<T>(channel::Sender<Option<T>>);

impl<T> Drop for Alarm<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            drop(self.0.send(None));
        }
    }
}

/// Runs threads that end before it does. A panic of one goes on in the caller, as it would on one thread.
pub(crate) fn scope<'env, T>(run: impl FnOnce(&crossbeam::thread::Scope<'env>) -> T) -> T {
    match crossbeam::thread::scope(run) {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// What a thread returned. Its panic goes on.
pub(crate) fn join<T>(worker: crossbeam::thread::ScopedJoinHandle<'_, T>) -> T {
    match worker.join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        for threads in 1..5 {
            for count in [0, 1, 2, 7, 100] {
                let mut seen = Vec::new();
                let work = |own: &mut u32, piece: u32| {
                    *own += 1;
                    Ok(piece * piece)
                };
                let mut workers = vec![0; threads];
                in_order(&mut workers, count, work, |result| {
                    seen.push(result);
                    Ok(())
                })
                .unwrap();
                assert_eq!(seen, (0..count).map(|n| n * n).collect::<Vec<_>>());
                assert_eq!(workers.iter().sum::<u32>(), count);
            }
        }
    }

    #[test]
    fn the_first_error_ends_all() {
        for threads in 1..4 {
            let work = |_: &mut (), piece: u32| if piece == 5 { Err(Error::Cancelled) } else { Ok(piece) };
            let mut seen = 0;
            let result = in_order(&mut vec![(); threads], 1000, work, |_| {
                seen += 1;
                Ok(())
            });
            assert!(matches!(result, Err(Error::Cancelled)) && seen <= 5);
            let refused =
                in_order(&mut vec![(); threads], 1000, |_, piece| Ok(piece), |_| Err(Error::DeadlineExceeded));
            assert!(matches!(refused, Err(Error::DeadlineExceeded)));
        }
    }

    #[test]
    fn a_panic_goes_on_in_the_caller() {
        let work = |_: &mut (), piece: u32| if piece == 3 { panic!("piece 3") } else { Ok(piece) };
        let caught = std::panic::catch_unwind(|| in_order(&mut [(); 3], 10, work, |_| Ok(())));
        assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"piece 3"));
    }
}
