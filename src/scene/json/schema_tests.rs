//! The JSON Schema of the format is made from the types, and kept in `examples/scenes/scene.schema.json`.

use std::path::Path;

use super::item::SceneJson;

/// `INKSTONE_BLESS=1 cargo test --features serde schema` writes it anew.
#[test]
fn the_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(SceneJson);
    let mut fresh = serde_json::to_string_pretty(&schema).unwrap();
    fresh.push('\n');
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenes/scene.schema.json");
    if std::env::var_os("INKSTONE_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "{} is not fresh: run this test with INKSTONE_BLESS=1", path.display());
}
