// The fifteen lines of the README: a gradient, a circle and some words become hello.png.

use inkstone::kurbo::{Circle, Rect};
use inkstone::{Color, Engine, Error, Gradient, Paragraph, RenderOptions, Scene, TextStyle};

fn main() -> Result<(), Error> {
    let (night, dawn) = (Color::from_rgb8(24, 32, 66), Color::from_rgb8(236, 128, 92));
    let mut scene = Scene::builder(480.0, 240.0);
    scene
        .fill(Rect::new(0.0, 0.0, 480.0, 240.0), Gradient::linear((0.0, 0.0), (0.0, 240.0)).with_colors([night, dawn]))
        .fill(Circle::new((388.0, 92.0), 44.0), Color::from_rgb8(255, 226, 168))
        .text((36.0, 128.0), Paragraph::new("墨石 inkstone", TextStyle::new(44.0).with_paint(Color::WHITE)))
        .text((38.0, 172.0), Paragraph::new("同样的场景，同样的像素。", TextStyle::new(20.0).with_paint(Color::WHITE)));
    let scene = scene.finish()?;
    Engine::new().canvas().save_png(&scene, &RenderOptions::new(), "hello.png")
}
