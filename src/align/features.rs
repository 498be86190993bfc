//! What of an instance is compared: its content words with their weight and polarity, its quoted words, its
//! numbers, the people it is about.

use super::{
    phrases::{Title, lead, states, titles, vows},
    words::{fold, lexicon, number},
};
use crate::{
    attribution::{Act, Quotation},
    entity::{
        EntityKind, Mention, MentionKind,
        lexicon::{class, lexicon as names},
    },
    lexicon::Lexicon,
    reading::Reading,
    text::{Span, TokenKind},
};
use std::collections::HashMap;

/// Numbers words in the order they are first met; the numbers never leave the comparison.
#[derive(Debug, Default)]
pub struct Interner(HashMap<String, u32>);

impl Interner {
    /// The number of `word`.
    pub fn id(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.0.get(word) {
            return id;
        }
        let id = self.0.len() as u32;
        self.0.insert(word.to_owned(), id);
        id
    }
}

/// One word of a content.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The folded word.
    pub form: u32,
    /// Its term, where it carries content.
    pub term: Option<u32>,
    /// Stands inside quotation marks.
    pub quoted: bool,
    /// Nobody puts it between quotation marks by chance: a content word that is no everyday English.
    pub telling: bool,
}

impl Word {
    fn new(form: u32, term: Option<u32>, quoted: bool) -> Self {
        Self { form, term, quoted, telling: false }
    }
}

/// A content word of an instance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Number of the term.
    pub id: u32,
    /// What it tells, from 0 to 1, by the commonness of the word and the statements that hold it.
    pub weight: f32,
    /// Follows a negator (or stands in a denial).
    pub negated: bool,
    /// Names somebody or something: by itself it tells no proposition.
    pub name: bool,
    /// A form of a verb, as far as the word shows.
    pub verb: bool,
}

impl Features {
    /// Brings what was collected into order.
    fn settle(&mut self) {
        self.terms.sort_by(|a, b| {
            let by_weight = a.id.cmp(&b.id).then(b.weight.total_cmp(&a.weight));
            by_weight.then(a.negated.cmp(&b.negated)).then(b.verb.cmp(&a.verb))
        });
        self.terms.dedup_by_key(|t| t.id);
        self.weight = self.terms.iter().map(|t| t.weight).sum();
        self.fragments = fragments(&self.words);
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.people.sort_unstable();
        self.people.dedup();
    }

    /// The words of each sentence.
    pub fn sentences(&self) -> impl Iterator<Item = &[Word]> {
        self.between(&self.breaks)
    }

    /// The words of each span of the content.
    pub fn stretches(&self) -> impl Iterator<Item = &[Word]> {
        self.between(&self.spans)
    }

    fn between<'a>(&'a self, starts: &'a [usize]) -> impl Iterator<Item = &'a [Word]> {
        let ends = starts.iter().copied().chain([self.words.len()]);
        let mut from = 0;
        ends.map(move |to| {
            let words = &self.words[from..to];
            from = to;
            words
        })
    }

    /// The weight of a term; 0 for one that it has not.
    pub fn weight_of(&self, term: u32) -> f32 {
        self.terms.binary_search_by_key(&term, |t| t.id).map_or(0.0, |k| self.terms[k].weight)
    }
}

/// What is compared of one instance.
#[derive(Clone, Debug)]
pub struct Features {
    /// Index of the article in the story.
    pub article: usize,
    /// Index of the attribution in its reading.
    pub attribution: usize,
    /// Hull of the content, bytes of the reading text.
    pub hull: Span,
    /// Stands in the headline or the line below it.
    pub in_headline: bool,
    /// The words of the content, in order; a name is one word, whatever form it has.
    pub words: Vec<Word>,
    /// Where in `words` its sentences start, the first one left out.
    pub breaks: Vec<usize>,
    /// Where in `words` the spans of its content start, the first one left out.
    pub spans: Vec<usize>,
    /// The stretches of `words` between quotation marks, (start, end): what somebody chose to quote, where it is not all.
    pub fragments: Vec<(usize, usize)>,
    /// Its content words, by number, each once.
    pub terms: Vec<Term>,
    /// Sum of the weights.
    pub weight: f32,
    /// Its content words (and the cue's: "voiced support for") that have an opposite, with it.
    pub opposites: Vec<(u32, u32)>,
    /// Content words of the cue that have an opposite.
    pub cue_terms: Vec<u32>,
    /// Content words of the cue.
    pub cue: Vec<u32>,
    /// It is a thing and no proposition ("endorsed | the plan"): what is said of it stands in the cue.
    pub bare: bool,
    /// What the speaker will do or will not, (verb, negated): "I'll close it", "vowed to close it".
    pub vows: Vec<(u32, bool)>,
    /// Values of the numbers it gives, thousandths, sorted; years left out.
    pub numbers: Vec<i64>,
    /// Terms that name people, sorted.
    pub people: Vec<u32>,
    /// What was done.
    pub act: Act,
    /// How it is quoted.
    pub quotation: Quotation,
    /// Its words are negated because they are denied, not by a word of their own.
    pub turned: bool,
}

