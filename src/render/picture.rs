//! The picture of a story for the places that show one beside a link (Open Graph): its title, what is compared, and who
//! takes which stance on the claim that is disputed most. 1200 x 630 pixels, the same bytes on every machine.
//!
//! Letters are set without hinting or kerning by a font that lies in the program; a title in a script that the font
//! lacks gives no picture, since boxes in place of letters are worse than none.

use super::story::StoryView;
use crate::{config::Site, ui::Words};
use std::sync::LazyLock;

/// Source Serif 4, its Latin, Greek and Cyrillic letters (SIL Open Font License, `data/fonts/OFL.txt`).
static FONT: LazyLock<Option<fontdue::Font>> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!("../../data/fonts/source-serif-4-semibold.ttf");
    fontdue::Font::from_bytes(bytes, fontdue::FontSettings::default()).ok()
});

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1200, 630);

/// Steps between paper and colour at the edge of a letter.
const STEPS: usize = 16;
const MARGIN: usize = 80;
const PAPER: [u8; 3] = [0xfb, 0xfa, 0xf7];

/// Colours of the picture, by their place in the palette.
#[derive(Clone, Copy)]
enum Ink {
    Text,
    Soft,
    Accent,
    For,
    Against,
    Open,
}

const INKS: [[u8; 3]; 6] = [
    [0x1d, 0x1d, 0x1b],
    [0x57, 0x55, 0x4f],
    [0x7a, 0x1f, 0x2b],
    [0x1f, 0x5a, 0x4c],
    [0x9b, 0x1c, 0x1c],
    [0x5d, 0x54, 0x70],
];

/// The picture of a story as PNG; `None` where the font lacks a letter of its title.
pub fn png(site: &Site, words: &Words, story: &StoryView) -> Option<Vec<u8>> {
    let font = FONT.as_ref()?;
    if story.title.chars().any(|c| !c.is_whitespace() && font.lookup_glyph_index(c) == 0) {
        return None;
    }
    let mut canvas = Canvas::new(font);
    if let Some(accent) = site.theme.accent.as_deref().and_then(colour) {
        canvas.inks[Ink::Accent as usize] = accent;
    }
    canvas.fill(0, 0, 24, SIZE.1, Ink::Accent);
    canvas.line(&site.title, MARGIN, 96, 32.0, Ink::Soft);
    let (size, lines) = [84.0, 68.0, 54.0, 44.0]
        .into_iter()
        .map(|size| (size, canvas.wrapped(&story.title, size)))
        .find(|(_, lines)| lines.len() <= 3)
        .unwrap_or_else(|| (44.0, canvas.wrapped(&story.title, 44.0)));
    let mut y = 130;
    for line in lines.iter().take(4) {
        y += (size * 1.16) as usize;
        canvas.line(line, MARGIN, y, size, Ink::Text);
    }
    if let Some(claim) = story.claims.iter().find(|c| c.contested) {
        let mut x = MARGIN;
        for side in &claim.sides {
            let ink = match side.key {
                "for" => Ink::For,
                "against" => Ink::Against,
                _ => Ink::Open,
            };
            for stance in &side.stances {
                let text = format!("{} {}", stance.label, stance.parties.len());
                let wide = canvas.width(&text, 34.0) + 44;
                if x + wide > SIZE.0 - MARGIN {
                    continue;
                }
                canvas.frame(x, 424, wide, 58, ink);
                canvas.line(&text, x + 22, 464, 34.0, ink);
                x += wide + 20;
            }
        }
    }
    let counts = [
        words.count(story.counts.texts, "text"),
        words.count(story.counts.statements, "statement"),
        words.count(story.counts.named, "speaker"),
    ]
    .join(" · ");
    canvas.line(&counts, MARGIN, 540, 32.0, Ink::Soft);
    let known: Vec<&str> =
        story.outlets.iter().filter(|o| o.known).map(|o| o.name.as_str()).collect();
    canvas.line(&known.join(" · "), MARGIN, 588, 32.0, Ink::Text);
    Some(canvas.png())
}

