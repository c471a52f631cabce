//! The symbols of lengths and distances (RFC 1951, 3.2.5).

/// Literals, the end of a block, and lengths.
pub(super) const LITERALS: usize = 286;
/// The symbol that ends a block.
pub(super) const END: usize = 256;
pub(super) const DISTANCES: usize = 30;

/// Shortest and longest match.
pub(super) const SHORTEST: usize = 3;
pub(super) const LONGEST_MATCH: usize = 258;
/// How far back a match may lie.
pub(super) const WINDOW: usize = 1 << 15;

/// For each length less 3: its symbol.
pub(super) static LENGTH_SYMBOLS: [u16; 256] = {
    let mut symbols = [0; 256];
    let mut symbol = 0;
    while symbol < 29 {
        let (base, extra) = length(symbol);
        let mut i = 0;
        // The last symbol takes the longest length from the one before.
        while i < 1 << extra && base + i < 256 {
            symbols[base + i] = 257 + symbol as u16;
            i += 1;
        }
        symbol += 1;
    }
    symbols
};

/// The least length less 3 of a symbol less 257, and its extra bits.
pub(super) const fn length(symbol: usize) -> (usize, u32) {
    match symbol {
        0..8 => (symbol, 0),
        28 => (255, 0),
        _ => {
            let extra = symbol / 4 - 1;
            ((4 + symbol % 4) << extra, extra as u32)
        }
    }
}

/// The least distance less 1 of a symbol, and its extra bits.
pub(super) const fn distance(symbol: usize) -> (usize, u32) {
    match symbol {
        0..4 => (symbol, 0),
        _ => {
            let extra = symbol / 2 - 1;
            ((2 + symbol % 2) << extra, extra as u32)
        }
    }
}

/// The symbol of a distance less 1.
#[inline(always)]
pub(super) fn distance_symbol(distance: u16) -> usize {
    let distance = u32::from(distance);
    // Two symbols for each power of two, by the bit behind the first; 0 and 1 are their own.
    let exponent = (distance | 1).ilog2();
    let symbol = 2 * exponent + (distance >> exponent.saturating_sub(1) & 1);
    if distance < 2 { distance as usize } else { symbol as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_distance_lies_in_its_symbol() {
        for (less_3, &symbol) in LENGTH_SYMBOLS.iter().enumerate() {
            let symbol = usize::from(symbol);
            let (base, extra) = length(symbol - 257);
            assert!((base..base + (1 << extra)).contains(&less_3), "{less_3}");
        }
        assert_eq!((LENGTH_SYMBOLS[0], LENGTH_SYMBOLS[254], LENGTH_SYMBOLS[255]), (257, 284, 285));
        for less_1 in 0..WINDOW {
            let symbol = distance_symbol(less_1 as u16);
            let (base, extra) = distance(symbol);
            assert!((base..base + (1 << extra)).contains(&less_1), "{less_1}");
        }
    }
}
