//! The scheme `media`: images of attachments, named by the attachment's id, for as long as the vault is open.
//!
//! Only picture types that the window shows are served, by the type found in the bytes; nothing is kept by the
//! webview, and no other document could use an answer.

use crate::shell::Shell;
use tauri::{
    Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};
use yanju_engine::api::{ApiError, ErrorCode};

/// The scheme's name: `media://localhost/<attachment id>`.
pub const SCHEME: &str = "media";

/// Pictures without scripts. SVG is left out: it is a document.
const SHOWN: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif"];

/// Answers a request of the webview, on a blocking thread.
#[expect(clippy::needless_pass_by_value, reason = "the signature of Tauri's protocol handlers")]
pub fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let shell = context.app_handle().state::<Shell>().inner().clone();
    let id = request.uri().path().trim_start_matches('/').to_owned();
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(response(shell.session().attachment(&id)));
    });
}

fn response(content: Result<(String, Vec<u8>), ApiError>) -> Response<Vec<u8>> {
    let (status, media_type, body) = match content {
        Ok((media_type, bytes)) if SHOWN.contains(&media_type.as_str()) => {
            (StatusCode::OK, media_type, bytes)
        }
        Ok(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "text/plain".to_owned(), Vec::new()),
        Err(error) => (status(error.code), "text/plain".to_owned(), Vec::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(media_type) = header::HeaderValue::from_str(&media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        header::HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    response
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::VaultLocked | ErrorCode::VaultAbsent => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_served_by_its_own_type_and_kept_nowhere() {
        let answer = response(Ok(("image/png".to_owned(), vec![1, 2, 3])));
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png", "the sniffed type is said");
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "and no other is guessed");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "the webview keeps no copy");
        assert_eq!(answer.body(), &[1, 2, 3]);
    }

    #[test]
    fn documents_that_can_hold_scripts_are_refused() {
        for media_type in ["image/svg+xml", "text/html", "application/pdf", ""] {
            let answer = response(Ok((media_type.to_owned(), b"<script>".to_vec())));
            assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media_type:?} is not shown");
            assert!(answer.body().is_empty(), "{media_type:?} must not leak its bytes");
        }
    }

    #[test]
    fn a_locked_vault_serves_nothing() {
        let answer = response(Err(ApiError::new(ErrorCode::VaultLocked)));
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(answer.body().is_empty(), "a refusal has no content");
    }
}
