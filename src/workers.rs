//! [`Crew`]: jobs done by several threads, their results handed on in order.

use std::collections::BTreeMap;

use crossbeam::channel::{self, Receiver, Sender};

use crate::error::Error;

/// Results for each thread that may wait for a slow piece before them.
pub(crate) const WAITING: u64 = 3;

/// Threads that do jobs for the calling one, which is one of them.
pub(crate) struct Crew<'a, W, J, T> {
    own: &'a mut W,
    work: &'a (dyn Fn(&mut W, J) -> Result<T, Error> + Sync),
    others: Option<Others<J, T>>,
}

/// The way to the other threads of a crew.
struct Others<J, T> {
    /// Jobs and their numbers, for whoever takes them first, this thread too.
    jobs: Sender<(u32, J)>,
    open: Receiver<(u32, J)>,
    /// What became of them; [`None`] where a thread panics.
    done: Receiver<Option<(u32, Result<T, Error>)>>,
    /// Most jobs that are begun and not handed on.
    most: u32,
}

/// Lets `lead` have jobs done, a thread for each of `workers` with the calling one, by `work`. The threads are begun once,
/// however many times there are jobs.
///
/// # Errors
/// What `lead` returns; [`Error::Cancelled`] without a worker.
pub(crate) fn crew<W: Send, J: Send, T: Send, R>(
    workers: &mut [W],
    work: impl Fn(&mut W, J) -> Result<T, Error> + Sync,
    lead: impl FnOnce(&mut Crew<'_, W, J, T>) -> Result<R, Error>,
) -> Result<R, Error> {
    let threads = workers.len() as u32;
    let Some((own, workers)) = workers.split_first_mut() else { return Err(Error::Cancelled) };
    if workers.is_empty() {
        return lead(&mut Crew { own, work: &work, others: None });
    }
    scope(|scope| {
        let (jobs, open) = channel::unbounded::<(u32, J)>();
        let (give, done) = channel::unbounded();
        let handles: Vec<_> = workers
            .iter_mut()
            .map(|worker| {
                let (open, give, work) = (open.clone(), give.clone(), &work);
                scope.spawn(move |_| {
                    let _alarm = Alarm(give.clone());
                    while let Ok((number, job)) = open.recv() {
                        if give.send(Some((number, work(worker, job)))).is_err() {
                            break;
                        }
                    }
                })
            })
            .collect();
        let others = Others { jobs, open, done, most: WAITING as u32 * threads };
        let mut crew = Crew { own, work: &work, others: Some(others) };
        let led = lead(&mut crew);
        // Ends the others: there is no job, and there will be none.
        drop(crew);
        // Goes on with the panic of one, of which `lead` was told that it is cancelled.
        handles.into_iter().for_each(join);
        led
    })
}

impl<W, J, T> Crew<'_, W, J, T> {
    /// Does jobs and hands their results on to `emit` in order. This thread emits a result as soon as it is the next, and
    /// works otherwise. No more results than [`WAITING`] for each thread wait.
    ///
    /// # Errors
    /// The first of a job or of `emit`; it ends all, and the crew is of no more use.
    pub(crate) fn in_order(
        &mut self,
        jobs: impl IntoIterator<Item = J>,
        mut emit: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(others) = &self.others else {
            return jobs.into_iter().try_for_each(|job| emit((self.work)(self.own, job)?));
        };
        let mut jobs = (0..).zip(jobs).fuse();
        let mut waiting = BTreeMap::new();
        let (mut given, mut next) = (0, 0);
        loop {
            while given - next < others.most
                && let Some(job) = jobs.next()
                && others.jobs.send(job).is_ok()
            {
                given += 1;
            }
            if next == given {
                return Ok(());
            }
            if let Some(result) = waiting.remove(&next) {
                emit(result)?;
                next += 1;
                continue;
            }
            let done = match others.done.try_recv() {
                Ok(done) => done,
                // The lowest one that is not done is always being done, as they are taken in order.
                Err(_) => match others.open.try_recv() {
                    Ok((number, job)) => Some((number, (self.work)(self.own, job))),
                    Err(_) => others.done.recv().unwrap_or(None),
                },
            };
            let Some((number, result)) = done else { return Err(Error::Cancelled) };
            waiting.insert(number, result?);
        }
    }
}

impl<J, T> Drop for Others<J, T> {
    fn drop(&mut self) {
        // What nobody began after an error is not begun any more.
        while self.open.try_recv().is_ok() {}
    }
}

/// Does the jobs 0 to `count`, a thread for each of `workers`, and hands the results on in order: a [`Crew`] for one round.
pub(crate) fn in_order<W: Send, T: Send>(
    workers: &mut [W],
    count: u32,
    work: impl Fn(&mut W, u32) -> Result<T, Error> + Sync,
    emit: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let threads = workers.len().min(count as usize);
    if threads == 0 {
        return Ok(());
    }
    crew(&mut workers[..threads], work, |crew| crew.in_order(0..count, emit))
}

/// Tells of a worker that panics, so that nobody waits for its piece.
struct Alarm<T>(Sender<Option<T>>);

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
    fn a_crew_does_one_round_after_another() {
        for threads in 1..4 {
            let mut workers = vec![0; threads];
            let work = |own: &mut u32, job: (u32, u32)| {
                *own += 1;
                Ok(job.0 * job.1)
            };
            let all = crew(&mut workers, work, |crew| {
                let mut sum = 0;
                crew.in_order((0..20).map(|n| (n, 1)), |n| {
                    sum += n;
                    Ok(())
                })?;
                let mut seen = Vec::new();
                crew.in_order((0..9).map(|n| (n, sum)), |n| {
                    seen.push(n);
                    Ok(())
                })?;
                crew.in_order([], |_| Err(Error::Cancelled))?;
                Ok(seen)
            });
            assert_eq!(all.unwrap(), (0..9).map(|n| 190 * n).collect::<Vec<_>>());
            assert_eq!(workers.iter().sum::<u32>(), 29);
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
