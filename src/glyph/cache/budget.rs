//! [`Ledger`]: what the budget is spent on, and how it changes.

use std::collections::BTreeMap;

use crossbeam::utils::CachePadded;

use super::near::{self, Near};
use super::sync::{Arc, AtomicU64, Mutex, Ordering, Weak};
use super::{GlyphCache, NearCache, lock, try_lock, used};

/// Near caches that half the budget is divided among at least: with fewer canvases the others' part is the shards'.
pub(super) const FEWEST: usize = 8;

/// The near caches, and what there may be; locked while that changes, and never while a near cache is waited for.
pub(super) struct Ledger {
    /// Bytes that may be held.
    budget: usize,
    /// The budget that is being set, or has been: near caches are made for it.
    goal: usize,
    /// Bytes that the near caches have, the spare one among them.
    near: usize,
    /// One that was given back, for the next canvas. So canvases that come and go neither change what the shards have nor
    /// tear holes into the process's memory.
    spare: Near,
    nears: BTreeMap<u64, Member>,
    next: u64,
    /// Hits of near caches that were given back.
    past_hits: u64,
    /// Near caches that half the budget is divided among, a power of two.
    places: usize,
}

struct Member {
    near: Weak<CachePadded<Mutex<Near>>>,
    bytes: usize,
    hits: Hits,
}

/// How often something was found in a near cache: written by its owner, on a cache line of its own.
pub(super) type Hits = Arc<CachePadded<AtomicU64>>;

impl Ledger {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            budget,
            goal: budget,
            near: 0,
            spare: Near::default(),
            nears: BTreeMap::new(),
            next: 0,
            past_hits: 0,
            places: FEWEST,
        }
    }

    pub(super) fn budget(&self) -> usize {
        self.budget
    }

    pub(super) fn near(&self) -> usize {
        self.near
    }

    /// Bytes that a near cache has.
    #[cfg(test)]
    pub(super) fn of(&self, number: u64) -> usize {
        self.nears[&number].bytes
    }

    /// How often something was found in near caches.
    pub(super) fn hits(&self) -> u64 {
        self.nears.values().map(|member| member.hits.load(Ordering::Relaxed)).sum::<u64>() + self.past_hits
    }

    /// Bytes that a near cache may have: as many as each other, of half the budget. Where others did not give back yet what
    /// they have too much, fewer. The spare one is taken, or goes, before it gets them.
    fn room(&self, has: usize) -> usize {
        let half = self.goal / 2;
        let size = (half / self.places).min(near::MOST);
        Near::bytes_of(size.min(half.saturating_sub(self.near - has - self.spare.bytes())))
    }

    fn drop_spare(&mut self) {
        let bytes = self.spare.bytes();
        self.spare = Near::default();
        self.near -= bytes;
    }

    /// Twice as many places where there are too few, half as many where three quarters are free. Whether that changed.
    fn make_places(&mut self) -> bool {
        let before = self.places;
        if self.nears.len() > self.places {
            self.places *= 2;
        } else if self.nears.len() * 4 < self.places {
            self.places = (self.places / 2).max(FEWEST);
        }
        self.places != before
    }
}

impl GlyphCache {
    /// Bytes that may be held.
    pub(crate) fn budget(&self) -> usize {
        lock(&self.ledger).budget
    }

    /// A near cache of its own for a thread.
    pub(crate) fn near(self: &Arc<Self>) -> NearCache {
        let (near, hits) = (Arc::new(CachePadded::new(Mutex::new(Near::default()))), Hits::default());
        let number = {
            let mut ledger = lock(&self.ledger);
            let number = ledger.next;
            ledger.next += 1;
            ledger.nears.insert(number, Member { near: Arc::downgrade(&near), bytes: 0, hits: hits.clone() });
            if ledger.make_places() {
                self.fit_idle(&mut ledger);
            }
            number
        };
        self.fit(number, &mut lock(&near));
        NearCache { cache: Arc::clone(self), near, number, hits }
    }

    /// A near cache is given back. Whoever lets go of one does so with the ledger locked: what comes last is then seen to
    /// (`ThreadSanitizer` does not see the fences of a shared pointer).
    pub(super) fn forget(&self, number: u64, near: Arc<CachePadded<Mutex<Near>>>) {
        let mut held = lock(&near);
        let mut ledger = lock(&self.ledger);
        let mut given_back = std::mem::take(&mut *held);
        drop(held);
        drop(near);
        let Some(Member { bytes, hits, .. }) = ledger.nears.remove(&number) else { return };
        ledger.past_hits += hits.load(Ordering::Relaxed);
        let has_changed = ledger.make_places();
        if !has_changed && bytes > 0 && ledger.spare.bytes() == 0 && ledger.room(bytes) == bytes {
            given_back.forget_notes();
            ledger.spare = given_back;
            return;
        }
        drop(given_back);
        let before = ledger.near;
        ledger.near -= bytes;
        if has_changed {
            ledger.drop_spare();
            self.fit_idle(&mut ledger);
        }
        if ledger.near < before {
            self.divide(&ledger);
            self.turn();
        }
    }

