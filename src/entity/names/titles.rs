//! Titles and what stands before or behind a name.

use super::*;

impl Spotter<'_> {
    pub(super) fn is_title(&self, at: usize) -> bool {
        let w = self.word(at);
        // "mum-of-two", "father-of-four"
        let parent =
            w.lower.split_once("-of-").is_some_and(|(one, _)| self.lex.role(one).is_some());
        parent
            || self.lex.title(w.text).is_some()
            || self.lex.role(&w.lower).is_some_and(|r| !r.plural)
            || matches!(
                w.text,
                "Sens" | "Reps" | "Messrs" | "Senators" | "Presidents" | "Ministers" | "Govs"
            )
    }

    /// A given name and one or two more words at the end of a run of ordinary words: "Breaking Ann Smith".
    pub(super) fn trailing_person(&self, from: usize, to: usize) -> Option<usize> {
        (from + 1..to - 1).find(|k| {
            self.given(*k)
                && !self.word(*k).is(class::COMMON)
                && (k + 1..to).all(|j| !self.word(j).is(class::COMMON))
        })
    }

    /// Whether an entry of the gazetteers ends right before token `k`: the state in "North Carolina Rep.", which
    /// would pass for a given name by its last word.
    pub(super) fn listed_up_to(&self, from: usize, k: usize) -> bool {
        (from.max(k.saturating_sub(4))..k)
            .any(|j| self.gazetteer_at(j, k).is_some_and(|(n, _)| j + n == k))
    }

    /// Whether token `at` belongs to a party and state after a name: "R-Ohio", the parts of "D-N.Y.".
    pub(super) fn party_code(&self, at: usize) -> bool {
        let opens = |k: usize| {
            let text = self.word(k).text;
            text.find('-').is_some_and(|h| {
                h <= 3
                    && matches!(self.lex.gazetteer_whole(&[&text[..=h]]), Some(Gaz::Allegiance(_)))
            })
        };
        let mut k = at;
        loop {
            if opens(k) {
                return true;
            }
            if k == 0 || self.word(k - 1).end != self.word(k).span.start || at - k >= 4 {
                return false;
            }
            k -= 1;
        }
    }

    /// Where titles end and the name begins: (first token of the titles, first of the name).
    pub(super) fn split_title(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let suffix = |k: usize| self.word(k).is(class::SUFFIX);
        let last = (from..to - 1).rev().find(|&k| {
            self.is_title(k)
                && !(k + 1..to).all(suffix)
                // "Martin Luther King Day": a role noun after given names is part of the name.
                && !(k > from && self.given(k - 1) && !self.is_title(k - 1) && self.lex.title(self.word(k).text).is_none_or(|t| t.office) && self.word(k - 1).text.len() > 2 && !self.word(k - 1).is(class::COMMON | class::ANIMATE) && !self.listed_up_to(from, k))
                && !self.word(k).possessive
        })?;
        // "Dean Smith": a title that is a given name as well, before a single word.
        let word = self.word(last);
        if last == from
            && to - last == 2
            && self.lex.given(&fold(word.text)).is_some()
            && self.lex.title(word.text).is_none()
        {
            return None;
        }
        // "Connecticut Attorney General": nothing but titles.
        if (last + 1..to).all(|k| self.is_title(k) && !self.given(k)) {
            return None;
        }
        let mut name = last + 1;
        if self.word(name).is(class::LINKER) {
            let after = name + if self.word(name + 1).text == "the" { 2 } else { 1 };
            if after >= to {
                return None;
            }
            let listed = self.gazetteer_at(after, to).map_or(1, |(n, _)| n);
            name = (after + listed..to)
                .find(|&k| self.given(k) && !self.word(k).is(class::COMMON))
                .unwrap_or_else(|| {
                    let mut k = after + listed;
                    while k < to && self.word(k).is(class::COMMON | class::LINKER) {
                        k += 1;
                    }
                    k
                });
        }
        // "Official US sources": a noun before a state is no title.
        let texts = self.texts(name.min(to), to);
        if self.lex.title(word.text).is_none() && self.lex.gazetteer_whole(&texts).is_some() {
            return None;
        }
        (name < to).then_some((from, name))
    }
}