/// How the names of entities are told apart over articles: for (article, entity) the key of the name.
pub type NameKey<'a> = &'a dyn Fn(usize, usize) -> Option<String>;

/// Reads the features of one attribution; weights are set by [`weigh`].
pub fn features(
    article: usize,
    reading: &Reading,
    attribution: usize,
    names: NameKey<'_>,
    interner: &mut Interner,
) -> Features {
    let a = &reading.attributions[attribution];
    let own: &[usize] = reading.speakers.get(attribution).map_or(&[], |s| &s.entities);
    let what =
        Passage { article, reading, spans: &a.content, act: a.act, quotation: a.quotation, own };
    let mut out = Features { attribution, ..passage(&what, names, interner) };
    out.vows = vows(&what, &out, interner);
    // A denial's or rejection's words are turned already.
    let turned = matches!(a.act, Act::Denies | Act::Rejects);
    let document = &reading.document;
    let mut content = a.content.iter().flat_map(|s| document.tokens_in(*s));
    out.bare = a.quotation != Quotation::Direct
        && !content.any(|t| {
            let word = fold(t.span.of(&document.text));
            is_verb(&word) || lexicon().is_finite(&word)
        });
    for token in a.cue.iter().flat_map(|s| document.tokens_in(*s)) {
        let word = fold(token.span.of(&document.text));
        let term = lexicon().term(&word);
        if !lexicon().is_function(&word) {
            out.cue.push(interner.id(&term));
        }
        if turned {
            continue;
        }
        for opposite in lexicon().opposites(&term) {
            let (id, opposite) = (interner.id(&term), interner.id(opposite));
            out.cue_terms.push(id);
            out.opposites.push((id, opposite));
        }
    }
    out.bare &= !out.cue.is_empty();
    if let Some(before) = antecedent(reading, attribution) {
        let b = &reading.attributions[before];
        // "It would never happen" is a denial of what was told.
        let negated = out.terms.iter().any(|t| t.negated);
        let act = if negated { Act::Denies } else { b.act };
        let quotation = Quotation::Indirect;
        let mut told =
            passage(&Passage { spans: &b.content, act, quotation, ..what }, names, interner);
        for t in &mut told.terms {
            t.weight *= TOLD_BEFORE;
        }
        out.terms.extend(told.terms);
        out.settle();
    }
    out
}

/// Weight of a word of somebody's role before the name, by what it weighs elsewhere.
const ROLE: f32 = 0.5;

/// Weight of a state's name.
const STATE: f32 = 0.7;

/// Weight of the words of what "it" stands for, by that of a statement's own.
const TOLD_BEFORE: f32 = 0.8;

/// What the "it" stands for of a statement that says little else: what another is said to have said just before in the
/// same sentence ("Ren says the town will pay; Moss vowed it would never happen").
fn antecedent(reading: &Reading, attribution: usize) -> Option<usize> {
    let document = &reading.document;
    let a = &reading.attributions[attribution];
    let [content] = a.content[..] else { return None };
    let words: Vec<String> = document
        .tokens_in(content)
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| fold(t.span.of(&document.text)))
        .collect();
    let own = words.iter().filter(|w| !lexicon().is_function(w)).count();
    let points = words.first().is_some_and(|w| matches!(w.as_str(), "it" | "that" | "this"));
    if !points || own > 1 || words.len() > 7 {
        return None;
    }
    let sentence = document.sentence_at(content.start);
    reading
        .attributions
        .iter()
        .enumerate()
        .filter(|(k, b)| *k != attribution && b.source != a.source)
        .filter_map(|(k, b)| Some((k, crate::text::hull(&b.content)?)))
        .filter(|(_, h)| h.end <= content.start && document.sentence_at(h.start) == sentence)
        .max_by_key(|(k, h)| (h.end, std::cmp::Reverse(*k)))
        .map(|(k, _)| k)
}

