//! Tokens of a sentence.

use crate::text::{Span, TokenKind};

/// Elided words that begin with an apostrophe.
const ELIDED: &[&str] =
    &["em", "til", "till", "tis", "twas", "cause", "n", "bout", "round", "cos", "im", "er"];

/// Whether the mark is a single quotation mark or an apostrophe.
fn is_single(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‚' | '‛' | '‹' | '›' | '`' | '´')
}

/// Whether the mark can only be a quotation mark.
pub(super) fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂')
}

/// Whether a character goes on inside a word: letters, digits, combining marks, soft hyphens, joiners.
fn is_wordy(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}' | '\u{fe0e}' | '\u{fe0f}')
}

/// The byte positions of those single marks of `paragraph` that quote; the others are apostrophes.
///
/// A mark between two letters is an apostrophe. One after a letter closes a quotation where one is open, else it is
/// the apostrophe of a possessive ("the officials' claim"). Known failure: a plural possessive inside a single-quoted
/// passage is told from the closing mark only where a further closing mark follows.
pub(super) fn single_quote_marks(paragraph: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = paragraph.char_indices().collect();
    let singles: Vec<usize> = (0..chars.len()).filter(|&i| is_single(chars[i].1)).collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).map_or(' ', |&(_, c)| c);
    let mut quotes = Vec::new();
    let mut open = false;
    for (n, &i) in singles.iter().enumerate() {
        let mark = chars[i].1;
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
        // "the U.N.'s envoy"
        let possessive = before == '.'
            && matches!(after, 's' | 'S')
            && !is_wordy(at(Some(i + 2)))
            && i > 1
            && is_wordy(chars[i - 2].1);
        let quotes_here = !possessive
            && match (is_wordy(before), is_wordy(after)) {
                (true, true) => {
                    matches!(mark, '‘' | '‚' | '‛' | '‹' | '›') && !mark_is_typo(mark, before)
                }
                (true, false) if matches!(mark, '\'' | '’' | '´' | '`') => {
                    open && !(is_plural(before)
                        && after == ' '
                        && closes_later(&chars, &singles[n + 1..]))
                }
                (false, true) => {
                    !(matches!(mark, '\'' | '’' | '‘' | '´' | '`') && is_elided(&chars[i + 1..]))
                }
                _ => true,
            };
        if quotes_here {
            quotes.push(chars[i].0);
            // Opening where something follows directly, closing where something stands directly before.
            open = matches!(mark, '‘' | '‚' | '‛') || opens(before, after);
        }
    }
    quotes
}

/// ‘ between two letters is mostly a mistyped apostrophe ("O‘Brien").
fn mark_is_typo(mark: char, before: char) -> bool {
    mark == '‘' && before.is_uppercase()
}

fn is_plural(before: char) -> bool {
    matches!(before, 's' | 'S' | 'z' | 'x')
}

fn opens(before: char, after: char) -> bool {
    (before.is_whitespace() || matches!(before, '(' | '[' | '“' | '"' | '—' | '–' | '-' | ':'))
        && !after.is_whitespace()
}

/// Whether, among the single marks that follow, a closing one comes before an opening one.
fn closes_later(chars: &[(usize, char)], singles: &[usize]) -> bool {
    for &i in singles {
        let before = i.checked_sub(1).map_or(' ', |j| chars[j].1);
        let after = chars.get(i + 1).map_or(' ', |&(_, c)| c);
        match (is_wordy(before), is_wordy(after)) {
            (true, true) => {}
            (false, true) => return false,
            _ => return true,
        }
    }
    false
}

/// Whether what follows an apostrophe is an elided word or decade: "’em", "’90s".
fn is_elided(after: &[(usize, char)]) -> bool {
    let word: String = after.iter().map(|&(_, c)| c).take_while(|&c| is_wordy(c)).take(6).collect();
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    (digits == 2 && matches!(&word[2..], "" | "s"))
        || ELIDED.contains(&word.to_lowercase().as_str())
}

/// Hands the tokens of `sentence` (bytes of `paragraph`) to `take`, in order.
///
/// `quotes` are the [`single_quote_marks`] of the paragraph. A token begins and ends inside the sentence.
pub(super) fn tokenise(
    paragraph: &str,
    sentence: Span,
    quotes: &[usize],
    mut take: impl FnMut(Span, TokenKind),
) {
    let text = sentence.of(paragraph);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if super::is_blank(c) {
            at += c.len_utf8();
            continue;
        }
        let quote = |i: usize| quotes.binary_search(&(sentence.start + i)).is_ok();
        let (len, kind) = if is_double(c) || is_single(c) && quote(at) {
            (c.len_utf8(), TokenKind::Quote)
        } else if starts_number(&text[at..]) {
            number(text, at)
        } else if is_wordy(c) || is_single(c) && text[at + c.len_utf8()..].starts_with(is_wordy) {
            (word(text, at, &quote), TokenKind::Word)
        } else {
            (c.len_utf8(), TokenKind::Punct)
        };
        let from = sentence.start + at;
        take(Span::new(from, from + len), kind);
        at += len;
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽' | '₩' | '₺' | '₴' | '₪' | '฿' | '₿')
}

fn starts_number(text: &str) -> bool {
    // "$35", "US$" aside; a longer row of signs is none.
    let digits = |c: char| c.is_ascii_digit();
    let mut rest = text.chars();
    let second = match rest.next() {
        Some(c) if is_currency(c) => rest.next(),
        first => return first.is_some_and(digits),
    };
    second.is_some_and(digits)
}

