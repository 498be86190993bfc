//! Roles: titles before a name, appositions on both sides.

use super::{
    EntityKind,
    cluster::{Clusters, Link, Related, RoleDraft},
    lexicon::{Gaz, Lexicon, RoleNoun, class},
    names::{Name, NameKind},
    words::{Shape, Words},
};

/// A stretch that describes an entity named beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Apposition {
    /// First token.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// The entity.
    pub entity: usize,
}

/// Looks at noun phrases of one document.
#[derive(Clone, Copy)]
pub(crate) struct Phrases<'a> {
    pub words: &'a Words<'a>,
    pub lex: &'static Lexicon,
    pub names: &'a [Name],
}

impl Phrases<'_> {
    /// The role noun at a token: a lower-case one, or one of a capitalised title.
    pub fn role_at(&self, at: usize) -> Option<&'static RoleNoun> {
        let w = &self.words.all[at];
        if !w.word() {
            return None;
        }
        self.lex.role(&w.lower)
    }

    /// Index of the first name that overlaps the tokens `from..to`.
    pub fn first_name(&self, from: usize) -> usize {
        self.names.partition_point(|n| n.to <= from)
    }

    /// The names that lie within the tokens `from..to`.
    pub fn names_in(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        (self.first_name(from)..self.names.len())
            .take_while(move |&i| self.names[i].from < to)
            .filter(move |&i| self.names[i].to <= to)
    }

    /// Whether a token may stand inside a noun phrase before its head.
    pub fn modifier(&self, at: usize) -> bool {
        let w = &self.words.all[at];
        if !w.word() {
            return false;
        }
        if w.capital() || w.shape == Shape::Number {
            let named =
                self.names.get(self.first_name(at)).is_some_and(|n| n.outer <= at && at < n.to);
            return !w.is(class::CALENDAR) || named;
        }
        let function = class::DETERMINER
            | class::PREPOSITION
            | class::CONJUNCTION
            | class::AUXILIARY
            | class::RELATIVE
            | class::SUBORDINATOR
            | class::NEGATIVE
            | class::ADVERB;
        if w.is(class::FORMER) {
            return true;
        }
        if w.is(function) || self.lex.pronoun(&w.lower).is_some() {
            return false;
        }
        !(w.is(class::VERB) && self.role_at(at).is_none())
    }

    /// End of the noun phrase without what follows its head: the first token that is no modifier and no head.
    pub fn base_end(&self, from: usize, end: usize) -> usize {
        let mut k = from;
        while k < end {
            let w = &self.words.all[k];
            let inside = self.modifier(k)
                || (w.is(class::DETERMINER | class::QUANTIFIER)
                    && !w.is(class::RELATIVE)
                    && k == from)
                || (w.is(class::DETERMINER | class::QUANTIFIER)
                    && k > from
                    && self.words.all[k - 1].is(class::DETERMINER | class::QUANTIFIER))
                || self
                    .lex
                    .pronoun(&w.lower)
                    .is_some_and(|p| p.case == super::lexicon::Case::Possessive)
                || matches!(w.text, "&" | "-" | "/")
                    && k > from
                    && k + 1 < end
                    && self.words.all[k + 1].capital();
            // "groups such as NAME"
            let such =
                w.lower == "such" && self.words.all.get(k + 1).is_some_and(|n| n.lower == "as");
            if such
                || !inside
                || (k > from
                    && !w.joined
                    && !matches!(w.text, "&" | "-" | "/")
                    && self.words.all[k - 1].text != "/")
            {
                break;
            }
            // A participle after a noun opens a reduced clause: "officials briefed on", "people speaking".
            if k > from
                && w.shape == Shape::Lower
                && (self.participle(k) || w.is(class::POSTPOSED))
                && k > from + 1 - usize::from(!self.words.all[from].is(class::DETERMINER))
                && self.noun(k - 1)
                && self.role_at(k).is_none()
            {
                break;
            }
            k += 1;
        }
        // The words of a name with linkers belong together: "Ministry of Foreign Affairs".
        if let Some(n) = self.names.get(self.first_name(k.saturating_sub(1)))
            && n.from < k
            && n.to > k
            && n.to <= end
        {
            return self.base_end_after(n.to, end);
        }
        k
    }

    fn base_end_after(&self, at: usize, end: usize) -> usize {
        let mut k = at;
        while k < end && self.words.all[k].joined && self.modifier(k) {
            k += 1;
        }
        k
    }

    fn participle(&self, at: usize) -> bool {
        let w = &self.words.all[at].lower;
        (w.ends_with("ing") || w.ends_with("ed")) && w.len() > 4
    }

    fn noun(&self, at: usize) -> bool {
        let w = &self.words.all[at];
        self.role_at(at).is_some()
            || self.lex.person_noun(&w.lower)
            || self.lex.body(&w.lower).is_some()
            || self.lex.document(&w.lower).is_some()
            || (w.lower.ends_with('s') && !w.lower.ends_with("ss") && w.shape == Shape::Lower)
    }

    /// What the names within the tokens `from..to` stand for.
    pub fn related(&self, from: usize, to: usize, links: &[Link]) -> Vec<Related> {
        let mut out = Vec::new();
        for i in self.names_in(from, to) {
            let r = match &links[i] {
                Link::Entity(e) => Related::Entity(*e),
                Link::Country(c) | Link::Group(Gaz::Adjective(c)) => Related::Country(*c),
                Link::Group(Gaz::Allegiance(a)) => Related::Allegiance(*a),
                Link::Place => {
                    Related::Place(hash(self.words.of(self.names[i].from, self.names[i].to)))
                }
                _ => continue,
            };
            if !out.contains(&r) {
                out.push(r);
            }
        }
        // "Chinese Foreign Ministry spokesman": the state inside the body's name, too.
        for k in from..to {
            let w = &self.words.all[k];
            if w.capital() {
                let texts: Vec<&str> =
                    self.words.all[k..to.min(k + 3)].iter().map(|w| w.text).collect();
                let found = match self.lex.gazetteer(&texts).map(|g| g.1) {
                    Some(Gaz::Adjective(c) | Gaz::Country(c) | Gaz::Seat(c)) => Related::Country(c),
                    Some(Gaz::Allegiance(a)) => Related::Allegiance(a),
                    Some(Gaz::Place) => Related::Place(hash(texts[0])),
                    _ => continue,
                };
                if !out.contains(&found) {
                    out.push(found);
                }
            }
        }
        out
    }

    /// Whom the holder of a role whose head stands at `head` speaks for: names before the head, or right behind the
    /// preposition after it; not what an embassy "to defeat X" is about.
    pub fn spoken_for(&self, from: usize, head: usize, to: usize, links: &[Link]) -> Vec<Related> {
        let mut out = self.related(from, head, links);
        let next = head + 1;
        if next + 1 < to
            && matches!(
                self.words.all[next].lower.as_ref(),
                "for" | "of" | "at" | "to" | "from" | "with"
            )
        {
            let mut end = self.base_end(next + 1, to);
            if end < to && self.words.all[end].lower == "of" {
                end = self.base_end(end + 1, to).max(end);
            }
            out.extend(self.related(next + 1, end, links));
        }
        let former = self.words.all[from..=head]
            .iter()
            .any(|w| w.lower.split('-').any(|x| matches!(x, "former" | "ex" | "late" | "retired")));
        if former { Vec::new() } else { out }
    }

    /// The role in the tokens `from..to`: its head is the last word of the base phrase.
    fn role(&self, from: usize, to: usize, links: &[Link]) -> Option<RoleDraft> {
        let base = self.base_end(from, to);
        let at = base.checked_sub(1)?;
        if base == from
            || self.words.all[from].is(class::NEGATIVE)
            || matches!(
                self.words.all[from].lower.as_ref(),
                "any" | "every" | "no" | "each" | "another"
            )
        {
            return None;
        }
        let related = self.related(from, to, links);
        let Some(head) = self.role_at(at) else {
            // "Republican of Ohio", "the top Democrat on the committee"
            let word = self.words.all[at].text;
            let Some(Gaz::Allegiance(a)) = self.lex.gazetteer_whole(&[word]) else { return None };
            let one = self.lex.allegiances[a] != word;
            return one.then(|| RoleDraft { from, to, class: "", related, speaks: Vec::new() });
        };
        if head.plural {
            return None;
        }
        let speaks = self.spoken_for(from, at, to, links);
        Some(RoleDraft { from, to, class: head.class, related, speaks })
    }

    /// The role before name `i`, as far to the left as it goes.
    pub fn before(&self, i: usize, links: &[Link]) -> Option<RoleDraft> {
        let n = &self.names[i];
        let start = self.words.sentences[self.words.all[n.from].sentence];
        let office = (n.outer..n.from).rev().find(|&k| {
            let w = &self.words.all[k];
            self.role_at(k).is_some() || self.lex.title(w.text).is_some_and(|t| t.office)
        });
        let head = match office {
            Some(k) => k,
            None if n.outer < n.from => return self.allegiance(n),
            None => {
                let k = n.from.checked_sub(1).filter(|k| *k >= start)?;
                let w = &self.words.all[k];
                (self.words.all[n.from].joined
                    && w.shape == Shape::Lower
                    && self.role_at(k).is_some_and(|r| !r.plural)
                    && !w.possessive)
                    .then_some(k)?
            }
        };
        let mut from = if office.is_some() { n.outer } else { head };
        while from > start && self.words.all[from].joined && self.modifier(from - 1) {
            let w = &self.words.all[from - 1];
            // A verb that the list lacks: "met", "praised".
            if w.shape == Shape::Lower && w.lower.ends_with("ed") && !w.is(class::FORMER) {
                break;
            }
            // Before a title in capitals an ordinary word is a verb more often than not: "to confirm Judge NAME".
            if w.shape == Shape::Lower
                && office.is_some()
                && !w.is(class::FORMER | class::ROLE_MODIFIER)
                && !w.possessive
            {
                break;
            }
            from -= 1;
        }
        // "But Senator NAME", "Then White House spokesman NAME": the opening of the sentence.
        if (from == start || self.words.opens(from)) && from < head && self.opening(from) {
            from += 1;
        }
        let mut to = n.from;
        // An address stays outside the role.
        while to > head + 1
            && !self.words.all[to - 1].is(class::LINKER | class::COMMON | class::ORGANISATION)
            && self.lex.title(self.words.all[to - 1].text).is_some_and(|t| !t.office)
        {
            to -= 1;
        }
        let class =
            self.role_at(head).map_or_else(|| title_class(self.words.all[head].text), |r| r.class);
        if from >= to {
            return None;
        }
        let speaks = self.spoken_for(from, head, to, links);
        Some(RoleDraft { from, to, class, related: self.related(from, to, links), speaks })
    }

    /// Whether a word that opens a sentence is no part of the title behind it.
    fn opening(&self, at: usize) -> bool {
        let w = &self.words.all[at];
        let function = class::OPENER
            | class::PREPOSITION
            | class::CONJUNCTION
            | class::SUBORDINATOR
            | class::ADVERB;
        w.shape == Shape::Capital
            && (w.is(function) || w.lower == "then")
            && !matches!(w.lower.as_ref(), "former" | "new" | "first" | "second" | "three")
    }

    /// "Republican Ann Smith": a role without a noun.
    fn allegiance(&self, n: &Name) -> Option<RoleDraft> {
        let texts: Vec<&str> = self.words.all[n.outer..n.from].iter().map(|w| w.text).collect();
        match self.lex.gazetteer_whole(&texts)? {
            Gaz::Allegiance(a) => Some(RoleDraft {
                from: n.outer,
                to: n.from,
                class: "",
                related: vec![Related::Allegiance(a)],
                speaks: Vec::new(),
            }),
            _ => None,
        }
    }

    /// "NAME, adviser to X," / "NAME - a member of X - ".
    fn after(&self, i: usize, links: &[Link]) -> Option<RoleDraft> {
        let n = &self.names[i];
        if self.words.all[n.to - 1].possessive {
            return None;
        }
        let end = self.words.sentence(self.words.all[n.from].sentence).end;
        let mut mark = n.to;
        // "Ann Smith, 44, a Republican": an age in between.
        if mark + 2 < end
            && self.words.all[mark].text == ","
            && self.words.all[mark + 1].shape == Shape::Number
        {
            mark += 2;
        }
        if mark >= end || !matches!(self.words.all[mark].text, "," | "-" | "–" | "—" | "(") {
            return None;
        }
        let mut from = mark + 1;
        // "NAME, then the director of X,"
        while from + 1 < end
            && matches!(
                self.words.all[from].lower.as_ref(),
                "then"
                    | "now"
                    | "formerly"
                    | "once"
                    | "currently"
                    | "previously"
                    | "himself"
                    | "herself"
                    | "still"
                    | "also"
            )
        {
            from += 1;
        }
        let close = (from..end.min(from + 24))
            .find(|&k| {
                let w = &self.words.all[k];
                matches!(w.text, "," | "-" | "–" | "—" | "(" | ")" | ";" | "." | "”" | "\"" | ":")
                    || w.is(class::AUXILIARY)
                    || (w.is(class::RELATIVE) && !w.is(class::DETERMINER))
                    || (w.text == "that")
            })
            .unwrap_or(end.min(from + 24));
        if from >= close {
            return None;
        }
        let last = close == end
            || self.words.all[close].shape == Shape::Mark
            || matches!(self.words.all[close].lower.as_ref(), "who" | "whose" | "whom");
        let base = self.base_end(from, close);
        // A verb right behind the base phrase: "NAME, the president said" would be a clause of its own.
        if !last || base == from || self.words.all[base - 1].possessive {
            return None;
        }
        if (base..close)
            .any(|k| self.words.all[k].is(class::VERB) && !self.words.all[k].is(class::ADVERB))
        {
            return None;
        }
        self.role(from, close, links)
    }

    /// "NAME (R-Ohio)", "NAME, D-Vt.,": the party and what it stands for.
    fn party(&self, i: usize) -> Option<RoleDraft> {
        let at = self.names[i].to + 1;
        let mark = self.words.all.get(at - 1).filter(|w| matches!(w.text, "(" | ","))?;
        let w = self.words.all.get(at).filter(|w| w.sentence == mark.sentence)?;
        let hyphen = w.text.find('-')?;
        match self.lex.gazetteer_whole(&[&w.text[..=hyphen]])? {
            Gaz::Allegiance(a) => {
                // "D-N.Y.": the stops cut it into pieces that stand without a blank between them.
                let all = &self.words.all;
                let mut to = at + 1;
                while to < all.len()
                    && to < at + 5
                    && all[to].span.start == all[to - 1].end
                    && !matches!(all[to].text, ")" | "," | ";")
                {
                    to += 1;
                }
                let related = vec![Related::Allegiance(a)];
                Some(RoleDraft { from: at, to, class: "", related, speaks: Vec::new() })
            }
            _ => None,
        }
    }

    /// "The spokesman for X, NAME,": the description before the comma.
    fn before_comma(&self, i: usize, links: &[Link]) -> Option<RoleDraft> {
        let n = &self.names[i];
        let start = self.words.sentences[self.words.all[n.from].sentence];
        let end = self.words.sentence(self.words.all[n.from].sentence).end;
        let comma = n
            .outer
            .checked_sub(1)
            .filter(|k| *k > start && matches!(self.words.all[*k].text, "," | "-" | "–" | "—"))?;
        if n.outer < n.from && self.role_at(n.from - 1).is_some() {
            return None;
        }
        // "the attorney for the district, Smith's lawyer said": the name belongs to what follows.
        if self.words.all[n.to - 1].possessive {
            return None;
        }
        let next = (n.to < end).then(|| &self.words.all[n.to]);
        if next.is_some_and(|w| w.is(class::CONJUNCTION)) {
            return None;
        }
        let mut k = comma;
        while k > start && comma - k < 18 {
            let w = &self.words.all[k - 1];
            let pronoun = self
                .lex
                .pronoun(&w.lower)
                .is_some_and(|p| p.case == super::lexicon::Case::Possessive);
            if w.is(class::DETERMINER) || pronoun {
                k -= 1;
                let inside = k > start
                    && self.words.all[k].joined
                    && self.words.all[k - 1].is(class::PREPOSITION);
                let role_before = k > start + 1 && inside;
                if role_before {
                    // "a spokesman for the ministry": inside a prepositional phrase if a noun stands before it.
                    let noun = &self.words.all[k - 2];
                    if noun.word()
                        && !noun.is(class::VERB | class::AUXILIARY)
                        && self.role_at(k - 2).is_some()
                    {
                        k -= 1;
                        continue;
                    }
                }
                break;
            }
            let of = w.is(class::PREPOSITION) && k < comma;
            if !(self.modifier(k - 1) || of) || (k < comma && !self.words.all[k].joined) {
                break;
            }
            k -= 1;
        }
        // A preposition that opens the stretch belongs outside.
        while k < comma && self.words.all[k].is(class::PREPOSITION) {
            k += 1;
        }
        // "Before the meeting with the state's diplomat, NAME warned": a comma closes what leads up to NAME's clause.
        let acts =
            next.is_some_and(|w| w.is(class::VERB | class::AUXILIARY) || w.lower.ends_with("ed"));
        if acts && k > start && self.words.all[k - 1].is(class::PREPOSITION) {
            return None;
        }
        // "the statement from Smith's lawyer, NAME": the role is behind what it issued.
        let mut base = self.base_end(k, comma);
        if self.role_at(base.max(1) - 1).is_none()
            && base < comma
            && self.words.all[base].is(class::PREPOSITION)
            && self.role_at(comma - 1).is_some()
            && (base + 1..comma - 1).any(|j| self.words.all[j].possessive)
        {
            k = base + 1;
            base = self.base_end(k, comma);
        }
        // "a spokesman for the attorney, NAME": either of the two may be meant.
        let rival = (base..comma).any(|j| {
            self.role_at(j).is_some_and(|r| !r.plural)
                && !self.words.all[j].possessive
                && !self.names.get(self.first_name(j)).is_some_and(|n| n.outer <= j && j < n.from)
        });
        if rival { None } else { self.role(k, comma, links) }
    }
}

