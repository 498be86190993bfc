//! Names: sequences of capitalised words, with the titles before them taken apart.

mod headline;
mod titles;

use super::{
    EntityKind, Hint,
    lexicon::{Gaz, Lexicon, class, fold},
    words::{Shape, Word, Words},
};
use crate::text::Span;
use std::collections::HashSet;

/// What a name seems to be, by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A person: a title or a given name shows it.
    Person,
    /// Several capitalised words without a sign: a person more often than not.
    MaybePerson,
    /// Several capitalised words of which some are ordinary: a body more often than not.
    MaybeBody,
    /// A body: a word such as "Ministry" shows it, or capitals throughout.
    Organisation,
    /// An entry of the gazetteers.
    Listed(Gaz),
    /// Nothing but titles: "the Prime Minister".
    Office,
    /// One word that nothing explains.
    Unknown,
}

/// One name in the text.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// First token with titles and modifiers before the name.
    pub outer: usize,
    /// First token of the name itself.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// What it seems to be.
    pub kind: NameKind,
}

/// Finds names in one document.
pub(crate) struct Spotter<'a> {
    words: &'a Words<'a>,
    lex: &'static Lexicon,
    names: Vec<Name>,
    /// Tokens of names that stand inside sentences: they are names at the start of one, too.
    known: HashSet<String>,
}

/// All names of the document, in order.
///
/// `known` are names that the editor lists; `hints` tell the kind of names that their words leave open.
pub(crate) fn spot(
    words: &Words<'_>,
    lex: &'static Lexicon,
    known: &[String],
    hints: &[Hint],
) -> Vec<Name> {
    let known = known.iter().flat_map(|n| n.split(' ')).map(str::to_string).collect();
    let mut s = Spotter { words, lex, names: Vec::new(), known };
    let sentences = words.sentences.len().saturating_sub(1);
    let mut postponed = Vec::new();
    for sentence in (0..sentences).filter(|s| !words.titled[*s]) {
        s.sentence(sentence, &mut postponed);
    }
    let inside: Vec<String> = s
        .names
        .iter()
        .filter(|n| s.is_namelike(n))
        .flat_map(|n| &words.all[n.from..n.to])
        .map(|w| w.text.to_string())
        .collect();
    s.known.extend(inside);
    for at in postponed {
        if s.known.contains(words.all[at].text) {
            s.names.push(Name { outer: at, from: at, to: at + 1, kind: NameKind::Unknown });
        }
    }
    for sentence in (0..sentences).filter(|s| words.titled[*s]) {
        s.titled(sentence);
    }
    s.names.sort_by_key(|n| n.from);
    for n in &mut s.names {
        if matches!(n.kind, NameKind::Unknown | NameKind::MaybePerson | NameKind::MaybeBody) {
            let span = words.span(n.from, n.to);
            if let Some(kind) = hinted(hints, span) {
                n.kind = kind;
            }
        }
    }
    s.names
}

/// The kind that a sure hint gives a name.
fn hinted(hints: &[Hint], at: Span) -> Option<NameKind> {
    hints.iter().find_map(|h| match h {
        Hint::Name { span, kind, confidence } if span.overlaps(at) && *confidence > 0.7 => {
            match kind {
                EntityKind::Person => Some(NameKind::Person),
                EntityKind::Organisation => Some(NameKind::Organisation),
                _ => None,
            }
        }
        _ => None,
    })
}

