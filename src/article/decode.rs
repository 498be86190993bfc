//! From the bytes of a file to text.

use crate::diagnostic::Diagnostic;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Most bytes of an article's file.
pub const LIMIT: u64 = 8 << 20;

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// WHATWG name of the encoding it was read as.
    pub encoding: &'static str,
    /// Whether bytes that mean nothing in that encoding were replaced by U+FFFD.
    pub replaced: bool,
}

/// Beginnings of files that are no text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt or .epub file)"),
    (b"\xD0\xCF\x11\xE0", "an old Word, Excel or PowerPoint file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"bplist", "a web archive"),
];

/// Reads `bytes` as text: byte order mark, valid UTF-8, else what a detector makes of them.
///
/// # Errors
/// A diagnostic without a path where the file is empty, too large (`file-too-large`, over [`LIMIT`]) or no text at all.
///
/// ```
/// use story_digest::article::decode::decode;
/// assert_eq!(decode(b"caf\xe9 noir et th\xe9 \xe0 la menthe").unwrap().text, "café noir et thé à la menthe");
/// assert_eq!(decode(b"%PDF-1.7\x00\x01").unwrap_err().code, "not-text");
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, Diagnostic> {
    decode_as(bytes, None)
}

/// [`decode`], where a page declares its encoding.
pub(super) fn decode_as(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<Decoded, Diagnostic> {
    if bytes.len() as u64 > LIMIT {
        return Err(too_large(bytes.len() as u64));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Diagnostic::error("not-text", format!("this is {what}, not a text"))
            .help("copy the article's text into a .txt file, or save the page as .html"));
    }
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guess(bytes, declared), 0),
    };
    let (text, replaced) = encoding.decode_without_bom_handling(&bytes[skip..]);
    if is_junk(&text) {
        return Err(Diagnostic::error(
            "not-text",
            "this file is no text: it is full of control characters",
        )
        .help("copy the article's text into a .txt file, or save the page as .html"));
    }
    if text.trim_matches(crate::segment::is_blank).is_empty() {
        return Err(Diagnostic::error("empty-file", "this file holds no text")
            .help("delete it, or paste the article into it"));
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), replaced })
}

/// The error for a file of so many bytes.
pub(super) fn too_large(bytes: u64) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        format!(
            "this file has {:.1} MB; an article may have {} MB",
            bytes as f64 / 1e6,
            LIMIT >> 20
        ),
    )
    .help("keep only the article's text")
}

fn guess(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    // Text in UTF-16 without a mark: every second byte of Latin letters is zero.
    let zeros =
        |parity: usize| bytes.iter().skip(parity).step_by(2).take(512).filter(|&&b| b == 0).count();
    let pairs = bytes.len().div_ceil(2).min(512);
    if pairs > 8 && zeros(1) * 10 > pairs * 7 && zeros(0) * 10 < pairs {
        return UTF_16LE;
    }
    if pairs > 8 && zeros(0) * 10 > pairs * 7 && zeros(1) * 10 < pairs {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) {
        return UTF_8;
    }
    if let Some(declared) = declared.filter(|e| *e != UTF_8) {
        return declared;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// UTF-8 with a few broken bytes, which a detector takes for some other encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A text cut in the middle of its last character is as good as any: only there is a part no mistake.
        let cut = std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        broken +=
            usize::from(!chunk.invalid().is_empty() && !(cut && bytes.ends_with(chunk.invalid())));
    }
    good > 0 && broken * 10 <= good
}

/// More control characters than any text has.
fn is_junk(text: &str) -> bool {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        odd += usize::from(
            c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}')
                || c == '\u{fffd}',
        );
    }
    odd > 4 && odd * 50 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> String {
        decode(bytes).unwrap_err().code
    }

    #[test]
    fn ok_encodings() {
        let text = "“Café”, said the mayor of Łódź. Nobody answered her that day.";
        assert_eq!(decode(text.as_bytes()).unwrap().text, text);
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decode(&marked).unwrap().text, text);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&[b"\xFF\xFE".as_slice(), &wide].concat()).unwrap().text, text);
        assert_eq!(decode(&wide).unwrap().text, text);
        let quoted = b"He said: \x93No\x94, and it\x92s over. The caf\xe9 was shut.";
        assert_eq!(
            decode(quoted).unwrap().text,
            "He said: “No”, and it’s over. The café was shut."
        );
    }

    #[test]
    fn ok_utf8_with_a_broken_end() {
        let text = "“Ä” “Ö” “Ü” “ß” “É” “È”";
        let cut = &text.as_bytes()[..text.len() - 1];
        let decoded = decode(cut).unwrap();
        assert!(decoded.replaced && decoded.text.starts_with("“Ä” “Ö”"));
        let text = "“It is safe,” she said. “Go home…";
        let decoded = decode(&text.as_bytes()[..text.len() - 1]).unwrap();
        assert!(decoded.replaced && decoded.text.starts_with("“It is safe,” she"));
    }

    #[test]
    fn err_no_text() {
        assert_eq!(code(b""), "empty-file");
        assert_eq!(code(b" \n\t\xEF\xBB\xBF"), "empty-file");
        assert_eq!(code(b"\xEF\xBB\xBF"), "empty-file");
        assert_eq!(code(&[0; 100]), "not-text");
        assert_eq!(code(&(0..=255).cycle().take(4000).collect::<Vec<u8>>()), "not-text");
        assert_eq!(code(b"%PDF-1.4 text"), "not-text");
        assert_eq!(code(&vec![b'a'; LIMIT as usize + 1]), "file-too-large");
    }
}
