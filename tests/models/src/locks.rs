//! Locks and joins that are built from source, so that the sanitizer sees them, with the standard library's signatures.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::rc::Rc;
pub(crate) use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
pub(crate) use std::sync::{Arc, Weak};
use std::sync::{LockResult, TryLockError, TryLockResult};
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

pub(crate) use parking_lot::MutexGuard;
use parking_lot::WaitTimeoutResult;

#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(parking_lot::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(parking_lot::Mutex::new(value))
    }

    pub(crate) fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        self.0.try_lock().ok_or(TryLockError::WouldBlock)
    }

    /// Never poisoned.
    pub(crate) fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        Ok(self.0.lock())
    }
}

#[derive(Debug, Default)]
pub(crate) struct Condvar(parking_lot::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self(parking_lot::Condvar::new())
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }

    pub(crate) fn wait_timeout<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        time: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let result = self.0.wait_for(&mut guard, time);
        Ok((guard, result))
    }
}

/// The standard library's scope, but for its end.
pub(crate) struct Scope<'scope, 'env> {
    scope: &'scope thread::Scope<'scope, 'env>,
    /// Join the threads that nobody joined.
    ends: RefCell<Vec<Box<dyn FnOnce() + 'scope>>>,
}

pub(crate) struct Handle<'scope, T>(Rc<Cell<Option<ScopedJoinHandle<'scope, T>>>>);

/// Each thread is joined, by a call that the sanitizer sees; the standard library's scope waits for a count of them where it
/// does not.
pub(crate) fn scope<'env, T>(work: impl for<'scope> FnOnce(&Scope<'scope, 'env>) -> T) -> T {
    thread::scope(|scope| {
        let scope = Scope { scope, ends: RefCell::default() };
        let done = work(&scope);
        scope.ends.take().into_iter().for_each(|end| end());
        done
    })
}

impl<'scope> Scope<'scope, '_> {
    pub(crate) fn spawn<T: Send + 'scope>(&self, work: impl FnOnce() -> T + Send + 'scope) -> Handle<'scope, T> {
        let handle = Rc::new(Cell::new(Some(self.scope.spawn(work))));
        let end = Rc::clone(&handle);
        self.ends.borrow_mut().push(Box::new(move || {
            if let Some(Err(panic)) = end.take().map(ScopedJoinHandle::join) {
                resume_unwind(panic);
            }
        }));
        Handle(handle)
    }
}

impl<T> Handle<'_, T> {
    pub(crate) fn join(self) -> thread::Result<T> {
        self.0.take().expect("joined once").join()
    }
}