/// The number at `at`, with currency sign and separators ("2,500", "10.30", "$35"); with letters it is a word ("14th").
fn number(text: &str, at: usize) -> (usize, TokenKind) {
    let mut end = at + (text[at..].len() - text[at..].trim_start_matches(is_currency).len());
    loop {
        let rest = &text[end..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        end += digits;
        let mut next = text[end..].chars();
        match (next.next(), next.next()) {
            (Some('.' | ',' | ':' | '/' | '\u{202f}' | '⁄'), Some(d)) if d.is_ascii_digit() => {
                end += text[end..].chars().next().map_or(0, char::len_utf8);
            }
            _ => break,
        }
    }
    if text[end..].starts_with(|c: char| is_wordy(c) || matches!(c, '-' | '‑' | '\'' | '’')) {
        let whole = end + continue_word(text, end, &|_| false);
        if text[end..whole].contains(|c: char| c.is_alphabetic()) {
            return (whole - at, TokenKind::Word);
        }
    }
    (end - at, TokenKind::Number)
}

/// Length of the word at `at`.
fn word(text: &str, at: usize, quote: &dyn Fn(usize) -> bool) -> usize {
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    first + continue_word(text, at + first, quote)
}

/// How far the word that ends at `from` goes on: letters and digits, inner apostrophes and hyphens, the stops of
/// "U.S." and of "nbcnews.com", a possessive's closing apostrophe.
fn continue_word(text: &str, from: usize, quote: &dyn Fn(usize) -> bool) -> usize {
    let mut end = from;
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { break };
        let after = rest[c.len_utf8()..].chars().next();
        let take = if is_wordy(c) {
            true
        } else if is_single(c) && !quote(end) {
            // Inner, or the closing apostrophe of a possessive.
            matches!(c, '\'' | '’' | '‘' | '´' | '`')
        } else if matches!(c, '-' | '‑') {
            after.is_some_and(is_wordy)
        } else if matches!(c, '&' | '@') {
            // "AT&T", "name@example.org"
            after.is_some_and(is_wordy)
        } else if c == '.' {
            is_initial(&text[..end])
                && (after.is_some_and(|n| n.is_alphabetic() && is_initial_after(rest))
                    || inside_initials(&text[..end]))
                || after.is_some_and(|n| n.is_lowercase())
                    && text[..end].ends_with(|p: char| p.is_alphanumeric())
        } else {
            false
        };
        if !take {
            break;
        }
        end += c.len_utf8();
    }
    end - from
}

/// Whether `before` ends in a single letter that stands alone: the "U" of "U.S.", the "S" after its stop.
fn is_initial(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(char::is_alphabetic)
        && back.next().is_none_or(|c| !is_wordy(c) && c != '-' && !is_single(c))
}

/// Whether `before` ends in a letter that follows the stop of another: the "S" of "U.S".
fn inside_initials(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next();
    back.next() == Some('.')
        && back.next().is_some_and(char::is_alphabetic)
        && back.next().is_none_or(|c| !is_wordy(c))
}

/// Whether `rest` begins with a stop, one letter and no further letter: the ".S" of "U.S.".
fn is_initial_after(rest: &str) -> bool {
    let mut ahead = rest.chars().skip(1);
    ahead.next().is_some_and(char::is_alphabetic) && ahead.next().is_none_or(|c| !is_wordy(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a one-sentence text, each followed by the first letter of its kind.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let marks = single_quote_marks(text);
        let mut got = Vec::new();
        tokenise(text, Span::new(0, text.len()), &marks, |span, kind| {
            let letter = match kind {
                TokenKind::Word => 'w',
                TokenKind::Number => 'n',
                TokenKind::Quote => 'q',
                TokenKind::Punct => 'p',
            };
            got.push(format!("{}/{letter}", span.of(text)));
        });
        assert_eq!(got.join(" "), expected);
    }

    #[test]
    fn ok_words() {
        check("She didn’t go.", "She/w didn’t/w go/w ./p");
        check("U.S.-led U.N.'s a.m. (D.C.)", "U.S.-led/w U.N.'s/w a.m./w (/p D.C./w )/p");
        check("J. B. Smith of nbcnews.com", "J/w ./p B/w ./p Smith/w of/w nbcnews.com/w");
        check("Italy.EFE", "Italy/w ./p EFE/w");
        check("AT&T well-known re-", "AT&T/w well-known/w re/w -/p");
        check("naïve café cafe\u{301}", "naïve/w café/w cafe\u{301}/w");
    }

    #[test]
    fn ok_numbers() {
        check("2,500 at 10.30, $35; £1.5m", "2,500/n at/w 10.30/n ,/p $35/n ;/p £1.5m/w");
        check("14th 1990s 35% F-16 22-year-old", "14th/w 1990s/w 35/n %/p F-16/w 22-year-old/w");
        check("2003-04 3/4.", "2003/n -/p 04/n 3/4/n ./p");
    }

    #[test]
    fn ok_quotes() {
        check("“Yes,” ‘no’", "“/q Yes/w ,/p ”/q ‘/q no/w ’/q");
        check("'We won,' she said", "'/q We/w won/w ,/p '/q she/w said/w");
        check("the officials' claim", "the/w officials'/w claim/w");
        check("‘the officials’ claim’ fell", "‘/q the/w officials’/w claim/w ’/q fell/w");
        check("the ’90s, give ’em", "the/w ’90s/w ,/p give/w ’em/w");
        check("newspaper ‘The Times’ said", "newspaper/w ‘/q The/w Times/w ’/q said/w");
    }
}
