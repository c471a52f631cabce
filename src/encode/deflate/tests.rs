//! Streams against an inflater that is not ours, at every effort.

use super::block::write_stored;
use super::*;
use crate::random::Random;

const EFFORTS: [Effort; 4] = [
    Effort::Fast { least: 4 },
    Effort::Fast { least: 8 },
    Effort::Lazy(Depth { places: 16, nice: 64 }),
    Effort::Optimal(Depth { places: 32, nice: 258 }),
];

/// Bytes of many kinds: flat, of a period, noise, few values, copies of what was before, near and far.
fn bytes(random: &mut Random, len: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(len);
    while data.len() < len {
        let most = 1 << (1 + random.below(14));
        let run = (1 + random.below(most)).min(len - data.len());
        match random.below(6) {
            0 => data.extend(std::iter::repeat_n(random.below(256) as u8, run)),
            1 => {
                let period = 1 + random.below(7);
                data.extend((0..run).map(|i| (i % period * 37) as u8));
            }
            2 => data.extend((0..run).map(|_| random.below(256) as u8)),
            3 => data.extend((0..run).map(|_| random.below(3) as u8)),
            _ if data.is_empty() => {}
            4 => {
                let from = random.below(data.len());
                (from..from + run).for_each(|i| data.push(data[i]));
            }
            _ => {
                let from = data.len().saturating_sub(32_760 + random.below(16));
                (from..from + run).for_each(|i| data.push(data[i]));
            }
        }
    }
    data
}

fn inflated(stream: &[u8]) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec(stream).expect("a stream that ends")
}

#[test]
fn what_is_inflated_is_what_was_deflated() {
    let mut random = Random(7);
    let mut deflater = Deflater::default();
    let lengths = (0..40).chain([100, 1000, 65_535, 65_536, 300_000, 2_100_000]);
    for len in lengths.flat_map(|len| [len; 3]) {
        let data = bytes(&mut random, len);
        for effort in EFFORTS {
            let out = deflater.compress(&data, (effort, true), vec![9], &Watch::default()).unwrap();
            assert_eq!(out[0], 9);
            assert!(inflated(&out[1..]) == data, "{len} bytes, {effort:?}");
            assert!(out.len() <= data.len() + data.len() / 1000 + 12, "{len} bytes became {}", out.len());
        }
    }
}

#[test]
fn pieces_are_one_stream_and_do_not_depend_on_what_came_before() {
    let mut random = Random(1);
    let pieces: Vec<_> = (0..9).map(|n| bytes(&mut random, n * n * 900)).collect();
    for effort in EFFORTS {
        let mut deflater = Deflater::default();
        let (mut whole, mut stream) = (Vec::new(), Vec::new());
        for (n, piece) in pieces.iter().enumerate() {
            let last = n + 1 == pieces.len();
            let out = deflater.compress(piece, (effort, last), Vec::new(), &Watch::default()).unwrap();
            let alone = Deflater::default().compress(piece, (effort, last), Vec::new(), &Watch::default());
            assert!(alone.unwrap() == out, "piece {n}, {effort:?}");
            whole.extend_from_slice(piece);
            stream.extend(out);
        }
        assert!(inflated(&stream) == whole);
    }
}

#[test]
fn flat_pieces_cost_next_to_nothing_and_noise_little_more_than_itself() {
    let (flat, mut random) = (vec![77; 1 << 20], Random(3));
    let noise: Vec<u8> = (0..1 << 20).map(|_| random.below(256) as u8).collect();
    for effort in EFFORTS {
        let size = |data: &[u8]| {
            Deflater::default().compress(data, (effort, true), Vec::new(), &Watch::default()).unwrap().len()
        };
        assert!(size(&flat) < 1200, "{}", size(&flat));
        assert!(size(&noise) <= noise.len() + 5 * 17 + 8 * 60, "{}", size(&noise));
    }
}

#[test]
fn runs_are_not_copied_from_afar() {
    // Rows of zeros, as rows become that are the ones above: each repeats from the one before, a run in it takes less.
    let rows = [&[2][..], &[0; 6000]].concat().repeat(80);
    for effort in EFFORTS {
        let out = Deflater::default().compress(&rows, (effort, true), Vec::new(), &Watch::default()).unwrap();
        assert!(inflated(&out) == rows && out.len() < 80 * 10 + 100, "{}, {effort:?}", out.len());
    }
}

#[test]
fn stored_blocks_of_any_length_begin_at_any_bit() {
    for len in [0, 1, 65_535, 65_536, 200_000] {
        for pending in 0..8 {
            let mut bits = Bits::new(Vec::new());
            bits.reserve(64);
            // Empty blocks of fixed codes, ten bits each, come before.
            (0..pending).for_each(|_| bits.put(2, 10));
            let data = vec![5; len];
            write_stored(&mut bits, &data, 1);
            assert!(inflated(&bits.into_bytes()) == data);
        }
    }
}

#[test]
fn positions_beyond_32_bits_begin_anew() {
    let data = bytes(&mut Random(5), 100_000);
    for effort in EFFORTS {
        let mut deflater = Deflater::default();
        let mut out = || deflater.compress(&data, (effort, true), Vec::new(), &Watch::default()).unwrap();
        let first = out();
        deflater.fast.wind(u32::MAX - 50_000);
        deflater.chains.wind(u32::MAX - 50_000);
        let mut out = || deflater.compress(&data, (effort, true), Vec::new(), &Watch::default()).unwrap();
        assert!(out() == first && out() == first, "{effort:?}");
    }
}

#[test]
fn a_watch_stops_all() {
    let token = crate::watch::CancelToken::new();
    token.cancel();
    let watch = Watch { cancel: Some(token), ..Watch::default() };
    for effort in EFFORTS {
        let out = Deflater::default().compress(&[1, 2, 3].repeat(1000), (effort, true), Vec::new(), &watch);
        assert!(matches!(out, Err(Error::Cancelled)));
    }
}
