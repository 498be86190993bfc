//! The document as the rules see it: sentences in which every quotation is one node.
//!
//! "“No,” she said, “never.”" is the nodes `Quote she said , Quote`. A sentence of the view may hold several
//! sentences of the document, where those stand inside one quotation.

use super::quotes::{self, Quoted};
use crate::lexicon::{Entry, Lexicon, VerbForm, list};
use crate::segment::Document;
use crate::text::{Span, TokenKind};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A token outside quotation marks.
    Word,
    /// A whole quotation: index into [`View::quotes`].
    Quote(usize),
}

/// A node of a sentence.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it lies.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The token in lower case with straight apostrophes, less a clitic; empty for a quotation.
    pub low: String,
    /// The kind of word: a letter of `data/en/tags.tsv`, `P` a name, `Q` a quotation, else the punctuation mark.
    pub tag: u8,
    /// Whether the token begins with a capital.
    pub capital: bool,
    /// Whether it ends in a clitic: "'s" of a possessive or of "is", "'ve", "'ll".
    pub clitic: bool,
    /// Whether it ends in "n't".
    pub negated: bool,
    /// What the lexicon knows of it.
    pub entry: Option<&'static Entry>,
    /// A short quotation that stands as a word or name in its sentence (a title, a scare quote).
    pub inline: bool,
}

impl Node {
    /// Whether it is one of the tags in `tags`.
    pub fn is(&self, tags: &[u8]) -> bool {
        tags.contains(&self.tag)
    }

    /// Whether it is in one of the given word lists.
    pub fn listed(&self, lists: u32) -> bool {
        self.entry.is_some_and(|e| e.lists & lists != 0)
    }

    /// Whether it is a quotation.
    pub fn quote(&self) -> Option<usize> {
        match self.kind {
            Kind::Quote(q) => Some(q),
            Kind::Word => None,
        }
    }

    /// Whether it can be (part of) the head of a noun phrase.
    pub fn nominal(&self) -> bool {
        self.is(b"NPU") || (self.inline && self.tag == b'Q')
    }

    /// Whether it is a finite verb or modal.
    pub fn finite(&self) -> bool {
        self.is(b"DZM")
    }
}

/// A sentence of the view: a range of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// First node.
    pub from: usize,
    /// One past the last node.
    pub to: usize,
    /// Its paragraph.
    pub paragraph: usize,
}

/// A document prepared for the rules.
#[derive(Debug)]
pub struct View<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its quotations.
    pub quotes: Vec<Quoted>,
    /// All nodes.
    pub nodes: Vec<Node>,
    /// The sentences, in order.
    pub sents: Vec<Sent>,
}

impl<'d> View<'d> {
    /// Prepares a document.
    pub fn new(document: &'d Document) -> Self {
        let lexicon = Lexicon::shared();
        let quotes = quotes::scan(document);
        let mut view = View { document, quotes, nodes: Vec::new(), sents: Vec::new() };
        let mut next_quote = 0;
        let mut token = 0;
        for (paragraph, p) in document.paragraphs.iter().enumerate() {
            let first = view.nodes.len();
            // Sentence of the document each node begins in, for the breaks.
            let mut sentence_of: Vec<usize> = Vec::new();
            while token < document.tokens.len() && document.tokens[token].span.start < p.span.end {
                let t = document.tokens[token];
                while next_quote < view.quotes.len()
                    && view.quotes[next_quote].span.end <= t.span.start
                {
                    next_quote += 1;
                }
                match view.quotes.get(next_quote) {
                    Some(q) if q.span.overlaps(t.span) && t.span.start >= q.span.start => {
                        let span = q.span;
                        view.nodes.push(quote_node(next_quote, q, &document.text));
                        sentence_of.push(t.sentence);
                        while token < document.tokens.len()
                            && document.tokens[token].span.start < span.end
                        {
                            token += 1;
                        }
                        next_quote += 1;
                    }
                    _ => {
                        let mut node = word_node(&document.text, t.span, t.kind, lexicon);
                        token += 1;
                        // A full stop inside a sentence belongs to its abbreviation or initial: "Mr. Lee", "J. Lee".
                        let after = document.tokens.get(token..).unwrap_or_default();
                        if let [stop, next, ..] = after
                            && t.kind == TokenKind::Word
                            && stop.span.start == t.span.end
                            && stop.span.of(&document.text) == "."
                            && next.sentence == t.sentence
                            && next.kind != TokenKind::Quote
                        {
                            node.span.end = stop.span.end;
                            token += 1;
                        }
                        view.nodes.push(node);
                        sentence_of.push(t.sentence);
                    }
                }
            }
            view.split(first, &sentence_of, paragraph);
        }
        for s in 0..view.sents.len() {
            let Sent { from, to, paragraph } = view.sents[s];
            let shouted = shouted(&view.nodes[from..to]);
            let flat = shouted || title_case(&view.nodes[from..to], paragraph);
            tag(&mut view.nodes[from..to], lexicon, flat);
        }
        view
    }

