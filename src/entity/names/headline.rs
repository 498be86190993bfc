//! Names in lines whose words are all capitalised.

use super::*;

impl Spotter<'_> {
    /// Names in a sentence whose words are all capitalised: only those known from elsewhere.
    pub(super) fn titled(&mut self, sentence: usize) {
        let range = self.words.sentence(sentence);
        let mut i = range.start;
        while i < range.end {
            if !self.word(i).capital() {
                i += 1;
                continue;
            }
            let taken = self.titled_at(i, range.end);
            i += taken.max(1);
        }
    }

    pub(super) fn titled_at(&mut self, i: usize, end: usize) -> usize {
        let known = |k: usize| {
            let w = self.word(k);
            self.known.contains(w.text)
                && (!w.is(class::COMMON) || !w.is(class::OPENER | class::VERB))
        };
        let listed = self.gazetteer_at(i, end.min(i + 6));
        let mut j = i;
        while j < end
            && (j == i || (self.word(j).joined && !self.word(j - 1).possessive))
            && (known(j)
                || (j > i && self.word(j).is(class::PARTICLE) && j + 1 < end && known(j + 1)))
        {
            j += 1;
        }
        if let Some((n, g)) = listed
            && n >= j - i
        {
            self.push(i, i, i + n, NameKind::Listed(g));
            return n;
        }
        if j > i {
            let common_only = (i..j).all(|k| self.word(k).is(class::COMMON))
                && j - i == 1
                && !self.words.opens(i)
                && self.lex.given(&fold(self.word(i).text)).is_none();
            if !common_only {
                let kind =
                    if j - i >= 2 && self.given(i) { NameKind::Person } else { NameKind::Unknown };
                self.push(i, i, j, kind);
            }
            return j - i;
        }
        let pair = i + 1 < end
            && self.word(i + 1).joined
            && self.word(i + 1).capital()
            && !self.word(i).possessive
            && self.given(i)
            && !self.word(i).is(class::COMMON)
            && !self
                .word(i + 1)
                .is(class::COMMON | class::VERB | class::PREPOSITION | class::AUXILIARY);
        if pair {
            self.push(i, i, i + 2, NameKind::Person);
            return 2;
        }
        1
    }
}
