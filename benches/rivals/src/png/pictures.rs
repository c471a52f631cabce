//! The set of pictures: scenes rendered by inkstone, and pixels.

use inkstone::Pixmap;
use kurbo::{Circle, Point, Rect};

use super::noise::{dithered, photo};
use crate::rivals::pixmap;
use crate::scenes::{Item, Paint, Rgba, Scene, Shape, Text};

/// All, by name.
pub const ALL: [(&str, fn() -> Pixmap); 11] = [
    ("banner", || pixmap(&Scene::banner())),
    ("gradient", || pixmap(&gradient(true))),
    ("dithered gradient", || dithered(&COLORS, &pixmap(&gradient(false)))),
    ("chart", || pixmap(&Scene::chart())),
    ("page", || pixmap(&Scene::page())),
    ("thumb", || pixmap(&Scene::tile())),
    ("overlay", || pixmap(&overlay())),
    ("photo", || photo(4000, 3000)),
    ("labels", labels),
    ("icons", icons),
    ("screen", || pixmap(&screen())),
];

const COLORS: [Rgba; 3] = [[24, 32, 66, 255], [96, 62, 110, 255], [236, 128, 92, 255]];
const INK: Rgba = [34, 40, 54, 255];

fn scene(name: &'static str, (width, height): (u32, u32), background: Option<Rgba>, items: Vec<Item>) -> Scene {
    Scene { name, width, height, background, items, numbered: false }
}

/// Numbers from 0 up to 1, the same every time.
fn numbers(mut seed: u32) -> impl FnMut() -> f64 {
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        f64::from(seed >> 8) / f64::from(1 << 24)
    }
}

/// A headline, over a gradient or over nothing.
fn gradient(ground: bool) -> Scene {
    let rect = Rect::new(0.0, 0.0, 1200.0, 630.0);
    let paint = Paint::Linear(Point::ZERO, Point::new(1200.0, 630.0), COLORS.to_vec());
    let mut items = vec![
        Item::Text(Text::new((80.0, 320.0), 88.0, [255; 4], "墨分五色，图自天成").bold()),
        Item::Text(Text::new((84.0, 392.0), 34.0, [255, 226, 200, 255], "用 Rust 程序绘制海报、图表与横幅")),
    ];
    if ground {
        items.insert(0, Item::Fill { shape: Shape::Rect(rect), paint });
    }
    scene("gradient", (1200, 630), None, items)
}

/// What is laid over a film: a badge, a translucent band with a name, a mark in the corner; nothing elsewhere.
fn overlay() -> Scene {
    let items = vec![
        Item::solid(Shape::Rounded(Rect::new(120.0, 820.0, 1100.0, 980.0), 20.0), [16, 24, 40, 176]),
        Item::solid(Shape::Rect(Rect::new(120.0, 820.0, 132.0, 980.0)), [236, 128, 92, 255]),
        Item::Text(Text::new((170.0, 890.0), 52.0, [255; 4], "墨石工作室 · 纪录片").bold()),
        Item::Text(Text::new((172.0, 948.0), 32.0, [255, 255, 255, 208], "第三集：一方砚台的旅程")),
        Item::solid(Shape::Circle(Circle::new((1760.0, 140.0), 72.0)), [178, 42, 34, 224]),
        Item::Text(Text::new((1760.0, 158.0), 48.0, [255; 4], "直播").bold().middle()),
        Item::solid(Shape::Rounded(Rect::new(1480.0, 960.0, 1840.0, 1000.0), 20.0), [255, 255, 255, 96]),
        Item::Fill {
            shape: Shape::Rounded(Rect::new(1480.0, 960.0, 1700.0, 1000.0), 20.0),
            paint: Paint::Linear(
                Point::new(1480.0, 0.0),
                Point::new(1700.0, 0.0),
                vec![[236, 128, 92, 255], [240, 190, 90, 200]],
            ),
        },
    ];
    scene("overlay", (1920, 1080), None, items)
}

