//! A chart: three series with axes, grid and legend, labelled in Chinese. Writes chart.png, or the file named.

use std::f64::consts::FRAC_PI_2;

use inkstone::kurbo::{Affine, BezPath, Circle, Point, Rect, RoundedRect};
use inkstone::{
    Baseline, Cap, Color, Engine, Error, Gradient, Join, Paragraph, RenderOptions, Scene, Stroke, TextAnchor, TextStyle,
};

const PLOT: Rect = Rect::new(84.0, 96.0, 876.0, 448.0);
const INK: Color = Color::from_rgb8(38, 44, 56);
const SERIES: [(&str, Color, [f64; 12]); 3] = [
    ("北京", Color::from_rgb8(196, 60, 48), [-2.9, 0.4, 7.4, 15.0, 20.9, 25.0, 26.9, 25.8, 21.0, 13.8, 5.1, -0.9]),
    ("上海", Color::from_rgb8(40, 116, 166), [4.8, 6.6, 10.6, 15.9, 21.1, 24.5, 28.8, 28.5, 24.8, 19.8, 14.0, 7.7]),
    ("广州", Color::from_rgb8(52, 140, 92), [13.8, 15.2, 18.2, 22.3, 25.9, 27.9, 28.9, 28.7, 27.5, 24.7, 20.3, 15.5]),
];

/// From month (0 to 11) and degrees to logical px.
fn place(month: usize, degrees: f64) -> Point {
    let x = PLOT.x0 + (month as f64 + 0.5) / 12.0 * PLOT.width();
    Point::new(x, PLOT.y1 - (degrees + 5.0) / 40.0 * PLOT.height())
}

fn label(text: &str, size: f64, anchor: TextAnchor) -> Paragraph {
    Paragraph::new(text, TextStyle::new(size).with_paint(INK)).with_anchor(anchor, Baseline::Middle)
}

/// The chart, 960 x 540 px.
pub(crate) fn scene() -> Result<Scene, Error> {
    let mut scene = Scene::builder(960.0, 540.0);
    scene.fill(Rect::new(0.0, 0.0, 960.0, 540.0), Color::from_rgb8(252, 252, 250));
    let title = TextStyle::new(28.0).with_weight(TextStyle::BOLD).with_paint(INK);
    scene.text((84.0, 56.0), Paragraph::new("三城月平均气温", title));
    for degrees in (-5..=35).step_by(5) {
        let y = place(0, f64::from(degrees)).y;
        let grid = if degrees == 0 { Stroke::new(1.5) } else { Stroke::new(1.0).with_dashes([2.0, 4.0]) };
        scene.stroke(format!("M{} {y} H{}", PLOT.x0, PLOT.x1), grid, INK.with_alpha(0.35));
        scene.text((PLOT.x0 - 12.0, y), label(&degrees.to_string(), 14.0, TextAnchor::End));
    }
    for month in 0..12 {
        let x = place(month, 0.0).x;
        scene.text((x, PLOT.y1 + 22.0), label(&format!("{}月", month + 1), 14.0, TextAnchor::Middle));
    }
    scene.transformed(Affine::translate((30.0, PLOT.center().y)) * inkstone::rotation(-FRAC_PI_2), |s| {
        s.text((0.0, 0.0), label("气温 / °C", 15.0, TextAnchor::Middle));
    });
    let mut lines = Vec::new();
    for (i, (name, color, values)) in SERIES.into_iter().enumerate() {
        let points: Vec<Point> = values.iter().enumerate().map(|(month, v)| place(month, *v)).collect();
        let mut line = BezPath::new();
        line.move_to(points[0]);
        for pair in points.windows(2) {
            let middle = (pair[0].x + pair[1].x) / 2.0;
            line.curve_to(Point::new(middle, pair[0].y), Point::new(middle, pair[1].y), pair[1]);
        }
        let mut area = line.clone();
        area.line_to((points[11].x, PLOT.y1));
        area.line_to((points[0].x, PLOT.y1));
        area.close_path();
        let fade = Gradient::linear((0.0, PLOT.y0), (0.0, PLOT.y1));
        scene.fill(area, fade.with_colors([color.with_alpha(0.28), color.with_alpha(0.0)]));
        lines.push((line, points, color));
        let x = 640.0 + 84.0 * i as f64;
        scene.fill(RoundedRect::new(x, 42.0, x + 22.0, 54.0, 4.0), color);
        scene.text((x + 30.0, 48.0), label(name, 16.0, TextAnchor::Start));
    }
    for (line, points, color) in lines {
        scene.stroke(line, Stroke::new(3.0).with_join(Join::Round).with_cap(Cap::Round), color);
        for point in points {
            scene.fill(Circle::new(point, 5.0), Color::WHITE).stroke(Circle::new(point, 5.0), 2.0, color);
        }
    }
    scene.stroke(format!("M{0} {1} V{2} H{3}", PLOT.x0, PLOT.y0, PLOT.y1, PLOT.x1), 1.5, INK);
    scene.finish()
}

#[allow(dead_code, reason = "a test draws the scene by itself")]
fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "chart.png".to_owned());
    Engine::new().canvas().save_png(&scene()?, &RenderOptions::new().with_dpi(144.0), path)
}
