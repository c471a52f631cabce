//! Curves: path data and shapes.

use divan::{Bencher, black_box};
use inkstone::kurbo::{Circle, PathEl};
use inkstone::{ToPath, parse_svg_path};

#[divan::bench]
fn path_data(bencher: Bencher<'_, '_>) {
    let data = "M10 6A4 4 0 0 1 18 6Q18 12 10 18T2 6c1-2 3-4 5-4s4 1 3 4z".repeat(200);
    bencher.bench(|| {
        let path = parse_svg_path(black_box(&data)).expect("the data follow the grammar");
        assert_eq!(path.elements().iter().filter(|e| matches!(e, PathEl::ClosePath)).count(), 200);
        path
    });
}

#[divan::bench]
fn circles() {
    for i in 0..1000 {
        let path = Circle::new((f64::from(i), 7.0), 3.0).to_path().expect("circles are paths");
        assert_eq!(black_box(path).elements().len(), 10);
    }
}
