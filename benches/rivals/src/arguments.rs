//! What was asked for.

use std::path::PathBuf;

pub const USAGE: &str = "\
rivals pictures|png|raster|glyph|cache|quality|growth|stops|layout|effects [OPTIONS]
  pictures         whole pictures with their PNG bytes
  png              PNG bytes from pixels
  raster           prebuilt paths, 1200 x 630 and 3840 x 2160
  glyph            a CJK glyph's mask from its outline
  cache            a warm page of glyphs; pages of more characters
  quality          how far each rasterizer's coverage is from the exact one
  growth           time by segments, pixels and threads
  stops            how soon a render ends after its deadline or a cancel
  layout           positioned glyphs from a text
  effects          blurs, shadows, layers, a large photo
  --rounds N       rounds of each scene; without it about 12 s each
  --only SCENE     scenes whose name holds this
  --rival NAME     rivals whose name holds this
  --size WIDTH     raster: one size, 1200 or 3840
  --write FOLDER   saves what each rival drew";

#[derive(Debug, Default)]
pub struct Arguments {
    pub table: String,
    pub rounds: Option<u32>,
    pub only: Option<String>,
    pub rival: Option<String>,
    pub size: Option<u32>,
    pub write: Option<PathBuf>,
}

impl Arguments {
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut out = Self { table: words.next().ok_or("no table named")?, ..Self::default() };
        while let Some(option) = words.next() {
            let value = words.next().ok_or_else(|| format!("{option} needs a value"))?;
            let whole = || value.parse::<u32>().map_err(|_| format!("{option} needs a number, not {value}"));
            match option.as_str() {
                "--rounds" => out.rounds = Some(whole()?.max(1)),
                "--only" => out.only = Some(value),
                "--rival" => out.rival = Some(value),
                "--size" => out.size = Some(whole()?),
                "--write" => out.write = Some(value.into()),
                _ => return Err(format!("{option} is not known")),
            }
        }
        Ok(out)
    }

    pub fn wants(&self, scene: &str) -> bool {
        self.only.as_ref().is_none_or(|only| scene.contains(only.as_str()))
    }
}