/// A sheet of labels for a printer that knows black and white: a matrix code and a name on each.
fn labels() -> Pixmap {
    let (width, height) = (1240, 1754);
    let (mut next, mut items) = (numbers(0x1234_5679), Vec::new());
    for i in 0..21_u32 {
        let (x, y) = (40.0 + f64::from(i % 3) * 400.0, 30.0 + f64::from(i / 3) * 245.0);
        for module in 0..29 * 29_u32 {
            let (column, row) = (module % 29, module / 29);
            // Three corners hold the squares that a reader looks for.
            let within = |a: u32, b: u32| {
                let (a, b) = (a.abs_diff(3), b.abs_diff(3));
                (a.max(b) <= 3).then_some(a.max(b) != 2)
            };
            let corner = within(column, row).or(within(28 - column, row)).or(within(column, 28 - row));
            if corner.unwrap_or_else(|| next() < 0.5) {
                let at = Point::new(x + f64::from(column) * 7.0, y + f64::from(row) * 7.0);
                items.push(Item::solid(Shape::Rect(Rect::from_origin_size(at, (7.0, 7.0))), [0, 0, 0, 255]));
            }
        }
        items.push(Item::Text(Text::new((x + 215.0, y + 60.0), 26.0, [0, 0, 0, 255], "墨石 松烟").bold()));
        items.push(Item::Text(Text::new(
            (x + 215.0, y + 110.0),
            20.0,
            [0, 0, 0, 255],
            &format!("第 {} 批", 7 + i % 4),
        )));
        items.push(Item::Text(Text::new(
            (x + 215.0, y + 150.0),
            20.0,
            [0, 0, 0, 255],
            &format!("{:06}", 100_000 + i * 37),
        )));
    }
    let mut data = pixmap(&scene("labels", (width, height), Some([255; 4]), items)).into_data();
    data.as_chunks_mut::<4>()
        .0
        .iter_mut()
        .for_each(|pixel| *pixel = if pixel[0] < 128 { [0, 0, 0, 255] } else { [255; 4] });
    Pixmap::from_premultiplied(data, width, height).expect("opaque pixels")
}

/// A sheet of game icons, 16 x 16 of 32 x 32 pixels: 24 flat colours, hard edges, nothing between them.
fn icons() -> Pixmap {
    const SIDE: usize = 512;
    let mut data = vec![0; SIDE * SIDE * 4];
    let mut next = numbers(0x2345_6791);
    for icon in 0..256_usize {
        let (left, top) = (icon % 16 * 32, icon / 16 * 32);
        let hue = icon % 8;
        let color = |shade: usize| -> [u8; 4] {
            let base = [
                [200, 70, 60],
                [220, 150, 60],
                [230, 210, 90],
                [90, 170, 80],
                [70, 150, 190],
                [90, 90, 190],
                [150, 80, 160],
                [150, 140, 130],
            ][hue];
            let [r, g, b] = base.map(|c: u32| (c * [5, 8, 10][shade] / 10) as u8);
            [r, g, b, 255]
        };
        // Four random curves as radii over the angle's octants: a blob with a darker rim and a light spot.
        let radii: [f64; 8] = std::array::from_fn(|_| 8.0 + next() * 7.0);
        for y in 0..32_usize {
            for x in 0..32_usize {
                let (dx, dy) = (x as f64 - 15.5, y as f64 - 15.5);
                let octant = (dx > 0.0) as usize | ((dy > 0.0) as usize) << 1 | ((dx.abs() > dy.abs()) as usize) << 2;
                let far = (dx * dx + dy * dy).sqrt();
                let shade = match radii[octant] - far {
                    inside if inside < 0.0 => continue,
                    rim if rim < 2.0 => 0,
                    _ if (dx + 4.0).powi(2) + (dy + 4.0).powi(2) < 10.0 => 2,
                    _ => 1,
                };
                let at = ((top + y) * SIDE + left + x) * 4;
                data[at..at + 4].copy_from_slice(&color(shade));
            }
        }
    }
    Pixmap::from_premultiplied(data, SIDE as u32, SIDE as u32).expect("opaque or empty pixels")
}

