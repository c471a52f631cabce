//! A poster: a gradient, 240 translucent circles and cards, two photos, headlines and columns of text, 1414 x 2000.

use kurbo::{Circle, Point, Rect};

use super::{Item, Paint, Rgba, Scene, Shape, Text};

const PAPER: Rgba = [250, 246, 238, 255];
const COLORS: [[u8; 3]; 5] = [[236, 128, 92], [96, 62, 110], [40, 116, 166], [52, 140, 92], [240, 190, 90]];
const WORDS: &str = "运墨而五色具，谓之得意。水多则清，水少则焦，浓淡之间，山有远近，云有厚薄。一方砚、一锭墨、一盏水，便是画家的全部颜色；\
                     几行代码、一份字体，便是程序的全部颜料。同样的场景在每台机器上得到同样的像素，因此图片可以放心地写进测试。";

pub fn scene() -> Scene {
    let (width, height) = (1414, 2000);
    let rect = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let colors = vec![[24, 32, 66, 255], [96, 62, 110, 255], [236, 128, 92, 255]];
    let ground = Paint::Linear(Point::ZERO, Point::new(rect.x1, rect.y1), colors);
    let mut items = vec![Item::Fill { shape: Shape::Rect(rect), paint: ground }];
    let mut noise = 0x1234_5678_u32;
    let mut next = || {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        f64::from(noise >> 8) / f64::from(1 << 24)
    };
    for i in 0..240 {
        let at = Point::new(next() * rect.x1, next() * rect.y1);
        let [r, g, b] = COLORS[i % COLORS.len()];
        let size = 8.0 + next() * 90.0;
        let shape = if i % 3 == 0 {
            Shape::Rounded(Rect::from_center_size(at, (size * 1.6, size)), 8.0)
        } else {
            Shape::Circle(Circle::new(at, size / 2.0))
        };
        items.push(Item::solid(shape, [r, g, b, 120]));
    }
    items.push(Item::Text(Text::new((90.0, 230.0), 132.0, [255; 4], "墨分五色").bold()));
    items.push(Item::Text(Text::new((96.0, 310.0), 44.0, [255, 226, 200, 255], "图自天成 · 文字与图形的展览")));
    items.push(Item::Photo { rect: Rect::new(90.0, 380.0, 890.0, 800.0), radius: 24.0 });
    items.push(Item::Photo { rect: Rect::new(924.0, 380.0, 1324.0, 590.0), radius: 24.0 });
    for i in 0..6_u32 {
        let (x, y) = (90.0 + 420.0 * f64::from(i % 3), 860.0 + 520.0 * f64::from(i / 3));
        items.push(Item::solid(Shape::Rounded(Rect::new(x, y, x + 394.0, y + 490.0), 18.0), PAPER));
        let title = format!("第{}章", ["一", "二", "三", "四", "五", "六"][i as usize]);
        items.push(Item::Text(Text::new((x + 28.0, y + 60.0), 30.0, [34, 40, 54, 255], &title).bold()));
        let body = Text::new((x + 28.0, y + 110.0), 17.0, [92, 98, 112, 255], &WORDS.repeat(2));
        items.push(Item::Text(body.wrapped(340.0, 28.0)));
    }
    Scene { name: "poster", width, height, background: None, items, numbered: false }
}