    /// The nodes of a sentence.
    pub fn nodes_of(&self, s: Sent) -> &[Node] {
        &self.nodes[s.from..s.to]
    }

    /// The nodes that lie within a span.
    pub fn within(&self, span: Span) -> &[Node] {
        let from = self.nodes.partition_point(|x| x.span.start < span.start);
        let to = self.nodes.partition_point(|x| x.span.end <= span.end);
        &self.nodes[from..to.max(from)]
    }

    /// Splits the nodes from `first` into sentences.
    fn split(&mut self, first: usize, sentence_of: &[usize], paragraph: usize) {
        let mut from = first;
        for i in first + 1..self.nodes.len() {
            let (prev, this) = (&self.nodes[i - 1], &self.nodes[i]);
            let new = sentence_of[i - first] != sentence_of[i - 1 - first];
            let full = prev.is(b".?!") || prev.low == "…";
            let breaks = match (prev.kind, this.kind) {
                (Kind::Word, Kind::Word) => new && !prev.is(b",:"),
                (Kind::Word, Kind::Quote(_)) => full,
                (Kind::Quote(q), Kind::Quote(_)) => self.ends_sentence(q),
                (Kind::Quote(q), Kind::Word) => {
                    self.ends_sentence(q)
                        && this.capital
                        && !self.tag_follows(
                            i,
                            self.quotes[q].inner.of(&self.document.text).ends_with('.'),
                        )
                }
            };
            if breaks {
                self.sents.push(Sent { from, to: i, paragraph });
                from = i;
            }
        }
        if from < self.nodes.len() {
            self.sents.push(Sent { from, to: self.nodes.len(), paragraph });
        }
    }

    /// Whether the words of a quotation end a sentence.
    pub fn ends_sentence(&self, quote: usize) -> bool {
        let q = &self.quotes[quote];
        let words = q.inner.of(&self.document.text).trim_end();
        words.trim_end_matches(['’', '\'', ')', ']']).ends_with(['.', '!', '?', '…', '—', '-'])
            || q.unclosed
    }

    /// Whether a capitalised tag ("Smith asked.") follows a quotation that ends a sentence. After a full stop
    /// only a short one is believed.
    fn tag_follows(&self, at: usize, after_stop: bool) -> bool {
        let reach = if after_stop { 5 } else { 12 };
        for i in at..(at + reach).min(self.nodes.len()) {
            let n = &self.nodes[i];
            if n.quote().is_some() || n.is(b".?!;:") {
                return false;
            }
            let verb = n.entry.is_some_and(|e| {
                e.verbs.iter().any(|&(v, f)| {
                    let verb = &Lexicon::shared().verbs[v];
                    verb.frames.quote
                        && verb.frames.tag
                        && matches!(f, VerbForm::Past | VerbForm::Third)
                })
            });
            if verb && i > at {
                let next = self.nodes.get(i + 1);
                return match next {
                    None => true,
                    Some(n) if after_stop => n.is(b"."),
                    Some(n) => {
                        n.is(b".,:") || n.quote().is_some() || n.listed(list::TIME | list::ADJUNCT)
                    }
                };
            }
        }
        false
    }
}

/// The words of a span as nodes with their kinds, those inside quotations too.
pub fn words_of(document: &Document, span: Span) -> Vec<Node> {
    let lexicon = Lexicon::shared();
    let tokens = document.tokens_in(span);
    let words = tokens.iter().map(|t| word_node(&document.text, t.span, t.kind, lexicon));
    let mut nodes: Vec<Node> = words.collect();
    let flat =
        shouted(&nodes) || title_case(&nodes, document.paragraph_at(span.start).unwrap_or(0));
    tag(&mut nodes, lexicon, flat);
    nodes
}