/// A place's name as a number to compare.
fn hash(name: &str) -> u64 {
    name.split(' ')
        .next()
        .unwrap_or(name)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Class of an abbreviated title.
fn title_class(title: &str) -> &'static str {
    match title {
        "Sen" | "Sens" => "senator",
        "Rep" | "Reps" | "Del" => "representative",
        "Gov" => "governor",
        "Pres" => "president",
        "Adm" | "Gen" | "Col" | "Lt" | "Maj" | "Capt" | "Sgt" | "Cpl" | "Pvt" | "Brig" | "Cmdr" => {
            "officer"
        }
        "Det" | "Insp" | "Supt" | "Officer" => "police",
        _ => "",
    }
}

/// Finds the roles of every named person, adds them to the entities, and returns the appositions.
pub(crate) fn assign(p: Phrases<'_>, clusters: &mut Clusters) -> Vec<Apposition> {
    let mut out = Vec::new();
    for i in 0..p.names.len() {
        let Link::Entity(e) = clusters.links[i] else { continue };
        let person = clusters.entities[e].kind == EntityKind::Person;
        let unknown = matches!(p.names[i].kind, NameKind::Unknown | NameKind::MaybePerson);
        if !person && !unknown {
            continue;
        }
        let titled = p.words.titled[p.words.all[p.names[i].from].sentence];
        let before = if titled { None } else { p.before(i, &clusters.links) };
        let comma =
            if titled || before.is_some() { None } else { p.before_comma(i, &clusters.links) };
        let after = if titled { None } else { p.after(i, &clusters.links) };
        // "Smith's rival Tessel", "the owner, Calder Marine": companies are rivals, too.
        let either = |r: &Option<RoleDraft>| {
            r.as_ref().is_some_and(|r| {
                !matches!(
                    r.class,
                    "rival"
                        | "ally"
                        | "partner"
                        | "owner"
                        | "opponent"
                        | "critic"
                        | "supporter"
                        | "sponsor"
                        | "champion"
                        | "friend"
                        | "neighbor"
                        | "neighbour"
                        | "leader"
                        | "host"
                )
            })
        };
        if !person && (either(&before) || either(&comma)) {
            clusters.entities[e].kind = EntityKind::Person;
        }
        if clusters.entities[e].kind != EntityKind::Person {
            continue;
        }
        let party = p.party(i);
        for (role, apposed) in [(before, false), (comma, true), (after, true), (party, false)] {
            let Some(role) = role else { continue };
            if apposed {
                out.push(Apposition { from: role.from, to: role.to, entity: e });
            }
            let d = &mut clusters.entities[e];
            if let Some(g) = (role.from..role.to)
                .rev()
                .find_map(|k| p.role_at(k).filter(|r| r.class == role.class))
                .and_then(|r| r.gender)
            {
                // "chairman", "spokesman" are used of women as well; only forms for women, and kin, are sure.
                if g == super::Gender::Female || d.gender.is_none() {
                    d.gender = Some(g);
                    d.gender_by_name = g == super::Gender::Male;
                }
            }
            if d.country.is_none() {
                d.country = role.related.iter().find_map(|r| match r {
                    Related::Country(c) => Some(*c),
                    _ => None,
                });
            }
            d.roles.push(role);
        }
    }
    out
}