/// A passage of an article whose features are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// Index of the article.
    pub article: usize,
    /// Its reading.
    pub reading: &'a Reading,
    /// The passage.
    pub spans: &'a [Span],
    /// What was done by saying it.
    pub act: Act,
    /// How it is quoted.
    pub quotation: Quotation,
    /// Entities whose mentions tell nothing: the speakers themselves.
    pub own: &'a [usize],
}

/// Reads the features of a passage.
pub fn passage(what: &Passage<'_>, names: NameKey<'_>, interner: &mut Interner) -> Features {
    let lexicon = lexicon();
    let Passage { article, reading, spans, act, quotation, own } = *what;
    let document = &reading.document;
    let hull = crate::text::hull(spans).unwrap_or(Span::new(0, 0));
    let in_headline = document.paragraph_at(hull.start).is_some_and(|p| {
        use crate::text::ParagraphKind::{Deck, Headline};
        matches!(document.paragraphs[p].kind, Headline | Deck)
    });
    let mut out = Features {
        article,
        attribution: 0,
        hull,
        in_headline,
        words: Vec::new(),
        breaks: Vec::new(),
        spans: Vec::new(),
        fragments: Vec::new(),
        terms: Vec::new(),
        weight: 0.0,
        opposites: Vec::new(),
        cue_terms: Vec::new(),
        cue: Vec::new(),
        bare: false,
        vows: Vec::new(),
        numbers: Vec::new(),
        people: Vec::new(),
        act,
        quotation,
        turned: denies(what),
    };
    let turned = out.turned;
    let mut sentence = document.sentence_at(hull.start);
    for &span in spans {
        if span != spans[0] {
            out.spans.push(out.words.len());
        }
        let mentions: Vec<&Mention> =
            reading.mentions.iter().filter(|m| span.contains(m.span)).collect();
        let mut quoted = opens_quoted(reading, span, quotation);
        // A negator governs the content words of its clause, roughly the next four.
        let mut reach = 0usize;
        let mut named_until = span.start;
        let lead = if span == spans[0] { lead(reading, span) } else { span.start };
        let states = states(reading, span, &mentions);
        let titles = titles(reading, span, &mentions, in_headline);
        let tokens = document.tokens_in(span);
        for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.span.start >= lead) {
            let text = token.span.of(&document.text);
            match token.kind {
                TokenKind::Quote => {
                    quoted = match text {
                        "“" | "«" | "„" | "‘" => true,
                        "”" | "»" | "’" => false,
                        _ => !quoted,
                    };
                    continue;
                }
                TokenKind::Punct => {
                    // A comma ends the clause, unless nothing has been negated yet ("neither he nor anyone else, can ...").
                    if matches!(text, ";" | ":" | "." | "—" | "–") || text == "," && reach < REACH
                    {
                        reach = 0;
                    }
                    continue;
                }
                TokenKind::Word | TokenKind::Number => {}
            }
            let folded = fold(text);
            if lexicon.is_honorific(&folded) {
                continue;
            }
            let now = document.sentence_at(token.span.start);
            if now != sentence {
                sentence = now;
                if !out.words.is_empty() {
                    out.breaks.push(out.words.len());
                }
            }
            let form = interner.id(&folded);
            let next = tokens.get(at + 1).map(|t| fold(t.span.of(&document.text)));
            if lexicon.is_negator(&folded) && !next.is_some_and(|n| lexicon.affirms(&folded, &n)) {
                reach = REACH;
            }
            // Whoever is meant counts once a mention, by the name: a name is compared as one word, a description also
            // by its own words.
            if let Some((m, key)) = named(article, reading, &mentions, token.span, names) {
                let first = token.span.start >= named_until;
                named_until = named_until.max(m.span.end);
                let other = !own.contains(&m.entity);
                let id = interner.id(&key);
                let nominal = m.kind == MentionKind::Nominal;
                if first && other {
                    let weight = if m.kind == MentionKind::Name { 1.0 } else { 0.7 };
                    out.terms.push(Term { id, weight, negated: false, name: true, verb: false });
                    if is_person(reading, m.entity) {
                        out.people.push(id);
                    }
                }
                if first && !nominal {
                    let word = match m.kind {
                        MentionKind::Name => Word::new(id, other.then_some(id), quoted),
                        _ => Word::new(form, other.then_some(id), quoted),
                    };
                    out.words.push(word);
                }
                if !nominal {
                    continue;
                }
            }
            if let Some(value) = number(&folded)
                && (text.contains(',') || !(1_900_000..=2_100_000).contains(&value))
            {
                out.numbers.push(value);
            }
            // A state is one term under all of its names.
            if let Some((at, key)) = states.iter().find(|(s, _)| s.contains(token.span)) {
                let id = interner.id(key);
                if at.start == token.span.start {
                    out.terms.push(Term {
                        id,
                        weight: STATE,
                        negated: false,
                        name: true,
                        verb: false,
                    });
                    out.words.push(Word::new(id, Some(id), quoted));
                }
                continue;
            }
            let title = titles.iter().find(|(t, _)| t.contains(token.span));
            let title = title.map_or(Title::None, |(_, title)| *title);
            if let Some((first, second)) = lexicon.written_out(&folded) {
                for word in [first, second] {
                    out.words.push(Word::new(interner.id(word), None, quoted));
                }
                continue;
            }
            if lexicon.is_function(&folded) || folded.chars().count() < 2 {
                out.words.push(Word::new(form, None, quoted));
                continue;
            }
            // Who somebody is says little of what is said of them.
            if title != Title::None {
                let id = interner.id(&lexicon.term(&folded));
                if title == Title::Role {
                    let weight = ROLE * lexicon.weight(&folded);
                    out.terms.push(Term { id, weight, negated: false, name: true, verb: false });
                }
                out.words.push(Word::new(form, None, quoted));
                continue;
            }
            let term = lexicon.term(&folded);
            let id = interner.id(&term);
            for opposite in lexicon.opposites(&term) {
                out.opposites.push((id, interner.id(opposite)));
            }
            let negated = (reach > 0) != turned;
            reach = reach.saturating_sub(1);
            let (weight, verb) = (lexicon.weight(&folded), is_verb(&folded));
            out.terms.push(Term { id, weight, negated, name: false, verb });
            let telling = !is_everyday(&folded);
            out.words.push(Word { telling, ..Word::new(form, Some(id), quoted) });
        }
    }
    out.settle();
    out
}