fn quote_node(index: usize, q: &Quoted, text: &str) -> Node {
    let inner = q.inner.of(text);
    let words = inner.split_whitespace().count();
    let whole = !inner.ends_with([',', '.', '?', '!', '…', ';', ':']);
    Node {
        span: q.span,
        kind: Kind::Quote(index),
        low: String::new(),
        tag: b'Q',
        capital: inner.chars().next().is_some_and(char::is_uppercase),
        clitic: false,
        negated: false,
        entry: None,
        inline: whole && (words <= 4 || (words <= 9 && titled(inner))),
    }
}

/// Whether all longer words begin with capitals: the title of a work.
fn titled(words: &str) -> bool {
    words
        .split_whitespace()
        .all(|w| w.chars().count() < 4 || w.chars().next().is_some_and(|c| !c.is_lowercase()))
}

fn word_node(text: &str, span: Span, kind: TokenKind, lexicon: &'static Lexicon) -> Node {
    let raw = span.of(text);
    let mut low: String = raw.to_lowercase();
    if low.contains('’') {
        low = low.replace('’', "'");
    }
    let mut negated = false;
    let mut clitic = false;
    if let Some(stem) = low.strip_suffix("n't") {
        negated = true;
        low = match stem {
            "ca" => "can".into(),
            "wo" => "will".into(),
            "sha" => "shall".into(),
            _ => stem.to_owned(),
        };
    } else if low.len() > 2
        && let Some(at) = low.rfind('\'')
        && matches!(&low[at..], "'s" | "'ve" | "'ll" | "'re" | "'d" | "'m" | "'")
        && at > 0
    {
        clitic = true;
        low.truncate(at);
    }
    let entry = lexicon.entry(&low);
    let tag = match kind {
        TokenKind::Number => b'U',
        TokenKind::Word => 0,
        TokenKind::Quote => b'"',
        TokenKind::Punct => match raw {
            "—" | "–" | "--" | "―" => b'-',
            "…" => b'.',
            "&" => b'C',
            "$" | "€" | "£" | "%" | "#" | "@" => b'N',
            _ => raw.bytes().next().filter(u8::is_ascii_punctuation).unwrap_or(b'*'),
        },
    };
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    Node { span, kind: Kind::Word, low, tag, capital, clitic, negated, entry, inline: false }
}

/// Whether a sentence is set in capitals: then capitals tell nothing.
fn shouted(nodes: &[Node]) -> bool {
    let words = nodes.iter().filter(|n| n.tag == 0 && n.low.len() > 3);
    let (mut all, mut caps) = (0, 0);
    for n in words {
        all += 1;
        caps += usize::from(n.capital);
    }
    all >= 4 && caps == all
}

/// Whether a sentence is a headline in title case: nearly all longer words begin with capitals.
fn title_case(nodes: &[Node], paragraph: usize) -> bool {
    if paragraph > 1 {
        return false;
    }
    let words: Vec<&Node> = nodes.iter().filter(|n| n.tag == 0 && n.low.len() > 3).collect();
    words.len() >= 4 && words.iter().filter(|n| n.capital).count() * 10 >= words.len() * 8
}

/// Gives every word of a sentence its kind, from the word's own kinds and its neighbours.
fn tag(nodes: &mut [Node], lexicon: &Lexicon, flat: bool) {
    for i in 0..nodes.len() {
        if nodes[i].tag != 0 {
            continue;
        }
        nodes[i].tag = choose(nodes, i, lexicon, flat);
    }
}

