//! [`GenericFamily`]: families that mean no font in particular, and which ones a library takes for them.

use std::sync::Arc;

use super::{Face, FontLibrary};

/// Families that mean no font in particular (<https://www.w3.org/TR/css-fonts-4/#generic-font-families>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GenericFamily {
    /// `sans-serif`, `ui-sans-serif`: the library's first family unless said otherwise.
    SansSerif,
    /// `serif`, `ui-serif`: the first family with "Serif" but not "Sans" in its name.
    Serif,
    /// `monospace`, `ui-monospace`: the first family whose advances are all the same.
    Monospace,
    /// `emoji`: families with "Emoji" in their name. Characters that are drawn as emoji
    /// (<https://www.unicode.org/reports/tr51/>) take the first that has them, whatever a style's families are.
    Emoji,
    /// `system-ui`: the first of the families that desktops use which the library has
    /// ([`add_system_fonts`](FontLibrary::add_system_fonts)).
    SystemUi,
}

/// Names in lower case, as styles say them.
const NAMES: [(&str, GenericFamily); 10] = [
    ("sans-serif", GenericFamily::SansSerif),
    ("serif", GenericFamily::Serif),
    ("monospace", GenericFamily::Monospace),
    ("emoji", GenericFamily::Emoji),
    ("system-ui", GenericFamily::SystemUi),
    ("ui-sans-serif", GenericFamily::SansSerif),
    ("ui-serif", GenericFamily::Serif),
    ("ui-monospace", GenericFamily::Monospace),
    ("cursive", GenericFamily::SansSerif),
    ("fantasy", GenericFamily::SansSerif),
];

/// Families of desktops, in lower case.
const DESKTOPS: [&str; 10] = [
    "segoe ui variable",
    "segoe ui",
    ".applesystemuifont",
    "sf pro text",
    "helvetica neue",
    "adwaita sans",
    "cantarell",
    "ubuntu",
    "noto sans",
    "dejavu sans",
];

impl GenericFamily {
    /// What a name in lower case means.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(word, _)| *word == name).map(|(_, generic)| *generic)
    }
}

impl FontLibrary {
    /// Says which families a generic one means, in the order of preference; those that the library does not have are
    /// passed over.
    ///
    /// ```
    /// # #[cfg(feature = "bundled-fonts")] {
    /// use inkstone::{Engine, FontLibrary, GenericFamily, Paragraph, RenderOptions, TextStyle};
    ///
    /// let fonts = FontLibrary::bundled().with_generic(GenericFamily::Serif, ["Nowhere Serif", "Inkstone Sans"]);
    /// let style = TextStyle::new(16.0).with_families(["serif"]);
    /// let mut canvas = Engine::builder().with_fonts(fonts).build().canvas();
    /// let layout = canvas.layout(&Paragraph::new("ink", style), &RenderOptions::new())?;
    /// assert_eq!(layout.runs[0].face.family(), "Inkstone Sans");
    /// # }
    /// # Ok::<(), inkstone::Error>(())
    /// ```
    #[must_use]
    pub fn with_generic<S: Into<String>>(
        mut self,
        generic: GenericFamily,
        families: impl IntoIterator<Item = S>,
    ) -> Self {
        let families = families.into_iter().map(|family| family.into().trim().to_lowercase()).collect();
        Arc::make_mut(&mut self.0).generics.insert(generic, families);
        self
    }

    /// The families that a generic one means; those of `SansSerif` without a say are left to the caller.
    pub(super) fn generic(&self, generic: GenericFamily) -> Vec<usize> {
        let inner = &self.0;
        if let Some(said) = inner.generics.get(&generic) {
            return said.iter().filter_map(|name| inner.names.get(name).copied()).collect();
        }
        let families = || inner.families.iter().enumerate();
        match generic {
            GenericFamily::SansSerif => Vec::new(),
            GenericFamily::Serif => {
                let is_serif = |name: &str| name.contains("serif") && !name.contains("sans");
                let found = families().find(|(_, family)| is_serif(&family.name.to_lowercase()));
                found.map(|(index, _)| index).into_iter().collect()
            }
            GenericFamily::Monospace => {
                families().find(|(_, family)| family.monospaced).map(|(index, _)| index).into_iter().collect()
            }
            GenericFamily::Emoji => {
                families().filter(|(_, family)| is_emoji(&family.name)).map(|(index, _)| index).collect()
            }
            GenericFamily::SystemUi => {
                DESKTOPS.iter().find_map(|name| inner.names.get(*name).copied()).into_iter().collect()
            }
        }
    }
}

impl Face {
    /// Whether it is one of emoji, which other characters do not take while another face has them.
    pub(super) fn is_emoji(&self) -> bool {
        is_emoji(self.family())
    }
}

fn is_emoji(family: &str) -> bool {
    family.to_lowercase().contains("emoji")
}