/// A program's window: panels of one colour, hairlines, buttons, a list and a table in small text.
fn screen() -> Scene {
    const LINE: Rgba = [222, 225, 230, 255];
    const GREY: Rgba = [110, 116, 128, 255];
    const BLUE: Rgba = [38, 103, 214, 255];
    let fill = |x: f64, y: f64, w: f64, h: f64, color| Item::solid(Shape::Rect(Rect::new(x, y, x + w, y + h)), color);
    let round =
        |x: f64, y: f64, w: f64, h: f64, color| Item::solid(Shape::Rounded(Rect::new(x, y, x + w, y + h), 6.0), color);
    let say = |x: f64, y: f64, size: f64, color, text: &str| Item::Text(Text::new((x, y), size, color, text));
    let mut items =
        vec![fill(0.0, 0.0, 1440.0, 48.0, [40, 46, 60, 255]), fill(0.0, 48.0, 240.0, 852.0, [246, 247, 249, 255])];
    items.push(say(20.0, 31.0, 16.0, [255; 4], "墨石 控制台"));
    items.push(round(1180.0, 10.0, 240.0, 28.0, [62, 69, 86, 255]));
    items.push(say(1194.0, 29.0, 13.0, [190, 196, 208, 255], "搜索场景、字体与图片"));
    for (i, name) in ["概览", "场景", "字体", "图片", "任务", "缓存", "日志", "设置"].into_iter().enumerate()
    {
        let y = 68.0 + 38.0 * i as f64;
        if i == 4 {
            items.push(round(12.0, y, 216.0, 32.0, [224, 234, 252, 255]));
        }
        items.push(say(28.0, y + 21.0, 14.0, if i == 4 { BLUE } else { INK }, name));
    }
    for (i, (title, value)) in
        [("今日渲染", "128,402"), ("平均用时", "4.7 ms"), ("缓存命中", "98.6%"), ("失败", "3")].into_iter().enumerate()
    {
        let x = 264.0 + 292.0 * i as f64;
        items.push(round(x, 72.0, 276.0, 92.0, LINE));
        items.push(round(x + 1.0, 73.0, 274.0, 90.0, [255; 4]));
        items.push(say(x + 18.0, 102.0, 13.0, GREY, title));
        items.push(Item::Text(Text::new((x + 18.0, 142.0), 28.0, INK, value).bold()));
    }
    items.push(fill(264.0, 188.0, 1152.0, 36.0, [238, 240, 244, 255]));
    let columns =
        [(280.0, "编号"), (400.0, "场景"), (700.0, "尺寸"), (860.0, "线程"), (960.0, "用时"), (1100.0, "状态")];
    columns.iter().for_each(|(x, name)| items.push(say(*x, 211.0, 13.0, GREY, name)));
    let mut next = numbers(0x3456_7891);
    for row in 0..18_u32 {
        let y = 224.0 + 36.0 * f64::from(row);
        items.push(fill(264.0, y + 35.0, 1152.0, 1.0, LINE));
        let name = ["横幅：春季上新", "图表：三城读数", "海报：墨分五色", "缩略图批次"][(next() * 4.0) as usize];
        let cells = [
            (48_200 + row * 17).to_string(),
            name.to_owned(),
            ["1200 x 630", "1600 x 900", "4961 x 7016", "300 x 200"][(next() * 4.0) as usize].to_owned(),
            ((next() * 4.0) as u32 + 1).to_string(),
            format!("{:.1} ms", next() * 90.0),
        ];
        columns.iter().zip(&cells).for_each(|((x, _), text)| items.push(say(*x, y + 23.0, 13.0, INK, text)));
        let good = next() < 0.9;
        items.push(round(1100.0, y + 7.0, 60.0, 22.0, if good { [220, 242, 226, 255] } else { [252, 226, 224, 255] }));
        let (color, text) = if good { ([30, 120, 60, 255], "完成") } else { ([180, 40, 32, 255], "超时") };
        items.push(say(1117.0, y + 22.0, 13.0, color, text));
    }
    scene("screen", (1440, 900), Some([255; 4]), items)
}
