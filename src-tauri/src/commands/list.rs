//! Every command the window can call, once: the handler, the permissions and the check of the capability all come
//! from this list. `build.rs` reads it too, hence a macro that hands the list to another.

macro_rules! commands {
    ($with:ident) => {
        $with! {
            vault::vault_status,
            vault::create_vault,
            vault::open_vault,
            vault::open_demo,
            vault::lock_vault,
            vault::pick_vault_folder,
            library::overview,
            library::find_conversations,
            library::search_messages,
            library::timeline,
            library::suggest,
            library::parse_query,
            transcript::conversation_detail,
            transcript::transcript,
            transcript::find_in_conversation,
            annotate::annotate,
            annotate::undo,
            annotate::redo,
            annotate::save_category,
            annotate::remove_category,
            import::formats,
            import::pick_import_files,
            import::pick_import_folder,
            import::preview_import,
            import::import_files,
            export::preview_export,
            export::export_document,
            export::pick_export_folder,
            export::show_in_folder,
            backup::backup_status,
            backup::set_backup_plan,
            backup::backups,
            backup::backups_at,
            backup::back_up,
            backup::back_up_if_due,
            backup::rehearse_backup,
            backup::verify_backup,
            backup::restore_vault,
            backup::pick_backup_folder,
            job::cancel_job,
        }
    };
}
