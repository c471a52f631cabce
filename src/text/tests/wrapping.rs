//! Where lines end, by the options that say so.

use super::*;

fn lines_of(paragraph: &Paragraph) -> Vec<String> {
    line_texts(&layout(paragraph), paragraph).into_iter().map(str::to_owned).collect()
}

fn chinese_lines(text: &str, em: f64, say: impl Fn(Paragraph) -> Paragraph) -> Vec<String> {
    lines_of(&say(Paragraph::new(text, chinese()).with_width(16.0 * em)))
}

fn japanese_lines(text: &str, em: f64, line_break: LineBreak) -> Vec<String> {
    let style = style().with_language("ja");
    lines_of(&Paragraph::new(text, style).with_width(16.0 * em).with_line_break(line_break))
}

#[test]
fn line_break_says_how_strict() {
    // Small kana and the prolonged sound mark.
    assert_eq!(japanese_lines("あいうゃえ", 3.0, LineBreak::Strict), ["あい", "うゃえ"]);
    assert_eq!(japanese_lines("あいうゃえ", 3.0, LineBreak::Normal), ["あいう", "ゃえ"]);
    assert_eq!(japanese_lines("データー", 3.0, LineBreak::Strict), ["デー", "ター"]);
    assert_eq!(japanese_lines("データー", 3.0, LineBreak::Normal), ["データ", "ー"]);
    // Iteration marks, and the middle dot in Japanese.
    assert_eq!(japanese_lines("上下人々人", 3.0, LineBreak::Normal), ["上下", "人々人"]);
    assert_eq!(japanese_lines("上下人々人", 3.0, LineBreak::Loose), ["上下人", "々人"]);
    assert_eq!(japanese_lines("上下人・人", 3.0, LineBreak::Normal), ["上下", "人・人"]);
    assert_eq!(japanese_lines("上下人・人", 3.0, LineBreak::Loose), ["上下人", "・人"]);
    // The rules of the language: the same in a text that is not Chinese or Japanese.
    let korean = Paragraph::new("上下人・人", style().with_language("ko")).with_width(48.0);
    assert_eq!(lines_of(&korean.with_line_break(LineBreak::Loose)), ["上下", "人・人"]);
    assert_eq!(japanese_lines("上下人。」人", 3.0, LineBreak::Anywhere), ["上下人", "。」人"]);
}

#[test]
fn rules_are_those_of_each_spans_language() {
    let [ja, en] = ["ja", "en"].map(|language| style().with_language(language));
    let text = |first: &TextStyle, second: &TextStyle| {
        let text = Paragraph::new("上下人", first.clone()).with_span("・人", second.clone());
        lines_of(&text.with_width(48.0).with_line_break(LineBreak::Loose))
    };
    assert_eq!(text(&ja, &ja), ["上下人", "・人"]);
    assert_eq!(text(&en, &ja), ["上下人", "・人"]);
    assert_eq!(text(&ja, &en), ["上下", "人・人"]);
}

#[test]
fn word_break_says_what_is_a_word() {
    let text = "汉字 inkstone 한국어 文汉字";
    let by = |word_break| chinese_lines(text, 4.5, |p| p.with_word_break(word_break));
    assert_eq!(by(WordBreak::Normal), ["汉字 ", "inkstone ", "한국어 文", "汉字"]);
    assert_eq!(by(WordBreak::BreakAll).concat(), text);
    assert!(by(WordBreak::BreakAll)[0].starts_with("汉字 in"));
    let keep = chinese_lines("一二三 四五六", 4.0, |p| p.with_word_break(WordBreak::KeepAll));
    assert_eq!(keep, ["一二三 ", "四五六"]);
    assert_eq!(chinese_lines("一二三 四五六", 4.5, |p| p), ["一二三 四", "五六"]);
}

#[test]
fn overflow_wrap_says_whether_words_are_broken() {
    let by = |overflow_wrap| {
        let text = Paragraph::new("an incomprehensible word", style()).with_width(60.0);
        lines_of(&text.with_overflow_wrap(overflow_wrap))
    };
    assert_eq!(by(OverflowWrap::Normal), ["an ", "incomprehensible ", "word"]);
    assert_eq!(by(OverflowWrap::Anywhere), by(OverflowWrap::BreakWord));
    assert_eq!(by(OverflowWrap::Anywhere).len(), 5);
    let whole = Paragraph::new("incomprehensible", style()).with_width(60.0);
    let layout = layout(&whole.with_overflow_wrap(OverflowWrap::Normal));
    assert!(layout.lines.len() == 1 && layout.lines[0].width > 60.0);
}

