//! The table of whole pictures.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::clock::{Times, enough, least, median, ratio, rounds, time};
use crate::rivals::{GLUE, Picture, RIVALS};
use crate::scenes::Scene;
use crate::table::{number, print};

struct Competitor {
    name: &'static str,
    picture: Box<dyn Picture>,
    draw: Times,
    encode: Times,
    total: Times,
    png: Vec<u8>,
}

pub fn run(arguments: &Arguments) {
    for scene in Scene::all() {
        if arguments.wants(scene.name) {
            measure(&scene, arguments);
        }
    }
}

fn measure(scene: &Rc<Scene>, arguments: &Arguments) {
    let ready = |(name, ready): &(&'static str, crate::rivals::Ready)| {
        let wanted = arguments.rival.as_ref().is_none_or(|rival| name.contains(rival.as_str()));
        let picture = wanted.then(|| ready(scene)).flatten()?;
        let (draw, encode, total) = (Times::new(), Times::new(), Times::new());
        Some(Competitor { name, picture, draw, encode, total, png: Vec::new() })
    };
    let mut all: Vec<Competitor> = RIVALS.iter().filter_map(ready).collect();
    let start = Instant::now();
    for competitor in &mut all {
        competitor.picture.draw(1000);
        competitor.png = competitor.picture.encode();
        if let Some(folder) = &arguments.write {
            write(folder, scene.name, competitor);
        }
    }
    let rounds_wanted = arguments.rounds.unwrap_or_else(|| enough(400, start.elapsed() + Duration::from_micros(100)));
    rounds(rounds_wanted, all.len(), |i, round, counted| {
        let competitor = &mut all[i];
        let n = 1000 + round;
        let (draw, ()) = time(|| competitor.picture.draw(n));
        let (encode, png) = time(|| competitor.picture.encode());
        competitor.png = png;
        if counted {
            competitor.draw.push(draw);
            competitor.encode.push(encode);
            competitor.total.push(draw + encode);
        }
    });
    let base = all.iter().find(|competitor| competitor.name == GLUE).unwrap_or(&all[0]);
    let row = |c: &Competitor| {
        let columns = [&c.draw, &c.encode, &c.total].map(|times| number(median(times)));
        let ratios = [(&c.draw, &base.draw), (&c.encode, &base.encode), (&c.total, &base.total)];
        let ratios = ratios.map(|(times, base)| format!("{:.2}", ratio(times, base)));
        let calm = [(&c.draw, &base.draw), (&c.total, &base.total)];
        let calm = calm.map(|(times, base)| format!("{:.2}", least(times) / least(base)));
        let bytes = format!("{:.0}", c.png.len() as f64 / 1e3);
        std::iter::once(c.name.to_owned()).chain(columns).chain(ratios).chain(calm).chain([bytes]).collect()
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let title = format!(
        "**{}**, {} x {}, {rounds_wanted} rounds, medians in ms; ratios to {}: the median of the rounds', then of the least times",
        scene.name, scene.width, scene.height, base.name
    );
    let head = ["", "draw", "encode", "total", "draw /", "encode /", "total /", "least draw /", "least total /", "kB"];
    print(&title, &head, &rows);
}

fn write(folder: &Path, scene: &str, competitor: &Competitor) {
    let name: String = competitor.name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let path = folder.join(format!("{scene}-{name}.png"));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&path, &competitor.png)) {
        eprintln!("{}: {error}", path.display());
    }
}