/// Whether a passage says the opposite of its words: it is denied ("denied they had asked"), and the words are not those
/// of the denial ("we never asked").
fn denies(what: &Passage<'_>) -> bool {
    let document = &what.reading.document;
    let mut words = what.spans.iter().flat_map(|s| document.tokens_in(*s));
    matches!(what.act, Act::Denies | Act::Rejects)
        && what.quotation != Quotation::Direct
        && !words.any(|t| lexicon().is_negator(&fold(t.span.of(&document.text))))
}

/// The stretches between quotation marks; none where everything is.
fn fragments(words: &[Word]) -> Vec<(usize, usize)> {
    if words.iter().all(|w| w.quoted) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut from = None;
    for (i, w) in words.iter().enumerate() {
        match (w.quoted, from) {
            (true, None) => from = Some(i),
            (false, Some(start)) => {
                out.push((start, i));
                from = None;
            }
            _ => {}
        }
    }
    out.extend(from.map(|start| (start, words.len())));
    out
}

/// Whether a folded word is a form of a verb more often than anything else.
fn is_verb(folded: &str) -> bool {
    let verb = |c: char| matches!(c, 'B' | 'D' | 'E' | 'G' | 'Z');
    match Lexicon::shared().entry(folded).map(|e| e.tags).filter(|t| !t.is_empty()) {
        Some(tags) => tags.starts_with(verb),
        None => folded.len() > 4 && (folded.ends_with("ed") || folded.ends_with("ing")),
    }
}

/// Whether a folded word is everyday English.
fn is_everyday(folded: &str) -> bool {
    names().class(folded) & class::COMMON != 0
}

fn is_person(reading: &Reading, entity: usize) -> bool {
    reading.entities.get(entity).is_some_and(|e| e.kind == EntityKind::Person)
}