#[test]
fn soft_hyphens_show_at_the_ends_of_lines() {
    let latin = style().with_families(["Inkstone Sans"]);
    let text = "in\u{ad}com\u{ad}pre\u{ad}hen\u{ad}si\u{ad}ble";
    let whole = layout(&Paragraph::new(text, latin.clone()));
    assert_eq!(glyphs(&whole).len(), 16);
    let paragraph = Paragraph::new(text, latin.clone()).with_width(70.0);
    let broken = layout(&paragraph);
    assert_eq!(line_texts(&broken, &paragraph), ["in\u{ad}com\u{ad}", "pre\u{ad}hen\u{ad}", "si\u{ad}ble"]);
    let hyphen = layout(&Paragraph::new("\u{2010}", latin.clone()));
    let (id, advance) = (glyphs(&hyphen)[0].id, glyphs(&hyphen)[0].advance);
    for line in 0..2 {
        let last = broken.runs.iter().rfind(|run| run.line == line).unwrap().glyphs.last().copied().unwrap();
        assert_eq!((last.id, last.advance), (id, advance));
        assert!((right_edge(&broken, line) - broken.lines[line].width).abs() < 1e-9);
        assert!(broken.lines[line].width <= 70.0);
    }
    // Where there is no room for the hyphen, the line ends before.
    let room = layout(&Paragraph::new("incom", latin.clone())).lines[0].width;
    let exact = |width: f64| lines_of(&Paragraph::new(text, latin.clone()).with_width(width))[0].clone();
    assert_eq!(exact(room + advance + 0.5), "in\u{ad}com\u{ad}");
    assert_eq!(exact(room + advance - 0.5), "in\u{ad}");
    assert_eq!(exact(room + 0.01), "in\u{ad}");
    // It is written on as the word before it is, whatever the direction of the paragraph.
    let right = Paragraph::new(text, latin).with_width(70.0).with_direction(Direction::RightToLeft);
    let layout = layout(&right);
    let first: Vec<_> = layout.runs.iter().filter(|run| run.line == 0).flat_map(|run| &run.glyphs).collect();
    let rightmost = first.iter().max_by(|a, b| a.x.total_cmp(&b.x)).unwrap();
    assert_eq!((rightmost.id, rightmost.cluster), (id, 7));
}

#[test]
fn tabs_go_to_the_next_stop() {
    let at = |text: &str, tab_size: TabSize| {
        let layout = layout(&Paragraph::new(text, style()).with_tab_size(tab_size));
        glyphs(&layout).last().map(|glyph| glyph.x).unwrap()
    };
    for (text, x) in [("\ta", 40.0), ("一\ta", 40.0), ("一二\ta", 40.0), ("一二三\ta", 80.0), ("\t\ta", 80.0)] {
        assert_eq!(at(text, TabSize::Px(40.0)), x, "{text:?}");
    }
    // Nearer than half a digit: the stop after it.
    assert_eq!(at("一二\ta", TabSize::Px(33.0)), 66.0);
    assert_eq!(at("一\ta", TabSize::Px(0.0)), 16.0);
    let space = layout(&Paragraph::new("  a", style())).runs[0].glyphs[0].advance;
    assert!((at("\ta", TabSize::default()) - 8.0 * space).abs() < 1e-9);
    // From the right where lines begin there.
    let hebrew = Paragraph::new("א\tב", style()).with_width(200.0).with_tab_size(TabSize::Px(40.0));
    let hebrew = layout(&hebrew);
    let second = glyphs(&hebrew).into_iter().find(|glyph| glyph.cluster == 3).unwrap();
    assert!((second.x + second.advance + 40.0).abs() < 1e-9, "{second:?}");
    // Columns stay columns in justified lines.
    let text = Paragraph::new("一\t二 三 四五六七八", chinese()).with_width(103.0).with_tab_size(TabSize::Px(40.0));
    let justified = layout(&text.with_align(Align::Justify));
    assert_eq!(glyphs(&justified).iter().find(|glyph| glyph.cluster == 4).unwrap().x, 40.0);
    assert_eq!(justified.lines[0].width, 103.0);
}

