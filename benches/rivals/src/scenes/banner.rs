//! A banner: gradient, three cards, a clipped photo, a Chinese headline and paragraphs, 1200 x 630.

use kurbo::{Point, Rect};

use super::{Item, Paint, Scene, Shape, Text};

const INK: [u8; 4] = [34, 40, 54, 255];
const GREY: [u8; 4] = [92, 98, 112, 255];
const CARDS: [(&str, &str); 3] = [
    (
        "一张图片，处处相同",
        "同样的场景在每台机器上得到同样的像素：线程多少、缓存大小、编译选项都不会改变任何一个字节，因此图片可以放心地写进测试。",
    ),
    (
        "中文排版，开箱即用",
        "字体随程序一同发布，按语言选择字形，按标准断行，避头尾、两端对齐都由同一段代码完成，量到的宽度就是画出的宽度。",
    ),
    (
        "一切都有上限",
        "画布、内存、路径、文字、图片与时间都有边界。超过边界的输入会在分配之前被拒绝，并给出清楚的原因，服务可以长年运行。",
    ),
];

pub fn scene() -> Scene {
    let rect = Rect::new(0.0, 0.0, 1200.0, 630.0);
    let colors = vec![[24, 32, 66, 255], [96, 62, 110, 255], [236, 128, 92, 255]];
    let ground = Paint::Linear(Point::ZERO, Point::new(1200.0, 630.0), colors);
    let mut items = vec![
        Item::Fill { shape: Shape::Rect(rect), paint: ground },
        Item::Photo { rect: Rect::new(748.0, 56.0, 1144.0, 353.0), radius: 24.0 },
        Item::Text(Text::new((56.0, 128.0), 64.0, [255; 4], "墨分五色，图自天成").bold()),
        Item::Text(Text::new((56.0, 184.0), 26.0, [255, 226, 200, 255], "用 Rust 程序绘制海报、图表与横幅")),
        Item::Text(
            Text::new(
                (56.0, 240.0),
                20.0,
                [236, 232, 240, 255],
                "运墨而五色具，谓之得意。水多则清，水少则焦，浓淡之间，山有远近，云有厚薄。一方砚、一锭墨、一盏水，\
                 便是画家的全部颜色；几行代码、一份字体，便是程序的全部颜料。",
            )
            .wrapped(640.0, 34.0),
        ),
    ];
    for (i, (title, body)) in CARDS.into_iter().enumerate() {
        let x = 56.0 + 370.0 * i as f64;
        items.push(Item::solid(Shape::Rounded(Rect::new(x, 394.0, x + 348.0, 590.0), 18.0), [255, 255, 255, 232]));
        items.push(Item::Text(Text::new((x + 24.0, 434.0), 22.0, INK, title).bold()));
        items.push(Item::Text(Text::new((x + 24.0, 470.0), 17.0, GREY, body).wrapped(300.0, 28.0)));
    }
    Scene { name: "banner", width: 1200, height: 630, background: None, items, numbered: false }
}
