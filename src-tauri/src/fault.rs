//! Faults of the program: said with their place, never with content.

/// Replaces the default report of a panic, whose message may quote a record, by the place it happened at.
pub fn report_without_content() {
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => eprintln!("yanju-desktop: internal fault at {place}"),
        None => eprintln!("yanju-desktop: internal fault"),
    }));
}