#[test]
fn spaces_break_hang_or_hold_together() {
    let space = |text: &str, em: f64| chinese_lines(text, em, |p| p);
    assert_eq!(space("一二\u{3000}三", 2.0), ["一二\u{3000}", "三"]);
    assert_eq!(space("一二   三", 2.0), ["一二   ", "三"]);
    let latin = |text: &str| lines_of(&Paragraph::new(text, style()).with_width(65.0));
    assert_eq!(latin("aaa bbb ccc"), ["aaa bbb ", "ccc"]);
    assert_eq!(latin("aaa bbb\u{a0}ccc"), ["aaa ", "bbb\u{a0}ccc"]);
    assert_eq!(latin("aaa bbb\u{202f}ccc"), ["aaa ", "bbb\u{202f}ccc"]);
    assert_eq!(latin("aaa bbb\u{2060}ccc"), ["aaa ", "bbb\u{2060}ccc"]);
    assert_eq!(latin("aaabbb\u{200b}ccc"), ["aaabbb\u{200b}", "ccc"]);
}

#[test]
fn words_of_thai_lao_khmer_and_burmese_are_known() {
    let thai = "การเดินทางไปประเทศไทย";
    let lines = lines_of(&Paragraph::new(thai, style().with_language("th")).with_width(74.0));
    assert_eq!(lines, ["การเดินทาง", "ไป", "ประเทศไทย"]);
    // No bundled face has these: boxes break where the words do.
    let khmer = lines_of(&Paragraph::new("ខ្ញុំស្រឡាញ់ប្រទេសកម្ពុជា", style().with_language("km")).with_width(60.0));
    assert_eq!(khmer, ["ខ្ញុំស្រឡាញ់", "ប្រទេសកម្ពុជា"]);
    let lao = lines_of(&Paragraph::new("ພາສາລາວ", style().with_language("lo")).with_width(42.0));
    assert_eq!(lao, ["ພາສາ", "ລາວ"]);
}

#[test]
fn balanced_lines_are_of_one_length() {
    let text = "墨分五彩指用墨的浓淡变化把山水画得层次分明";
    let balance = |width: f64, text_wrap| {
        let paragraph = Paragraph::new(text, chinese()).with_width(width).with_text_wrap(text_wrap);
        layout(&paragraph).lines.iter().map(|line| line.width / 16.0).collect::<Vec<_>>()
    };
    assert_eq!(balance(320.0, TextWrap::Auto), [20.0, 1.0]);
    assert_eq!(balance(320.0, TextWrap::Balance), [11.0, 10.0]);
    for width in (16..340).map(f64::from) {
        let (greedy, balanced) = (balance(width, TextWrap::Auto), balance(width, TextWrap::Balance));
        assert_eq!(greedy.len(), balanced.len(), "{width}");
        let longest = |widths: &[f64]| widths.iter().copied().fold(0.0, f64::max);
        assert!(longest(&balanced) <= longest(&greedy));
        // Nothing less would do.
        assert_eq!(longest(&balanced), (21.0 / greedy.len() as f64).ceil(), "{width}");
    }
    // Each paragraph for itself; words are not broken for it.
    let two = Paragraph::new("the quick brown fox jumps\nover the lazy dog", style()).with_width(150.0);
    let layout = layout(&two.clone().with_text_wrap(TextWrap::Balance));
    let lines = line_texts(&layout, &two);
    assert_eq!(lines, ["the quick brown ", "fox jumps\n", "over the lazy dog"]);
    let long = Paragraph::new("a incomprehensibilities b", style()).with_width(166.0).with_text_wrap(TextWrap::Balance);
    assert_eq!(lines_of(&long), ["a ", "incomprehensibilities ", "b"]);
}

