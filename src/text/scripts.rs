//! [`Scripts`]: which script each cluster of a text is shaped in (<https://www.unicode.org/reports/tr24/>).

use icu_properties::CodePointMapData;
use icu_properties::props::{BidiMirroringGlyph, BidiPairedBracketType, Script};
use icu_properties::script::ScriptWithExtensions;

use super::unicode;

/// Brackets that are open at a time; the outermost of more are forgotten.
const OPEN: usize = 32;
/// Characters of a cluster that have a say in it.
const CHARACTERS: usize = 32;

/// Resolves scripts from the beginning of a paragraph on.
pub(super) struct Scripts {
    /// Of the cluster before; `None` before the first letter.
    current: Option<Script>,
    /// What closes each bracket that is open, and the script that it was opened in.
    open: Vec<(char, Option<Script>)>,
}

impl Scripts {
    pub(super) fn new() -> Self {
        Self { current: None, open: Vec::new() }
    }

    /// Whether no letter was met yet.
    pub(super) fn is_unknown(&self) -> bool {
        self.current.is_none()
    }

    /// Goes on behind an ideograph that is not the first letter.
    pub(super) fn ideograph(&mut self) {
        self.current = Some(Script::Han);
    }

    /// Whether what has no script of its own is Han here.
    pub(super) fn is_han(&self) -> bool {
        self.current == Some(Script::Han)
    }

    /// The script of the next cluster.
    pub(super) fn next(&mut self, cluster: &str, first: char, ideographic: bool) -> Option<Script> {
        let own = cluster.chars().take(CHARACTERS).find_map(unicode::script);
        let script = own.or_else(|| self.shared(first));
        let script = match script {
            // Punctuation that only CJK has, behind a word of another script.
            other if ideographic && !other.is_some_and(is_cjk) => Some(Script::Han),
            other => other,
        };
        if self.current.is_none() && script.is_some() {
            self.open.iter_mut().for_each(|(_, opened_in)| *opened_in = script);
        }
        let script = if own.is_none() { self.bracket(first, script) } else { script };
        self.current = script.or(self.current);
        script
    }

    /// The script of a character that several have: that of what stands before it where it is among them.
    fn shared(&self, character: char) -> Option<Script> {
        if character.is_ascii() {
            return self.current;
        }
        let extensions = ScriptWithExtensions::new();
        if self.current.is_some_and(|current| extensions.has_script(character, current)) {
            return self.current;
        }
        if extensions.has_script(character, Script::Han) {
            return Some(Script::Han);
        }
        let mut scripts = extensions.get_script_extensions_val(character).iter();
        let first = scripts.find(|script| ![Script::Common, Script::Inherited, Script::Unknown].contains(script));
        first.or(self.current)
    }

    /// A closing bracket takes the script of its opening one.
    fn bracket(&mut self, character: char, script: Option<Script>) -> Option<Script> {
        if character.is_ascii() && !matches!(character, '(' | ')' | '[' | ']' | '{' | '}') {
            return script;
        }
        let mirrored = CodePointMapData::<BidiMirroringGlyph>::new().get(character);
        match (mirrored.paired_bracket_type, mirrored.mirroring_glyph) {
            (BidiPairedBracketType::Open, Some(closing)) => {
                if self.open.len() == OPEN {
                    self.open.remove(0);
                }
                self.open.push((closing, script));
                script
            }
            (BidiPairedBracketType::Close, _) => {
                let Some(place) = self.open.iter().rposition(|(closing, _)| *closing == character) else {
                    return script;
                };
                let opened_in = self.open.get(place).and_then(|(_, script)| *script);
                self.open.truncate(place);
                opened_in.or(script)
            }
            _ => script,
        }
    }
}

fn is_cjk(script: Script) -> bool {
    [Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo, Script::Hangul].contains(&script)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(text: &str) -> Vec<Option<Script>> {
        let mut scripts = Scripts::new();
        let next = |c: char| {
            let mut bytes = [0; 4];
            scripts.next(c.encode_utf8(&mut bytes), c, unicode::is_ideographic(c))
        };
        text.chars().map(next).collect()
    }

    #[test]
    fn brackets_take_what_stands_around_them() {
        let [latin, arabic] = [Some(Script::Latin), Some(Script::Arabic)];
        assert_eq!(scripts("a(ب)c"), [latin, latin, arabic, latin, latin]);
        assert_eq!(scripts("(a)ب"), [None, latin, latin, arabic]);
        assert_eq!(scripts("a[ب(c]"), [latin, latin, arabic, arabic, latin, latin]);
    }

    #[test]
    fn shared_punctuation_has_a_script_among_its_own() {
        let [han, latin, kana] = [Some(Script::Han), Some(Script::Latin), Some(Script::Katakana)];
        assert_eq!(scripts("a、字、ア・"), [latin, han, han, han, kana, kana]);
        assert_eq!(scripts("アー"), [kana, kana]);
        assert_eq!(scripts("क।a।"), [Some(Script::Devanagari), Some(Script::Devanagari), latin, Some(Script::Bengali)]);
        assert_eq!(scripts("1+a"), [None, None, latin]);
    }
}
