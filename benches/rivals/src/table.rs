//! Markdown tables.

/// Prints rows under a head, every column as wide as its widest cell.
pub fn print(title: &str, head: &[&str], rows: &[Vec<String>]) {
    let wide = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(wide).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.zip(&widths).enumerate().map(|(i, (cell, width))| match i {
            0 => format!(" {cell:<width$} "),
            _ => format!(" {cell:>width$} "),
        });
        println!("|{}|", cells.collect::<Vec<_>>().join("|"));
    };
    println!("\n{title}\n");
    line(&mut head.iter().copied());
    let rules: Vec<String> = widths.iter().zip(0..).map(|(w, i)| "-".repeat(w - (i > 0) as usize)).collect();
    let rules: Vec<String> = rules.into_iter().zip(0..).map(|(r, i)| if i > 0 { r + ":" } else { r }).collect();
    line(&mut rules.iter().map(String::as_str));
    rows.iter().for_each(|row| line(&mut row.iter().map(String::as_str)));
}

/// Three digits that count.
pub fn number(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 1.0 => format!("{v:.2}"),
        v => format!("{v:.3}"),
    }
}
