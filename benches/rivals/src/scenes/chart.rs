//! Three lines of 20,000 points each and 2,000 markers, 1600 x 900.

use kurbo::{Circle, Point, Rect};

use super::{Item, Rgba, Scene, Shape, Text};

/// The rectangle of the data.
pub const PLOT: Rect = Rect::new(90.0, 80.0, 1560.0, 840.0);
const INK: Rgba = [38, 44, 56, 255];
const GRID: Rgba = [216, 219, 224, 255];
const SERIES: [(&str, Rgba, f64); 3] =
    [("北京", [196, 60, 48, 255], 260.0), ("上海", [40, 116, 166, 255], 460.0), ("广州", [52, 140, 92, 255], 640.0)];
const POINTS: u32 = 20_000;
const MARKERS: usize = 2_000;

/// A walk around `level`, the same every time.
fn walk(seed: u32, level: f64) -> Vec<Point> {
    let (mut noise, mut y) = (seed, 0.0);
    let step = PLOT.width() / f64::from(POINTS - 1);
    (0..POINTS)
        .map(|i| {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            y = y * 0.995 + (f64::from(noise >> 8) / f64::from(1 << 24) - 0.5) * 14.0;
            Point::new(PLOT.x0 + f64::from(i) * step, level + y)
        })
        .collect()
}

pub fn scene() -> Scene {
    let mut items = vec![Item::Text(Text::new((90.0, 50.0), 28.0, INK, "三城实时读数").bold())];
    for i in 0..=10_i32 {
        let y = PLOT.y1 - PLOT.height() / 10.0 * f64::from(i);
        items.push(Item::Line { points: vec![(PLOT.x0, y).into(), (PLOT.x1, y).into()], width: 1.0, color: GRID });
        items.push(Item::Text(Text::new((60.0, y + 5.0), 14.0, INK, &(i * 10).to_string()).middle()));
        let x = PLOT.x0 + PLOT.width() / 10.0 * f64::from(i);
        items.push(Item::Text(Text::new((x, PLOT.y1 + 24.0), 14.0, INK, &format!("{}时", i * 2)).middle()));
    }
    let series: Vec<_> = SERIES.iter().zip(1..).map(|((_, _, level), seed)| walk(seed * 7919, *level)).collect();
    for (points, (_, color, _)) in series.iter().zip(SERIES) {
        items.push(Item::Line { points: points.clone(), width: 1.5, color });
    }
    for i in 0..MARKERS {
        let (points, (_, color, _)) = (&series[i % 3], SERIES[i % 3]);
        let center = points[i * POINTS as usize / MARKERS];
        items.push(Item::solid(Shape::Circle(Circle::new(center, 3.0)), color));
    }
    for (i, (name, color, _)) in SERIES.into_iter().enumerate() {
        let x = 1280.0 + 96.0 * i as f64;
        items.push(Item::solid(Shape::Rect(Rect::new(x, 36.0, x + 24.0, 48.0)), color));
        items.push(Item::Text(Text::new((x + 32.0, 48.0), 16.0, INK, name)));
    }
    Scene { name: "chart", width: 1600, height: 900, background: Some([255; 4]), items, numbered: false }
}
