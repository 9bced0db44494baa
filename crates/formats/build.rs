//! Finds the fonts that exported documents embed, and makes them ready to be included.
//!
//! They come from the packages pinned in `fonts/package-lock.json`, or from the folder `YANJU_FONT_DIR`, laid out
//! like `fonts/node_modules`. Nothing is downloaded here.

use std::{env, fs, path::Path, path::PathBuf, process::exit};

const REGULAR: &str = "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf";
const BOLD: &str = "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf";
const EMOJI: &str = "twemoji-colr-font/twemoji.woff2";

fn main() {
    println!("cargo::rerun-if-env-changed=YANJU_FONT_DIR");
    let manifest_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let fonts =
        env::var_os("YANJU_FONT_DIR").map_or_else(|| manifest_dir.join("fonts/node_modules"), PathBuf::from);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());

    copy(&fonts.join(REGULAR), &out.join("regular.ttf"));
    copy(&fonts.join(BOLD), &out.join("bold.ttf"));
    let emoji = read(&fonts.join(EMOJI));
    match wuff::decompress_woff2(&emoji) {
        Ok(font) => write(&out.join("emoji.ttf"), &font),
        Err(_) => stop(&format!("{} is not a WOFF2 font.", fonts.join(EMOJI).display())),
    }
}

fn copy(from: &Path, to: &Path) {
    write(to, &read(from));
}

fn read(path: &Path) -> Vec<u8> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read(path).unwrap_or_else(|_| {
        stop(&format!("The fonts are not installed ({} is missing): run ./dev deps.", path.display()))
    })
}

fn write(path: &Path, bytes: &[u8]) {
    if let Err(error) = fs::write(path, bytes) {
        stop(&format!("Cannot write {}: {error}.", path.display()));
    }
}

fn stop(sentence: &str) -> ! {
    eprintln!("{sentence}");
    exit(1)
}
