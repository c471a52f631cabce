//! SVG out: what is written for each feature, and what resvg makes of it, next to our own pixels.

mod svg;
