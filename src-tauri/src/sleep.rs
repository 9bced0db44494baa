//! The system's word that the machine is about to sleep: the signal `PrepareForSleep` of logind
//! (<https://www.freedesktop.org/wiki/Software/systemd/inhibit/>), held up until what has to be done is done.

use zbus::{
    MatchRule,
    blocking::{Connection, MessageIterator},
    message::Type,
    zvariant::OwnedFd,
};

const MANAGER: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";

/// Does `act` each time before the machine sleeps, for as long as the program runs. Returns where the system has no
/// such word: what else notices a sleep, notices it then on waking up.
pub fn on_sleep(act: impl Fn()) {
    // No word, no thread.
    let _ = hear(act);
}

fn hear(act: impl Fn()) -> zbus::Result<()> {
    let system = Connection::system()?;
    let mut delay = hold_up(&system);
    // Whoever else may send on the system's bus can at most have the vault locked.
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(MANAGER)?
        .member("PrepareForSleep")?
        .path(PATH)?
        .build();
    for message in MessageIterator::for_match_rule(rule, &system, None)? {
        match message?.body().deserialize() {
            Ok(true) => {
                act();
                drop(delay.take());
            }
            Ok(false) => delay = hold_up(&system),
            Err(_) => {}
        }
    }
    Ok(())
}

/// Asks the system to wait for us; it does for some seconds, until what is returned is dropped.
fn hold_up(system: &Connection) -> Option<OwnedFd> {
    let asked = ("sleep", "Yanju", "locks the vault", "delay");
    let answer =
        system.call_method(Some("org.freedesktop.login1"), PATH, Some(MANAGER), "Inhibit", &asked).ok()?;
    answer.body().deserialize().ok()
}
