//! Opening: any part of the plaintext, authenticated before it is handed out.

use super::{CHUNK, FileKey, HEADER, PREAMBLE, Place, SALT, TAG, damage};
use aes_gcm::{
    Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use std::{
    fs::File,
    io::{Error, ErrorKind, Read, Result, Seek, SeekFrom},
    path::Path,
    sync::Mutex,
};

/// Whether an error says that a sealed file is altered or cut short, rather than that it cannot be reached.
pub(crate) fn is_damage(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}

/// An open sealed file, to be read by chunk from any thread.
pub(crate) struct SealedFile {
    file: Mutex<File>,
    key: FileKey,
    name: String,
    bytes: u64,
    last: u64,
}

impl SealedFile {
    /// Opens a file that was sealed under `name`, and authenticates its length and name.
    pub(crate) fn open(path: &Path, key: &[u8; 32], name: &str) -> Result<Self> {
        let mut file = File::open(path)?;
        let sealed_bytes = file.metadata()?.len();
        let key = read_header(&mut file, key)?;
        let (last, bytes) = shape(sealed_bytes)?;
        let opened = Self { file: Mutex::new(file), key, name: name.to_owned(), bytes, last };
        opened.chunk(last)?;
        Ok(opened)
    }

    /// Number of bytes of plaintext.
    pub(crate) fn len(&self) -> u64 {
        self.bytes
    }

    /// The plaintext of a chunk, counted from 0.
    pub(crate) fn chunk(&self, number: u64) -> Result<Vec<u8>> {
        let place = if number == self.last { Place::Last(number) } else { Place::Inner(number) };
        let start = number.saturating_mul(CHUNK as u64);
        let length = self.bytes.checked_sub(start).ok_or_else(|| damage("read past the end"))?;
        let length = length.min(CHUNK as u64) as usize;
        let mut chunk = vec![0; length + TAG];
        self.read_at(HEADER as u64 + number * (CHUNK + TAG) as u64, &mut chunk)?;
        let tag = chunk.split_off(length);
        let tag = Tag::try_from(tag.as_slice()).map_err(|_| damage("tag"))?;
        self.key
            .cipher
            .decrypt_inout_detached(
                &place.nonce(),
                place.bound_to(&self.name),
                InOutBuf::from(chunk.as_mut_slice()),
                &tag,
            )
            .map_err(|_| damage("chunk does not authenticate"))?;
        Ok(chunk)
    }

    /// The whole plaintext.
    pub(crate) fn read_all(&self) -> Result<Vec<u8>> {
        let mut all = Vec::with_capacity(self.bytes as usize);
        for number in 0..=self.last {
            all.append(&mut self.chunk(number)?);
        }
        Ok(all)
    }

    /// Authenticates every chunk.
    pub(crate) fn verify(&self) -> Result<()> {
        (0..=self.last).try_for_each(|number| self.chunk(number).map(drop))
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let mut file = self.file.lock().map_err(|_| Error::other("a reader panicked"))?;
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buffer)
    }
}

fn read_header(file: &mut File, key: &[u8; 32]) -> Result<FileKey> {
    let mut preamble = [0; PREAMBLE.len()];
    let mut salt = [0; SALT];
    let mut commitment = [0; 32];
    file.read_exact(&mut preamble)?;
    file.read_exact(&mut salt)?;
    file.read_exact(&mut commitment)?;
    let key = FileKey::derive(key, &salt)?;
    if preamble != PREAMBLE {
        return Err(damage("not a sealed file of a known version"));
    }
    if key.commitment != commitment {
        return Err(damage("sealed under another key"));
    }
    Ok(key)
}

/// The number of the last chunk and the bytes of plaintext in a file of that many bytes.
fn shape(sealed_bytes: u64) -> Result<(u64, u64)> {
    let body = sealed_bytes.checked_sub(HEADER as u64).ok_or_else(|| damage("shorter than its header"))?;
    let chunks = body.div_ceil((CHUNK + TAG) as u64);
    let last = chunks.checked_sub(1).ok_or_else(|| damage("no chunk"))?;
    let in_last = body - last * (CHUNK + TAG) as u64;
    // An empty chunk follows no other: else one plaintext would have two sealings.
    if in_last < TAG as u64 || (last > 0 && in_last == TAG as u64) {
        return Err(damage("cut short"));
    }
    Ok((last, body - chunks * TAG as u64))
}

/// The plaintext of a sealed file. Every byte it yields has been authenticated.
pub struct SealedReader {
    file: SealedFile,
    position: u64,
    /// The chunk that was read last, and its number.
    held: Option<(u64, Vec<u8>)>,
}

impl SealedReader {
    pub(crate) fn new(file: SealedFile) -> Self {
        Self { file, position: 0, held: None }
    }

    /// Opens a file that was sealed under `name` with `key`, as `docs/vault-format.md` describes it.
    pub fn open(path: &Path, key: &[u8; 32], name: &str) -> Result<Self> {
        SealedFile::open(path, key, name).map(Self::new)
    }

    /// Number of bytes of plaintext.
    pub fn len(&self) -> u64 {
        self.file.len()
    }

    /// Whether the plaintext is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn hold(&mut self, number: u64) -> Result<&[u8]> {
        if self.held.as_ref().is_none_or(|(held, _)| *held != number) {
            self.held = Some((number, self.file.chunk(number)?));
        }
        Ok(self.held.as_ref().map_or(&[], |(_, chunk)| chunk))
    }
}

impl Read for SealedReader {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.position >= self.len() {
            return Ok(0);
        }
        let number = self.position / CHUNK as u64;
        let within = (self.position % CHUNK as u64) as usize;
        let mut rest = self.hold(number)?.get(within..).unwrap_or(&[]);
        let read = rest.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SealedReader {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.len().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}
