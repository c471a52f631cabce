//! Good documents with bytes changed: drawn or refused, never a panic that is not caught, never long.

use std::time::{Duration, Instant};

use super::{document, support, try_draw};

const SEEDS: [&str; 4] = [
    "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/><feOffset dx=\"3\" dy=\"2\"/><feTurbulence numOctaves=\"2\" \
     baseFrequency=\".05\"/><feMorphology radius=\"2\"/></filter><rect x=\"9\" y=\"9\" width=\"50\" height=\"40\" rx=\"5\" \
     fill=\"#b22a22\" filter=\"url(#f)\"/>",
    "<defs><pattern id=\"p\" width=\".1\" height=\".1\"><circle cx=\"3\" cy=\"3\" r=\"2\"/></pattern><linearGradient \
     id=\"g\"><stop offset=\"0\" stop-color=\"red\"/><stop offset=\"1\"/></linearGradient></defs><path d=\"M5 5C20 90 60 -10 \
     95 95A30 20 15 0 1 5 60z\" fill=\"url(#p)\" stroke=\"url(#g)\" stroke-width=\"3\" stroke-dasharray=\"4 2\"/>",
    "<mask id=\"m\"><rect width=\"80\" height=\"80\" fill=\"white\"/></mask><clipPath id=\"c\"><circle cx=\"50\" cy=\"50\" \
     r=\"40\"/></clipPath><g mask=\"url(#m)\" clip-path=\"url(#c)\" opacity=\".7\"><use href=\"#r\" x=\"20\"/><rect id=\"r\" \
     width=\"60\" height=\"60\" transform=\"rotate(20) scale(1.5)\"/></g>",
    "<style>.a{fill:#135;stroke:red} text{font-weight:bold}</style><marker id=\"k\" markerWidth=\"4\" markerHeight=\"4\">\
     <path d=\"M0 0L4 2L0 4z\"/></marker><path class=\"a\" d=\"M9 9H80V50\" marker-end=\"url(#k)\"/><text x=\"5\" y=\"70\" \
     font-size=\"18\">墨<tspan dy=\"3\">ink</tspan></text>",
];

/// What is put into a document.
const PIECES: [&str; 16] =
    ["9", "0", "-", "e9", ".", "99999", "\"", "<", ">", "/>", "url(#p)", "#m", "<g>", "inherit", "%", "NaN"];

#[test]
fn mutated_documents_end() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = move |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let mut canvas = support::engine().build().canvas();
    let (mut drawn, mut refused) = (0, 0);
    let start = Instant::now();
    for round in 0..4_000 {
        let mut svg = document(SEEDS[round % SEEDS.len()]).into_bytes();
        for _ in 0..=below(4) {
            let at = below(svg.len());
            match below(5) {
                0 => svg[at] = below(128) as u8,
                1 => drop(svg.splice(at..at, PIECES[below(PIECES.len())].bytes())),
                2 => drop(svg.drain(at..(at + 1 + below(9)).min(svg.len()))),
                3 => {
                    let part: Vec<u8> = svg[at..(at + below(60)).min(svg.len())].to_vec();
                    let to = below(svg.len());
                    drop(svg.splice(to..to, part));
                }
                // A number becomes a large one.
                _ => {
                    if let Some(digit) = svg[at..].iter().position(u8::is_ascii_digit) {
                        drop(svg.splice(at + digit..=at + digit, "98765".bytes()));
                    }
                }
            }
        }
        let began = Instant::now();
        match try_draw(&mut canvas, svg.clone()) {
            Ok(_) => drawn += 1,
            Err(error) => {
                assert!(!error.to_string().contains("gave up"), "{error}: {}", String::from_utf8_lossy(&svg));
                refused += 1;
            }
        }
        let took = began.elapsed();
        assert!(took < Duration::from_secs(10), "{took:?}: {}", String::from_utf8_lossy(&svg));
    }
    println!("{drawn} drawn, {refused} refused in {:.1?}", start.elapsed());
    assert!(drawn > 400 && refused > 800);
}