fn choose(nodes: &[Node], i: usize, lexicon: &Lexicon, flat: bool) -> u8 {
    let n = &nodes[i];
    let known = n.entry.map_or("", |e| e.tags).as_bytes();
    let first = i == 0 || nodes[i - 1].is(b".:-?!") || nodes[i - 1].quote().is_some();
    let single = n.span.len() > 1;
    if n.capital
        && !first
        && !flat
        && single
        && !(known.first().is_some_and(|t| b"TOMCSW".contains(t)))
    {
        return b'P';
    }
    if n.clitic && !known.first().is_some_and(|t| b"OWRTM".contains(t)) {
        return if n.capital { b'P' } else { b'N' };
    }
    let cue = n.entry.is_some_and(|e| !e.verbs.is_empty());
    let mut options: Vec<u8> = known.to_vec();
    if options.is_empty() {
        let low = n.low.as_str();
        options.extend(if low.ends_with("ing") && low.len() > 4 {
            b"GN".as_slice()
        } else if low.ends_with("ly") {
            b"R".as_slice()
        } else if low.ends_with("ed") && low.len() > 3 {
            b"DE".as_slice()
        } else if n.capital {
            b"P".as_slice()
        } else {
            b"N".as_slice()
        });
    }
    if cue {
        for &(v, form) in &n.entry.map(|e| e.verbs.as_slice()).unwrap_or_default().to_vec() {
            // A phrase ("make clear") does not make its verb a reporting verb.
            if lexicon.verbs[v].particle.is_some() {
                continue;
            }
            for &t in match form {
                VerbForm::Base => b"BZ".as_slice(),
                VerbForm::Third => b"Z",
                VerbForm::Past => b"DE",
                VerbForm::Ing => b"G",
                VerbForm::Participle => b"E",
            } {
                if !options.contains(&t) {
                    options.push(t);
                }
            }
        }
    }
    if options.len() == 1 {
        return options[0];
    }
    let has = |t: u8| options.contains(&t);
    let pick = |order: &[u8]| order.iter().copied().find(|t| options.contains(t));
    // The nearest node before that is no adverb.
    let mut b = i;
    while b > 0 && (nodes[b - 1].tag == b'R' || nodes[b - 1].listed(list::NEG)) {
        b -= 1;
    }
    let before = b.checked_sub(1).map(|j| &nodes[j]);
    let next = nodes.get(i + 1);
    let Some(before) = before else {
        return if first && n.capital && known.is_empty() {
            b'P'
        } else {
            pick(b"NJPOTWRIG").unwrap_or(options[0])
        };
    };
    if n.low == "that" {
        // A determiner only before a bare noun that cannot begin a clause is too rare to be worth it here.
        return b'I';
    }
    if (before.is(b"TS") || (before.clitic && before.is(b"NP")))
        && let Some(t) = pick(b"NJUEGR")
    {
        // "the said", "its stated aim": a participle before a noun.
        return t;
    }
    if before.low == "to" && before.tag == b'I' && has(b'B') {
        return b'B';
    }
    if (before.tag == b'M' || before.listed(list::DO)) && has(b'B') {
        return b'B';
    }
    if before.listed(list::HAVE) && (has(b'E') || has(b'D')) {
        return b'E';
    }
    if before.listed(list::BE)
        && let Some(t) = pick(b"EGJ")
    {
        return t;
    }
    if (before.is(b"OW") || before.low == "who")
        && let Some(t) = pick(b"DZMB")
    {
        return if t == b'B' { b'Z' } else { t };
    }
    if before.is(b"I") && !before.listed(list::SUB) {
        // "quoted as saying that", "by denying it", but "in writing."
        // "Z quoted X as saying."
        let told = before.low == "as" && n.low == "saying";
        if cue && has(b'G') && (told || next.is_some_and(|x| !x.is(b".,;:"))) {
            return b'G';
        }
        if let Some(t) = pick(b"NJGUP") {
            return t;
        }
    }
    if has(b'N') && (has(b'Z') || has(b'B')) && !has(b'D') {
        // reports, claims, says: a verb after a nominal where a complement follows.
        let complement = next.is_some_and(|x| {
            x.quote().is_some()
                || matches!(
                    x.low.as_str(),
                    "that"
                        | "the"
                        | "a"
                        | "an"
                        | "he"
                        | "she"
                        | "they"
                        | "it"
                        | "to"
                        | "his"
                        | "her"
                        | "their"
                        | "its"
                        | "no"
                )
                || x.tag == b':'
        });
        if before.is(b"NP,") && !before.clitic && (complement || (options[0] != b'N' && cue)) {
            return b'Z';
        }
        if before.is(b"J") || options[0] == b'N' {
            return b'N';
        }
    }
    if has(b'D') && has(b'E') {
        let object = next.is_some_and(|x| x.low == "by");
        return if before.is(b"NPOQ,CW)-UR") && !object { b'D' } else { b'E' };
    }
    if options[0] == b'B' && has(b'Z') && before.is(b"NPO,)") {
        return b'Z';
    }
    options[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_titles_and_scare_quotes_are_words_of_their_sentence() {
        assert!(titled("War and Peace"));
        assert!(!titled("war is peace"));
    }
}
