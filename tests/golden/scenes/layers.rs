//! Layers: opacity and blend modes.

use inkstone::kurbo::{Affine, Circle};
use inkstone::{BlendMode, Color, Gradient, Layer, RenderOptions, SceneBuilder};

use super::desk::{BLUE, Desk, GOLD, INK, RED, TEAL, cells, rect};

pub(crate) fn draw(desk: &mut Desk<'_>) {
    opacity(desk);
    blending(desk);
}

fn opacity(desk: &mut Desk<'_>) {
    let rings = |s: &mut SceneBuilder| {
        s.fill(Circle::new((24.0, 32.0), 18.0), RED).fill(Circle::new((40.0, 32.0), 18.0), BLUE);
    };
    desk.clear("layers/opacity", (192.0, 64.0), |s| {
        // As a whole: what lies below inside the layer does not shine through.
        cells(s, 3, (64.0, 64.0), [1.0, 0.5, 0.0], |s, opacity| {
            s.fill(rect(0.0, 28.0, 64.0, 8.0), GOLD).layer(Layer::new().with_opacity(opacity), rings);
        });
    });
    desk.clear("layers/nested", (64.0, 64.0), |s| {
        s.layer(Layer::new().with_opacity(0.75), |s| {
            s.fill(rect(4.0, 4.0, 40.0, 40.0), TEAL).layer(Layer::new().with_opacity(0.5), |s| {
                s.fill(rect(20.0, 20.0, 40.0, 40.0), RED).layer(Layer::new().with_opacity(0.5), |s| {
                    s.fill(Circle::new((32.0, 32.0), 14.0), INK);
                });
            });
        });
    });
    desk.clear("layers/transform-inside-and-outside", (64.0, 64.0), |s| {
        s.transformed(Affine::translate((32.0, 32.0)), |s| {
            s.layer(Layer::new().with_opacity(0.6), |s| {
                s.transformed(Affine::new([0.6, 0.6, -0.6, 0.6, 0.0, 0.0]), |s| {
                    s.fill(rect(-24.0, -24.0, 48.0, 48.0), TEAL).fill(rect(-8.0, -8.0, 16.0, 16.0), GOLD);
                });
            });
        });
    });
    desk.clear("layers/empty", (32.0, 32.0), |s| {
        s.fill(rect(4.0, 4.0, 24.0, 24.0), TEAL).layer(Layer::new(), |_| {});
    });
}

fn blending(desk: &mut Desk<'_>) {
    let group = |s: &mut SceneBuilder,
                 mode: BlendMode,
                 below: &dyn Fn(&mut SceneBuilder),
                 above: &dyn Fn(&mut SceneBuilder)| {
        // In a layer and a clip of its own, so that `clear` and its like stay in their cell.
        s.clipped(rect(0.0, 0.0, 28.0, 28.0), |s| {
            s.layer(Layer::new(), |s| {
                below(s);
                s.layer(Layer::new().with_blend_mode(mode), above);
            });
        });
    };
    desk.clear("layers/blend-modes-shapes", (196.0, 112.0), |s| {
        // Half-transparent over opaque, opaque over half-transparent, and each alone: what each operator keeps.
        cells(s, 7, (28.0, 28.0), BlendMode::ALL, |s, mode| {
            let below = |s: &mut SceneBuilder| {
                s.fill(Circle::new((11.0, 11.0), 9.0), GOLD).fill(rect(2.0, 20.0, 16.0, 6.0), GOLD.with_alpha(0.5));
            };
            let above = |s: &mut SceneBuilder| {
                s.fill(rect(11.0, 6.0, 15.0, 20.0), BLUE).fill(rect(6.0, 2.0, 5.0, 24.0), BLUE.with_alpha(0.5));
            };
            group(s, mode, &below, &above);
        });
    });
    desk.clear("layers/blend-modes-colours", (196.0, 112.0), |s| {
        // A spectrum over a ramp of greys and colours, all opaque.
        cells(s, 7, (28.0, 28.0), BlendMode::ALL, |s, mode| {
            let below = |s: &mut SceneBuilder| {
                let ramp =
                    Gradient::linear((0.0, 0.0), (0.0, 26.0)).with_colors([Color::BLACK, TEAL, GOLD, Color::WHITE]);
                s.fill(rect(1.0, 1.0, 26.0, 26.0), ramp);
            };
            let above = |s: &mut SceneBuilder| {
                let spectrum = [RED, GOLD, TEAL, BLUE, Color::from_rgb8(128, 128, 128)];
                s.fill(rect(1.0, 1.0, 26.0, 26.0), Gradient::linear((1.0, 0.0), (27.0, 0.0)).with_colors(spectrum));
            };
            group(s, mode, &below, &above);
        });
    });
    let blue = RenderOptions::new().with_background(Color::from_rgb8(190, 210, 240));
    desk.with("layers/multiply-onto-background", (64.0, 64.0), &blue, |s| {
        s.fill(rect(0.0, 32.0, 64.0, 32.0), GOLD);
        s.layer(Layer::new().with_blend_mode(BlendMode::Multiply).with_opacity(0.8), |s| {
            s.fill(Circle::new((32.0, 32.0), 22.0), TEAL);
        });
    });
    desk.clear("layers/isolated", (128.0, 64.0), |s| {
        // Inside another layer a blend mode sees that layer only.
        cells(s, 2, (64.0, 64.0), [true, false], |s, isolated| {
            let multiply = |s: &mut SceneBuilder| {
                s.layer(Layer::new().with_blend_mode(BlendMode::Multiply), |s| {
                    s.fill(Circle::new((32.0, 32.0), 22.0), TEAL);
                });
            };
            s.fill(rect(4.0, 4.0, 56.0, 56.0), GOLD);
            if isolated {
                s.layer(Layer::new(), multiply);
            } else {
                multiply(s);
            }
        });
    });
    desk.clear("layers/blend-inside-clip", (64.0, 64.0), |s| {
        // `copy` replaces what lies in the clip, edge included, and nothing else.
        s.fill(rect(4.0, 4.0, 56.0, 56.0), GOLD).clipped(Circle::new((32.0, 32.0), 20.0), |s| {
            s.layer(Layer::new().with_blend_mode(BlendMode::Copy), |s| {
                s.fill(rect(0.0, 0.0, 32.0, 64.0), RED.with_alpha(0.5));
            });
        });
    });
    desk.clear("layers/operators-inside-clip", (196.0, 56.0), |s| {
        // The clip says where an operator acts, also one that acts where the layer is empty: outside nothing changes.
        cells(s, 7, (28.0, 28.0), BlendMode::ALL.into_iter().take(14), |s, mode| {
            s.clipped(rect(0.0, 0.0, 28.0, 28.0), |s| {
                s.fill(rect(2.0, 2.0, 24.0, 24.0), GOLD).clipped(Circle::new((14.0, 14.0), 9.5), |s| {
                    s.layer(Layer::new().with_blend_mode(mode), |s| {
                        s.fill(rect(0.0, 0.0, 14.0, 28.0), BLUE.with_alpha(0.75));
                    });
                });
            });
        });
    });
}
