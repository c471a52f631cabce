//! The store against a map.

use std::collections::BTreeMap;

use super::super::store::{Place, Store, record_bytes};
use super::*;

#[test]
fn records_stay_what_they_are_wherever_they_move() {
    for seed in 0..12 {
        let mut numbers = Numbers(seed);
        let share = 8_000 + numbers.below(600_000);
        let mut store = Store::new(share);
        // Of each entry, where its record lies and what it is.
        let mut records: BTreeMap<u32, (Place, Vec<u8>)> = BTreeMap::new();
        let mut most = 8;
        for step in 0..20_000 {
            if step % 4_000 == 0 {
                // Sizes drift.
                most = 1 + numbers.below(store.segment_bytes() - 8);
            }
            let len = numbers.below(most);
            assert!(store.fits(len));
            match numbers.below(10) {
                0..=4 => {
                    let may_grow = store.bytes() + store.growth() <= share;
                    if store.make_room(len, may_grow, |entry, to| records.get_mut(&entry).unwrap().0 = to) {
                        let place = store.put(len, step as u32);
                        let bytes: Vec<u8> = (0..len).map(|i| (i + step) as u8).collect();
                        store.get_mut(place).copy_from_slice(&bytes);
                        records.insert(step as u32, (place, bytes));
                    } else if let Some((_, (place, _))) = records.pop_first() {
                        store.remove(place);
                    }
                }
                5..=8 => {
                    if let Some((_, (place, _))) = records.pop_first() {
                        store.remove(place);
                    }
                    // An entry has another number.
                    if let Some((_, (place, bytes))) = records.pop_last() {
                        store.rename(place, (20_000 + step) as u32);
                        records.insert((20_000 + step) as u32, (place, bytes));
                    }
                }
                _ => {
                    let before = store.bytes();
                    if numbers.below(30) == 0 && store.shrink(|entry, to| records.get_mut(&entry).unwrap().0 = to) {
                        assert!(store.bytes() + store.segment_bytes() <= before);
                    }
                }
            }
            assert_eq!(store.allocated(), store.bytes(), "what is accounted is what is allocated");
            if step % 37 == 0 {
                for (place, bytes) in records.values() {
                    assert!(store.get(*place, bytes.len()) == bytes.as_slice(), "seed {seed}, step {step}");
                }
                let live: usize = records.values().map(|(_, bytes)| record_bytes(bytes.len())).sum();
                assert!(live <= store.bytes() && store.bytes() <= share);
            }
        }
    }
}

#[test]
fn little_room_is_lost() {
    let mut store = Store::new(1 << 20);
    let mut numbers = Numbers(1);
    let (mut places, mut live, mut least) = (Vec::new(), 0, usize::MAX);
    for step in 0..60_000 {
        let len = 200 + numbers.below(400);
        while !store.make_room(len, store.bytes() + store.growth() <= 1 << 20, |entry, to| places[entry as usize] = to)
        {
            let number = numbers.below(places.len());
            let place = places.swap_remove(number);
            live -= record_bytes(store.get_mut(place).len());
            store.remove(place);
            if let Some(&last) = places.get(number) {
                store.rename(last, number as u32);
            }
        }
        places.push(store.put(len, places.len() as u32));
        live += record_bytes(len);
        if step > 10_000 {
            least = least.min(live);
        }
    }
    println!("at least {least} bytes of {} are used", store.bytes());
    assert!(least * 100 >= store.bytes() * 88);
}

#[test]
fn shares_of_any_size_make_a_store() {
    for share in [0, 1, 511, 4_095, 4_096, 65_536, 1 << 20, 1 << 30] {
        let store = Store::new(share);
        assert!(store.segment_bytes() * 4 <= share && store.segment_bytes().is_multiple_of(8));
        assert_eq!(store.fits(0), store.segment_bytes() > 0);
    }
}