#[test]
fn paragraphs_are_indented_and_spaced() {
    let text = "一二三四五六七\n八九十一二三四五\n六";
    let base = Paragraph::new(text, chinese()).with_width(80.0).with_line_height(LineHeight::Px(20.0));
    let at = |paragraph: &Paragraph| -> Vec<(f64, f64)> {
        layout(paragraph).lines.iter().map(|line| (line.x, line.top - layout(paragraph).lines[0].top)).collect()
    };
    let indented = base.clone().with_indent(32.0).with_paragraph_spacing(10.0);
    assert_eq!(lines_of(&indented), ["一二三", "四五六七\n", "八九十", "一二三四五\n", "六"]);
    assert_eq!(at(&indented), [(32.0, 0.0), (0.0, 20.0), (32.0, 50.0), (0.0, 70.0), (32.0, 100.0)]);
    let hanging = base.clone().with_hanging_indent(32.0);
    assert_eq!(lines_of(&hanging), ["一二三四五", "六七\n", "八九十一二", "三四五\n", "六"]);
    assert_eq!(at(&hanging), [(0.0, 0.0), (32.0, 20.0), (0.0, 40.0), (32.0, 60.0), (0.0, 80.0)]);
    let outdented = base.clone().with_indent(-16.0);
    assert_eq!(lines_of(&outdented)[0], "一二三四五六");
    // At the other side where lines begin there, and a line that a separator ends begins no paragraph.
    let right = Paragraph::new("אב\u{2028}גד\nה", style()).with_width(80.0).with_indent(16.0);
    let edges: Vec<f64> = layout(&right).lines.iter().map(|line| line.x + line.width).collect();
    assert!(edges.iter().zip([-16.0, 0.0, -16.0]).all(|(a, b)| (a - b).abs() < 1e-9), "{edges:?}");
    let justified = layout(&base.clone().with_indent(8.0).with_width(83.0).with_align(Align::Justify));
    assert_eq!((justified.lines[0].x, justified.lines[0].width), (8.0, 75.0));
    // An empty line at the end is a paragraph as well.
    let open = Paragraph::new("一\n", chinese()).with_indent(32.0).with_paragraph_spacing(10.0);
    assert_eq!(layout(&open).lines[1].x, 32.0);
}

#[test]
fn the_base_direction_can_be_said() {
    let shown = |text: &str, direction| {
        let layout = layout(&Paragraph::new(text, style()).with_direction(direction));
        let mut glyphs = glyphs(&layout);
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        glyphs.iter().filter_map(|glyph| text[glyph.cluster..].chars().next()).collect::<String>()
    };
    assert_eq!(shown("ab!", Direction::Auto), "ab!");
    assert_eq!(shown("ab!", Direction::RightToLeft), "!ab");
    assert_eq!(shown("אב ab", Direction::Auto), "ab בא");
    assert_eq!(shown("אב ab", Direction::LeftToRight), "בא ab");
    // Isolates: what stands in them does not move what stands around.
    assert_eq!(shown("a \u{2067}אב 1\u{2069} 2", Direction::Auto), "a \u{2067}1 בא 2".replace('\u{2067}', ""));
    let right = layout(&Paragraph::new("ab", style()).with_width(50.0).with_direction(Direction::RightToLeft));
    assert!((right.lines[0].x + right.lines[0].width).abs() < 1e-9);
}

#[test]
fn a_language_can_be_the_paragraphs() {
    let id = |paragraph: Paragraph| glyphs(&layout(&paragraph))[0].id;
    let ja = id(Paragraph::new("骨", style().with_language("ja")));
    assert_eq!(id(Paragraph::new("骨", style()).with_language("ja")), ja);
    let own = Paragraph::new("骨", style().with_language("zh-Hans")).with_language("ja");
    assert_ne!(id(own), ja);
}

/// Breaking again what was shaped gives what laying it out anew does.
#[test]
fn another_width_is_not_seen_in_the_layout() {
    let fonts = FontLibrary::bundled();
    let (limits, watch) = (Limits::default(), Watch::default());
    let text = "墨分五彩 in\u{ad}com\u{ad}pre\u{ad}hen\u{ad}si\u{ad}ble AVAVAV كتبكتبكتبكتب\tסלום office\n\
        第二段：标点。\u{2028}तीसरा क्षि कि\n\nภาษาไทยไม่มีช่องว่าง\u{f8ff}\n";
    let base = Paragraph::new(text, chinese()).with_span("AVAVAVAVAVAV", style().with_families(["Inkstone Sans"]));
    let mut used = TextContext::new(&fonts);
    for width in [None, Some(0.0), Some(37.0), Some(400.0), Some(90.0), Some(91.0), Some(38.5)] {
        for max_lines in [None, Some(3), Some(1), Some(9)] {
            for (align, text_wrap) in [(Align::Justify, TextWrap::Auto), (Align::Start, TextWrap::Balance)] {
                let mut paragraph = base.clone().with_align(align).with_text_wrap(text_wrap).with_indent(8.0);
                (paragraph.width, paragraph.max_lines) = (width, max_lines);
                let again = used.layout(&fonts, &paragraph, &limits, &watch).unwrap();
                let fresh = TextContext::new(&fonts).layout(&fonts, &paragraph, &limits, &watch).unwrap();
                assert!(again == fresh, "{width:?} {max_lines:?} {align:?}");
            }
        }
    }
}