    /// Changes the bytes that may be held. A smaller budget holds when this returns; where the number of shards in use
    /// changes, the shards start anew. Near caches that others are looking into are waited for where they have to become
    /// smaller; where they may become larger, they do when they are next opened.
    pub(crate) fn set_budget(&self, bytes: usize) {
        let _one_by_one = lock(&self.setting);
        let larger: Vec<_> = {
            let mut ledger = lock(&self.ledger);
            ledger.drop_spare();
            ledger.goal = bytes;
            if bytes < ledger.budget {
                self.fit_idle(&mut ledger);
                self.divide(&ledger);
            } else {
                ledger.budget = bytes;
                self.divide(&ledger);
                self.fit_idle(&mut ledger);
            }
            let larger = ledger.nears.iter().filter(|(_, Member { bytes, .. })| *bytes > ledger.room(*bytes));
            larger.filter_map(|(number, member)| Some((*number, member.near.upgrade()?))).collect()
        };
        for (number, near) in &larger {
            self.fit(*number, &mut lock(near));
        }
        let mut ledger = lock(&self.ledger);
        drop(larger);
        ledger.budget = bytes;
        self.divide(&ledger);
    }

    /// Gives a near cache, which its owner holds, the bytes that it should have now. What is in it goes.
    pub(super) fn fit(&self, number: u64, near: &mut Near) {
        let mut ledger = lock(&self.ledger);
        self.fit_in(&mut ledger, number, near);
    }

    fn fit_in(&self, ledger: &mut Ledger, number: u64, near: &mut Near) {
        let has = near.bytes();
        let bytes = ledger.room(has);
        // One that is a little small stays what it is, with what it holds.
        if bytes < has || bytes > has + has / 4 {
            self.resize(ledger, (number, has), near, bytes);
        }
        near.turn = self.near_turn.load(Ordering::Relaxed);
    }

    /// Near caches may have more, or have to have less: each looks when it is opened.
    fn turn(&self) {
        self.near_turn.fetch_add(1, Ordering::Relaxed);
    }

    /// Fits the near caches that nobody is looking into. The others are when they are opened.
    fn fit_idle(&self, ledger: &mut Ledger) {
        self.turn();
        let nears: Vec<_> = ledger.nears.iter().map(|(number, member)| (*number, member.near.clone())).collect();
        // First those that become smaller.
        for is_smaller in [true, false] {
            for (number, near) in &nears {
                let Some(near) = near.upgrade() else { continue };
                let Some(mut near) = try_lock(&near) else { continue };
                let has = near.bytes();
                if (ledger.room(has) < has) == is_smaller {
                    self.fit_in(ledger, *number, &mut near);
                }
            }
        }
    }

    /// The shards make room before a near cache takes it, and have it when it was given back.
    fn resize(&self, ledger: &mut Ledger, (number, has): (u64, usize), near: &mut Near, bytes: usize) {
        // One that is gone is accounted for no more.
        let Some(member) = ledger.nears.get_mut(&number) else { return };
        member.bytes = bytes;
        *near = Near::default();
        ledger.near -= has;
        if bytes > 0 && ledger.spare.bytes() == bytes {
            *near = std::mem::take(&mut ledger.spare);
            if has > 0 {
                self.divide(ledger);
            }
        } else {
            ledger.drop_spare();
            ledger.near += bytes;
            self.divide(ledger);
            *near = Near::new(bytes);
        }
        if bytes < has {
            self.turn();
        }
    }

    /// Gives each shard its share of what the near caches leave. First no shard has more than before, then each has its own:
    /// the sum never exceeds the larger of the budgets.
    fn divide(&self, ledger: &Ledger) {
        let budget = ledger.budget.min(ledger.goal);
        let (left, used) = (budget.saturating_sub(ledger.near), used(budget, self.shards.len()));
        let share = |i: usize| if i < used { left / used } else { 0 };
        for is_smaller in [true, false] {
            for (i, place) in self.shards.iter().enumerate() {
                let mut shard = lock(&place.shard);
                let share = if is_smaller { shard.share().min(share(i)) } else { share(i) };
                if share != shard.share() || used - 1 != shard.mask {
                    shard.divide(share, used - 1, &self.bytes);
                }
            }
        }
        self.mask.store(used - 1, Ordering::Relaxed);
    }
}