/// The mention that covers `token` and the key of whom it names: names of anybody, pronouns and descriptions of people.
fn named<'a>(
    article: usize,
    reading: &Reading,
    mentions: &[&'a Mention],
    token: Span,
    names: NameKey<'_>,
) -> Option<(&'a Mention, String)> {
    let m = mentions.iter().find(|m| m.span.contains(token))?;
    let by_name = match m.kind {
        MentionKind::Name => true,
        MentionKind::Pronoun | MentionKind::Nominal => is_person(reading, m.entity),
    };
    if by_name { Some((m, names(article, m.entity)?)) } else { None }
}

/// Whether the words of a content piece stand inside quotation marks before its first mark.
fn opens_quoted(reading: &Reading, span: Span, quotation: Quotation) -> bool {
    if quotation == Quotation::Indirect {
        return false;
    }
    let document = &reading.document;
    let first = document
        .tokens_in(span)
        .iter()
        .find(|t| t.kind == TokenKind::Quote)
        .map(|t| (t.span, t.span.of(&document.text)));
    match first {
        Some((_, "”" | "»")) => true,
        Some((at, "\"")) => quotation == Quotation::Direct && at.start > span.start,
        Some(_) => false,
        None => quotation == Quotation::Direct,
    }
}

/// Sets the weights of a story's statements: the commonness of the word times its rarity among what is said.
///
/// `voices[i]` numbers who says `all[i]`. What one article has from one voice is several statements; what several
/// articles have from one voice is often one. So a word counts, for each voice, as often as the article that has it
/// most: a word that three outlets quote from one person is as rare as if one outlet had it.
pub fn weigh_by_voice(all: &mut [Features], voices: &[usize]) {
    let mut in_article: HashMap<(u32, usize, usize), usize> = HashMap::new();
    let mut statements: HashMap<(usize, usize), usize> = HashMap::new();
    for (f, &voice) in all.iter().zip(voices) {
        *statements.entry((voice, f.article)).or_default() += 1;
        for t in &f.terms {
            *in_article.entry((t.id, voice, f.article)).or_default() += 1;
        }
    }
    let most = |counts: Vec<((u32, usize), usize)>| {
        let mut best: HashMap<(u32, usize), usize> = HashMap::new();
        for (key, n) in counts {
            let known = best.entry(key).or_default();
            *known = n.max(*known);
        }
        let mut sum: HashMap<u32, usize> = HashMap::new();
        for ((word, _), n) in best {
            *sum.entry(word).or_default() += n;
        }
        sum
    };
    let held = most(in_article.into_iter().map(|((t, v, _), n)| ((t, v), n)).collect());
    let n = most(statements.into_iter().map(|((v, _), n)| ((0, v), n)).collect());
    // A few statements tell little about a word's rarity: as if ten more without it had been made.
    let n = n.get(&0).map_or(0.0, |n| *n as f32) + 10.0;
    for f in all.iter_mut() {
        f.weight = 0.0;
        for t in &mut f.terms {
            let df = held[&t.id] as f32;
            let rarity = ((n / df).ln() / n.ln()).clamp(0.0, 1.0);
            t.weight *= LEAST_RARITY + (1.0 - LEAST_RARITY) * rarity;
            f.weight += t.weight;
        }
    }
}

/// Content words that a negator governs.
const REACH: usize = 4;

/// Weight that a word keeps which every statement of the story has.
const LEAST_RARITY: f32 = 0.2;

/// Sets the weights of passages of no particular speaker: the commonness of the word times its rarity among the instances of the story.
pub fn weigh(all: &mut [Features]) {
    let mut holders: HashMap<u32, usize> = HashMap::new();
    for f in all.iter() {
        for t in &f.terms {
            *holders.entry(t.id).or_default() += 1;
        }
    }
    let n = all.len().max(1) as f32;
    for f in all.iter_mut() {
        f.weight = 0.0;
        for t in &mut f.terms {
            let share = holders[&t.id] as f32 / n;
            // From 1 for a word of one statement in a hundred or fewer down to 0.25 for a word of every second.
            let rarity = (1.0 - 0.44 * (1.0 + 49.0 * (share - 0.01).max(0.0)).ln() / 1.0_f32.exp())
                .clamp(0.25, 1.0);
            t.weight *= rarity;
            f.weight += t.weight;
        }
    }
}