#[test]
fn words_that_may_not_be_broken_stand_out_whole() {
    let style = TextStyle::new(16.0).with_families(["Inkstone Sans"]);
    let normal = |text: &str, width: f64| {
        let paragraph = Paragraph::new(text, style.clone()).with_width(width);
        lines_of(&paragraph.with_overflow_wrap(OverflowWrap::Normal))
    };
    // Letters on both sides of the opportunities kern.
    assert_eq!(normal("TTTT-TTTT-TTTT", 20.0), ["TTTT-", "TTTT-", "TTTT"]);
    assert_eq!(normal("VVVV\u{200b}AAAA", 30.0), ["VVVV\u{200b}", "AAAA"]);
    assert_eq!(normal("Type\u{ad}Type", 20.0), ["Type\u{ad}", "Type"]);
}

#[test]
fn no_line_holds_a_hyphen_alone() {
    let style = TextStyle::new(16.0).with_families(["Inkstone Sans"]);
    for width in 30..60 {
        let paragraph = Paragraph::new("peTy\u{ad}pepepe", style.clone()).with_width(f64::from(width));
        let lines = lines_of(&paragraph);
        assert!(lines.iter().all(|line| line.chars().any(char::is_alphabetic)), "{width}: {lines:?}");
    }
}

#[test]
fn an_ellipsis_stays_in_the_box_of_an_indented_line() {
    for (text, place) in ["天地玄黄宇宙洪荒日月盈昃", "the quick brown fox jumps"]
        .into_iter()
        .flat_map(|text| [EllipsisPlace::End, EllipsisPlace::Middle, EllipsisPlace::Start].map(|place| (text, place)))
    {
        for indent in [0.0, 20.0, 32.0] {
            let ellipsis = Ellipsis::new(place);
            let paragraph = Paragraph::new(text, chinese()).with_width(96.0).with_indent(indent);
            let report = layout(&paragraph.with_max_lines(1).with_ellipsis(ellipsis)).report;
            assert_eq!(report.overflow_width, 0.0, "{text} {place:?} {indent}");
        }
    }
}

#[test]
fn marks_of_direction_part_what_they_stand_between() {
    let order = |text: &str, direction: Direction| {
        let layout = layout(&Paragraph::new(text, style()).with_direction(direction));
        let mut glyphs: Vec<_> = layout.runs.iter().flat_map(|run| &run.glyphs).collect();
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let letter = |cluster: usize| text[cluster..].chars().next();
        glyphs.iter().filter_map(|glyph| letter(glyph.cluster)).filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    assert_eq!(order("א\u{200e}ב", Direction::LeftToRight), "אב");
    assert_eq!(order("אב\u{200e}גד x", Direction::LeftToRight), "באדגx");
    assert_eq!(order("abc\u{200f}def", Direction::RightToLeft), "defabc");
    assert_eq!(order("א 12\u{200f}34 ב", Direction::RightToLeft), "ב3412א");
}

#[test]
fn hyphens_are_of_the_words_own_face_and_width() {
    let last = |families: &[&str], text: &str, width: f64| {
        let paragraph = Paragraph::new(text, style().with_families(families.iter().copied())).with_width(width);
        let layout = layout(&paragraph);
        let run = layout.runs.iter().rfind(|run| run.line == 0).unwrap();
        let glyph = *run.glyphs.last().unwrap();
        (run.face.clone(), glyph.id, glyph.advance / 16.0)
    };
    let alone = |family: &str, text: &str| {
        let layout = layout(&Paragraph::new(text, style().with_families([family])));
        (layout.runs[0].face.clone(), glyphs(&layout)[0].id, glyphs(&layout)[0].advance / 16.0)
    };
    // The Chinese face has a hyphen that is an em wide, and a Latin one.
    let [wide, narrow] = ["\u{2010}", "-"].map(|text| alone("Inkstone Sans SC", text));
    assert!(wide.2 == 1.0 && narrow.2 < 0.4);
    for families in [&[] as &[&str], &["Inkstone Sans SC"], &["Inkstone Sans Thai", "Inkstone Sans SC"]] {
        assert_eq!(last(families, "inter\u{ad}national", 50.0), narrow, "{families:?}");
    }
    let own = alone("Inkstone Sans", "\u{2010}");
    assert_eq!(last(&["Inkstone Sans"], "inter\u{ad}national", 50.0), own);
    assert_eq!(last(&["Inkstone Sans", "Inkstone Sans SC"], "inter\u{ad}national", 50.0), own);
    // Among ideographs too.
    assert_eq!(last(&[], "墨石\u{ad}墨石", 40.0).1, narrow.1);
}
