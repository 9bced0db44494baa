//! Scenarios at the engine's face, one module per verb. What a single room promises is tested in that room.

mod support;

mod annotate;
mod backup;
mod completeness;
mod confirm;
mod entities;
mod every_format;
mod export;
mod import;
mod inbox;
mod keys;
mod kills;
mod lifecycle;
mod locking;
mod log;
mod people;
mod radar;
mod saved;
mod search;
mod suggest;
mod zone;
