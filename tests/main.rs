//! Scenarios at the engine's face, one module per verb. What a single room promises is tested in that room.

mod support;

mod annotate;
mod backup;
mod export;
mod import;
mod lifecycle;
mod search;
