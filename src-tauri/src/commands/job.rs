//! Running work: cancelling it.

use crate::shell::Shell;
use tauri::State;

#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "a command owns its arguments")]
pub fn cancel_job(shell: State<'_, Shell>, job: String) {
    shell.cancel(&job);
}