/// The colour of `#rrggbb`.
fn colour(written: &str) -> Option<[u8; 3]> {
    let digits = written.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let part = |n: usize| u8::from_str_radix(&digits[n..n + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

struct Canvas<'a> {
    font: &'a fontdue::Font,
    /// Places in the palette, row by row.
    pixels: Vec<u8>,
    /// Colours of the inks.
    inks: [[u8; 3]; 6],
}

impl<'a> Canvas<'a> {
    fn new(font: &'a fontdue::Font) -> Self {
        Self { font, pixels: vec![0; SIZE.0 * SIZE.1], inks: INKS }
    }

    fn set(&mut self, x: usize, y: usize, ink: Ink, step: usize) {
        if step > 0 && x < SIZE.0 && y < SIZE.1 {
            self.pixels[y * SIZE.0 + x] = (1 + ink as usize * STEPS + (step - 1)) as u8;
        }
    }

    fn fill(&mut self, x: usize, y: usize, wide: usize, high: usize, ink: Ink) {
        for row in y..y + high {
            for column in x..x + wide {
                self.set(column, row, ink, STEPS);
            }
        }
    }

    fn frame(&mut self, x: usize, y: usize, wide: usize, high: usize, ink: Ink) {
        const LINE: usize = 3;
        self.fill(x, y, wide, LINE, ink);
        self.fill(x, y + high - LINE, wide, LINE, ink);
        self.fill(x, y, LINE, high, ink);
        self.fill(x + wide - LINE, y, LINE, high, ink);
    }

    /// Width of a line in pixels, rounded up.
    fn width(&self, text: &str, size: f32) -> usize {
        text.chars().map(|c| self.font.metrics(c, size).advance_width).sum::<f32>().ceil() as usize
    }

    /// The words of `text` in lines that fit; a word that is longer than a line stands alone.
    fn wrapped(&self, text: &str, size: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(last)
                    if self.width(&format!("{last} {word}"), size) <= SIZE.0 - 2 * MARGIN =>
                {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// Sets a line with its baseline at `y`; what does not fit ends in an ellipsis.
    fn line(&mut self, text: &str, x: usize, y: usize, size: f32, ink: Ink) {
        let room = SIZE.0 - MARGIN - x;
        let mut text: String = text.to_owned();
        while !text.is_empty() && self.width(&text, size) > room {
            text = text.trim_end_matches('…').trim_end().to_owned();
            text.pop();
            text.push('…');
        }
        let mut at = x as f32;
        for c in text.chars() {
            let (m, cover) = self.font.rasterize(c, size);
            let left = at.round() as i64 + i64::from(m.xmin);
            let top = y as i64 - i64::from(m.ymin) - m.height as i64;
            for (n, value) in cover.iter().enumerate() {
                let column = usize::try_from(left + (n % m.width) as i64);
                let row = usize::try_from(top + (n / m.width) as i64);
                if let (Ok(column), Ok(row)) = (column, row) {
                    self.set(column, row, ink, usize::from(*value) * STEPS / 255);
                }
            }
            at += m.advance_width;
        }
    }

    fn png(&self) -> Vec<u8> {
        let mut palette = PAPER.to_vec();
        for ink in self.inks {
            for step in 1..=STEPS {
                let mix = |p: u8, i: u8| {
                    ((usize::from(p) * (STEPS - step) + usize::from(i) * step) / STEPS) as u8
                };
                palette.extend((0..3).map(|k| mix(PAPER[k], ink[k])));
            }
        }
        let mut rows = Vec::with_capacity(self.pixels.len() + SIZE.1);
        for row in self.pixels.chunks(SIZE.0) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut head = Vec::new();
        head.extend((SIZE.0 as u32).to_be_bytes());
        head.extend((SIZE.1 as u32).to_be_bytes());
        // Eight bits a pixel, a palette, the one kind of compression and of filter there is, not interlaced.
        head.extend([8, 3, 0, 0, 0]);
        chunk(&mut out, b"IHDR", &head);
        chunk(&mut out, b"PLTE", &palette);
        chunk(&mut out, b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&rows, 6));
        chunk(&mut out, b"IEND", &[]);
        out
    }
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend(kind);
    out.extend(data);
    let sum = crc(&out[start..]);
    out.extend(sum.to_be_bytes());
}

/// CRC-32 as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |mut c: u32, byte: &u8| {
        c ^= u32::from(*byte);
        for _ in 0..8 {
            c = if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
        }
        c
    };
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_sum_is_that_of_the_standard() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(colour("#7a1f2b"), Some([0x7a, 0x1f, 0x2b]));
        assert_eq!((colour("red"), colour("#12345é")), (None, None));
    }

    #[test]
    fn ok_lines_fit_and_what_does_not_is_cut() {
        let mut canvas = Canvas::new(FONT.as_ref().unwrap());
        let long =
            "Was the operator of the dam at Harrow told of the cracks in its wall in March? ";
        let lines = canvas.wrapped(long, 84.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|l| canvas.width(l, 84.0) <= SIZE.0 - 2 * MARGIN));
        canvas.line(&long.repeat(9), MARGIN, 96, 32.0, Ink::Soft);
        let beyond = |x: usize| (0..SIZE.1).any(|y| canvas.pixels[y * SIZE.0 + x] != 0);
        assert!(beyond(MARGIN + 200));
        assert!(!beyond(SIZE.0 - MARGIN + 4));
    }
}