impl Spotter<'_> {
    fn word(&self, at: usize) -> &Word<'_> {
        &self.words.all[at]
    }

    fn is_namelike(&self, n: &Name) -> bool {
        matches!(
            n.kind,
            NameKind::Person
                | NameKind::MaybePerson
                | NameKind::MaybeBody
                | NameKind::Organisation
                | NameKind::Unknown
        )
    }

    fn sentence(&mut self, sentence: usize, postponed: &mut Vec<usize>) {
        let range = self.words.sentence(sentence);
        let mut i = range.start;
        while i < range.end {
            let w = self.word(i);
            let given = i + 1 < range.end
                && self.word(i + 1).capital()
                && self.word(i + 1).joined
                && !self.word(i + 1).is(class::CALENDAR);
            if self.month_name(i, range.end) && !given {
                postponed.push(i);
                i += 1;
                continue;
            }
            if !w.capital()
                || w.is(class::CALENDAR) && !(given && self.month_name(i, range.end))
                || self.party_code(i)
                || self.lex.pronoun(&w.lower).is_some_and(|_| w.shape != Shape::Upper)
                || w.text == "I"
            {
                i += 1;
                continue;
            }
            let end = self.run(i, range.end);
            let mut from = self.drop_opener(i, end);
            // "Trustees of the Fund": what is left begins with a name.
            while from < end && !self.word(from).capital() {
                from += 1;
            }
            if from < end {
                if from + 1 == end && self.words.opens(from) && self.ordinary(from) {
                    postponed.push(from);
                } else {
                    self.analyse(from, end);
                }
            }
            i = end;
        }
    }

    /// "May said": a month that may be a name, if it is one elsewhere.
    fn month_name(&self, at: usize, end: usize) -> bool {
        let w = self.word(at);
        let next = (at + 1 < end).then(|| self.word(at + 1));
        let dated = next.is_some_and(|n| n.shape == Shape::Number)
            || (at > 0 && self.word(at - 1).is(class::PREPOSITION | class::QUANTIFIER))
            || (at > 0 && self.word(at - 1).shape == Shape::Number);
        w.capital() && w.is(class::NAME_MONTH) && !dated
    }

    /// Whether a word is more likely an ordinary word with a capital than a name.
    fn ordinary(&self, at: usize) -> bool {
        let w = self.word(at);
        if self.lex.gazetteer(&[w.text]).is_some() || w.shape == Shape::Upper {
            return w.is(class::OPENER);
        }
        let noun = |l: &str| {
            self.lex.role(l).is_some()
                || self.lex.body(l).is_some()
                || self.lex.document(l).is_some()
        };
        w.is(class::COMMON
            | class::OPENER
            | class::VERB
            | class::SUBORDINATOR
            | class::PREPOSITION
            | class::ANIMATE
            | class::QUANTIFIER)
            || (noun(&w.lower) && self.lex.title(w.text).is_none())
            || w.lower.ends_with('s') && self.lex.person_noun(&w.lower)
            || w.lower.ends_with("ing")
            || w.lower.ends_with("ly")
            || w.lower.ends_with("ed")
                && !w.lower.ends_with("eed")
                && !w.lower.contains('-')
                && self.lex.given(&fold(w.text)).is_none()
    }

    /// One past the capitalised run that starts at `from`.
    fn run(&self, from: usize, end: usize) -> usize {
        let mut j = from + 1;
        while j < end && (!self.word(j - 1).possessive || self.owned_body(from, j)) {
            let w = self.word(j);
            let next = |n: usize| {
                (j + n < end).then(|| self.word(j + n)).filter(|w| w.joined && w.capital())
            };
            if w.text == "&" && j + 1 < end && self.word(j + 1).capital() {
                j += 2;
                continue;
            }
            if !w.joined || self.headline_word(j) {
                break;
            }
            let month = w.is(class::CALENDAR)
                && !(w.is(class::NAME_MONTH)
                    && (self.given(j - 1) || self.is_title(j - 1))
                    && !self.word(j - 1).is(class::OPENER));
            if w.capital() && !month && w.text != "I" {
                j += 1;
            } else if w.is(class::PARTICLE) && w.text != "I" && next(1).is_some() {
                j += 2;
            } else if w.is(class::PARTICLE)
                && j + 1 < end
                && self.word(j + 1).is(class::PARTICLE)
                && next(2).is_some()
            {
                j += 3;
            } else if w.is(class::LINKER) && self.links(from, j) {
                if next(1).is_some_and(|n| !n.is(class::CALENDAR)) {
                    j += 2;
                } else if j + 1 < end && self.word(j + 1).text == "the" && next(2).is_some() {
                    j += 3;
                } else {
                    break;
                }
            } else {
                break;
            }
        }
        j
    }

    /// "Workers’ Compensation Board", "Children’s Hospital": a possessive that is a part of a body's name.
    fn owned_body(&self, from: usize, at: usize) -> bool {
        let owner = self.word(at - 1);
        let plural = self.lex.person_noun(&owner.lower) || owner.is(class::ANIMATE);
        let ends = self.last_capital(at, self.words.sentence(owner.sentence).end);
        at > from
            && plural
            && owner.shape == Shape::Capital
            && self.lex.given(&fold(owner.text)).is_none()
            && self.gazetteer_at(at - 1, at).is_none()
            && ends.is_some_and(|k| self.word(k).is(class::ORGANISATION))
    }

    /// The last of the capitalised words that follow each other from `at` on.
    fn last_capital(&self, at: usize, end: usize) -> Option<usize> {
        (at..end).take_while(|&k| self.word(k).capital() && (k == at || self.word(k).joined)).last()
    }

    /// Whether the word at `at` has its capital from a headline: "Ann To Bob".
    fn headline_word(&self, at: usize) -> bool {
        let w = self.word(at);
        w.shape == Shape::Capital
            && matches!(
                w.lower.as_ref(),
                "to" | "at"
                    | "by"
                    | "from"
                    | "over"
                    | "after"
                    | "before"
                    | "as"
                    | "is"
                    | "are"
                    | "was"
                    | "has"
                    | "if"
                    | "when"
            )
    }

    /// Whether the linker at `at` may go on with the name that starts at `from`: "Ministry of", "Secretary of".
    fn links(&self, from: usize, at: usize) -> bool {
        let before = self.word(at - 1);
        // "Ann King of Maine": a family name, no head.
        let titled = (from..at - 1).any(|k| self.is_title(k)) && at >= from + 3;
        let family = at >= from + 2
            && (self.given(at - 2) && !self.word(at - 2).is(class::COMMON)
                || titled && !before.is(class::ORGANISATION));
        let heads = before.is(class::ORGANISATION)
            || !family && self.lex.title(before.text).is_some_and(|t| t.office)
            || self.lex.role(&before.lower).is_some() && !before.is(class::MEMBERS);
        match self.word(at).lower.as_ref() {
            "of" | "for" => {
                // "a majority of Democrats", but "Conference of Catholic Bishops"
                let party = self
                    .gazetteer_at(at + 1, at + 2)
                    .is_some_and(|g| matches!(g.1, Gaz::Allegiance(_)));
                let more = self.words.all.get(at + 2).is_some_and(|w| w.joined && w.capital());
                heads && (!party || more)
            }
            "on" => heads && before.is(class::ORGANISATION),
            "and" => {
                // "Oversight and Government Reform Committee"
                let ends = self.last_capital(at + 1, self.words.sentence(before.sentence).end);
                let body = ends.is_some_and(|k| k > at + 1 && self.word(k).is(class::ORGANISATION));
                if body
                    && before.is(class::COMMON)
                    && !before.is(class::ORGANISATION)
                    && self.gazetteer_at(at - 1, at).is_none()
                    && self.lex.given(&fold(before.text)).is_none()
                    && self.word(at + 1).is(class::COMMON)
                {
                    return true;
                }
                let opened = (from..at).any(|k| matches!(self.word(k).text, "of" | "for" | "on"));
                let plain = self.gazetteer_at(at + 1, at + 2).is_none()
                    && self.word(at + 1).is(class::COMMON);
                opened && plain && before.is(class::COMMON)
            }
            _ => false,
        }
    }

    fn texts(&self, from: usize, to: usize) -> Vec<&str> {
        self.words.all[from..to].iter().map(|w| w.text).collect()
    }

    fn gazetteer_at(&self, from: usize, to: usize) -> Option<(usize, Gaz)> {
        self.lex.gazetteer(&self.texts(from, to.min(self.words.all.len())))
    }

    fn given(&self, at: usize) -> bool {
        let w = self.word(at);
        w.capital() && (self.lex.given(&fold(w.text)).is_some() || self.initial(at))
    }

    fn initial(&self, at: usize) -> bool {
        let w = self.word(at);
        w.capital()
            && (w.text.chars().count() == 1
                || (w.text.contains('.')
                    && w.text.len() <= 4
                    && self.lex.gazetteer(&[w.text]).is_none()))
    }

    /// Skips a word that has its capital from the start of the sentence.
    fn drop_opener(&self, from: usize, end: usize) -> usize {
        let mut from = from;
        if self.word(from).is(class::DETERMINER) && self.word(from).shape != Shape::Upper {
            from += 1;
            return from;
        }
        if end - from < 2 || !self.words.opens(from) {
            return from;
        }
        let w = self.word(from);
        if w.shape == Shape::Upper || !self.ordinary(from) || self.gazetteer_at(from, end).is_some()
        {
            return from;
        }
        let titles = (from + 1..end)
            .any(|k| self.is_title(k) || self.word(k).is(class::ORGANISATION))
            || w.is(class::ORGANISATION);
        // "Goldring Capital": no participle of the language.
        let body = end == from + 2
            && self.word(from + 1).is(class::ORGANISATION)
            && !w.is(class::COMMON | class::OPENER | class::VERB);
        if body && (w.lower.ends_with("ing") || w.lower.ends_with("ly")) {
            return from;
        }
        let modifier = w.is(class::FORMER) || (w.is(class::COMMON) && !w.is(class::OPENER));
        if (titles && modifier) || (self.given(from) && !w.is(class::OPENER)) || self.is_title(from)
        {
            return from;
        }
        from + 1
    }

    fn push(&mut self, outer: usize, from: usize, to: usize, kind: NameKind) {
        self.names.push(Name { outer, from, to, kind });
    }

    /// Takes a capitalised run apart.
    fn analyse(&mut self, from: usize, to: usize) {
        if let Some(g) = self.lex.gazetteer_whole(&self.texts(from, to)) {
            return self.push(from, from, to, NameKind::Listed(g));
        }
        if let Some((outer, name)) = self.split_title(from, to) {
            let person = !self.word(to - 1).is(class::ORGANISATION) || self.given(name);
            if person {
                return self.push(outer, name, to, NameKind::Person);
            }
        }
        if (from..to).all(|k| {
            let w = self.word(k);
            self.is_title(k)
                || w.is(class::FORMER | class::LINKER)
                || matches!(w.text, "Prime" | "State" | "Attorney" | "Foreign")
                || self.lex.gazetteer_whole(&[w.text]).is_some_and(|g| {
                    matches!(g, Gaz::Adjective(_) | Gaz::Country(_) | Gaz::Allegiance(_))
                        || matches!(g, Gaz::Place | Gaz::Capital(_)) && k == from
                })
        }) && (from..to).any(|k| self.is_title(k))
            && !(to - from == 1
                && self.given(from)
                && self.lex.title(self.word(from).text).is_none())
        {
            return self.push(from, from, to, NameKind::Office);
        }
        // The last role noun may end the run: "Foreign Ministry Spokesman" (the name follows elsewhere).
        if to - from > 1
            && self.lex.role(&self.word(to - 1).lower).is_some_and(|r| !r.plural)
            && !self.given(to - 2)
            && self.word(to - 1).lower.len() > 4
        {
            return self.push(from, from, to, NameKind::Office);
        }
        // "the Minister of Health", "the President of the European Commission": an office, and what it is of.
        let linker = (from + 1..to).find(|&k| matches!(self.word(k).text, "of" | "for"));
        if let Some(k) = linker
            && (from..k).any(|j| self.is_title(j))
            && (from..k).all(|j| self.is_title(j) || self.word(j).is(class::FORMER | class::COMMON))
            && !(from..k).any(|j| self.word(j).is(class::ORGANISATION))
        {
            self.push(from, from, k, NameKind::Office);
            let rest = k + 1 + usize::from(self.word(k + 1).lower == "the");
            if rest < to {
                self.analyse(rest, to);
            }
            return;
        }
        self.untitled(from, to);
    }

    fn untitled(&mut self, from: usize, to: usize) {
        let count = to - from;
        // "World War II"
        let numeral = (from + 1..to).rev().find(|&k| !self.word(k).is(class::SUFFIX));
        let numbered = numeral.filter(|&k| k + 1 < to).unwrap_or(to - 1);
        let last = self.word(to - 1);
        if count > 1 && self.lex.thing_word(self.word(numbered).text) && numbered + 1 < to {
            return self.push(from, from, to, NameKind::Listed(Gaz::Place));
        }
        let organisation = last.is(class::ORGANISATION)
            || (self.word(from).is(class::ORGANISATION)
                && (from..to).any(|k| self.word(k).is(class::LINKER)))
            || (from..to).any(|k| {
                self.word(k).is(class::LINKER)
                    && k > from
                    && self.word(k - 1).is(class::ORGANISATION)
            })
            || self.words.all[from..to].iter().any(|w| w.text == "&");
        if count == 1 && last.shape == Shape::Upper && last.text.len() > 3 {
            // "WASHINGTON" of a dateline.
            let mut letters = last.text.chars();
            let first: String = letters.next().into_iter().collect();
            let title = format!("{first}{}", letters.as_str().to_lowercase());
            let place = |g: &Gaz| matches!(g, Gaz::Country(_) | Gaz::Capital(_) | Gaz::Place);
            if let Some(g) = self.lex.gazetteer_whole(&[&title]).filter(place) {
                return self.push(from, from, to, NameKind::Listed(g));
            }
        }
        if count == 1 {
            let kind = if organisation && self.word(from).span.len() > 3 && !self.words.opens(from)
            {
                NameKind::Organisation
            } else if last.shape == Shape::Upper && (2..=6).contains(&last.text.len()) {
                NameKind::Organisation
            } else {
                NameKind::Unknown
            };
            return self.push(from, from, to, kind);
        }
        let given = self.given(from);
        if self.lex.thing_word(last.text)
            && !organisation
            && !(given
                && count == 2
                && self.lex.gazetteer(&[self.word(from).text]).is_none()
                && last.text == "Hill")
        {
            return self.push(from, from, to, NameKind::Listed(Gaz::Place));
        }
        if organisation
            && !(given
                && count == 2
                && !self.word(from).is(class::COMMON)
                && self.lex.gazetteer(&[self.word(from).text]).is_none()
                && !matches!(
                    last.text,
                    "Foundation"
                        | "Campaign"
                        | "University"
                        | "Administration"
                        | "Group"
                        | "Institute"
                        | "Hospital"
                        | "College"
                        | "Center"
                        | "Company"
                        | "Inc"
                        | "Corp"
                ))
        {
            // An adjective of a state, or a possessor, stays with the body: "Chinese Foreign Ministry".
            return self.push(from, from, to, NameKind::Organisation);
        }
        // A listed modifier before a person: "Republican Ann Smith", "Texas' Ann Smith".
        if let Some((n, g)) = self.gazetteer_at(from, to)
            && from + n < to
        {
            let rest = from + n;
            // "the California Democrat": one of the party.
            let word = self.texts(rest, to);
            if let Some(Gaz::Allegiance(a)) = self.lex.gazetteer_whole(&word)
                && self.lex.allegiances[a] != word.join(" ")
                && !word.join(" ").ends_with('s')
                && !matches!(g, Gaz::Institution(_) | Gaz::Allegiance(_))
            {
                self.push(from, from, rest, NameKind::Listed(g));
                return self.push(rest, rest, to, NameKind::Listed(Gaz::Allegiance(a)));
            }
            if to - rest >= 2 && self.given(rest) {
                return self.push(from, rest, to, NameKind::Person);
            }
            if !(given && matches!(g, Gaz::Country(_) | Gaz::Capital(_) | Gaz::Place)) {
                if matches!(g, Gaz::Institution(_)) && n >= 2 {
                    self.push(from, from, rest, NameKind::Listed(g));
                    return self.analyse(rest, to);
                }
                return self.push(from, from, to, NameKind::Organisation);
            }
        }
        let words = &self.words.all[from..to];
        // "Ann Smith Live": a work named after somebody.
        let work = count >= 3 && last.is(class::COMMON | class::VERB) && !self.given(to - 1);
        let kind = if given && work {
            NameKind::MaybeBody
        } else if given && count <= 5 {
            NameKind::Person
        } else if count <= 4
            && words.iter().all(|w| {
                w.is(class::PARTICLE)
                    || (w.shape == Shape::Capital
                        && !w.is(class::COMMON | class::OPENER | class::LINKER))
            })
        {
            NameKind::MaybePerson
        } else if words.iter().filter(|w| w.is(class::COMMON)).count() > 0
            && self.trailing_person(from, to).is_some()
        {
            let name = self.trailing_person(from, to).unwrap_or(from);
            return self.push(from, name, to, NameKind::Person);
        } else {
            NameKind::MaybeBody
        };
        self.push(from, from, to, kind);
    }
}
