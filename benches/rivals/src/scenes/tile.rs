//! A thumbnail with its number, 300 x 200.

use kurbo::{Circle, Point, Rect};

use super::{Item, Paint, Scene, Shape, Text};

pub fn scene() -> Scene {
    let rect = Rect::new(0.0, 0.0, 300.0, 200.0);
    let colors = vec![[63, 95, 160, 255], [159, 95, 160, 255]];
    let ground = Paint::Linear(Point::ZERO, Point::new(300.0, 200.0), colors);
    let items = vec![
        Item::Fill { shape: Shape::Rect(rect), paint: ground },
        Item::solid(Shape::Circle(Circle::new((250.0, 40.0), 70.0)), [255, 255, 255, 38]),
        Item::solid(Shape::Rounded(Rect::new(24.0, 60.0, 276.0, 140.0), 12.0), [255, 255, 255, 224]),
        Item::Text(Text::new((150.0, 112.0), 34.0, [30, 40, 60, 255], "ID: {n}").bold().middle()),
        Item::Text(Text::new((24.0, 176.0), 18.0, [255; 4], "缩略图")),
    ];
    Scene { name: "tile", width: 300, height: 200, background: None, items, numbered: true }
}
