//! Keeps the keys of this process out of core dumps and away from its neighbours.
//!
//! Wiping keys when they are dropped is the business of the keys themselves.

/// Turns core dumps off and refuses to be traced, where the system knows how. Called once, at start.
///
/// A system that refuses is not an error: the vault is as safe as it was without.
pub fn harden() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn a_hardened_process_leaves_no_core_dump() {
        super::harden();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!(limit.current, Some(0), "a core dump would hold the keys");
        let dumpable = rustix::process::dumpable_behavior().expect("every Linux answers this");
        assert_eq!(dumpable, rustix::process::DumpableBehavior::NotDumpable, "a neighbour could attach");
    }
}
