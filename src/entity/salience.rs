//! Which of the earlier mentions a pronoun means.
//!
//! A weighing of cues in the manner of Lappin and Leass (1994): grammatical role, distance in sentences,
//! quotation, who spoke last. The weights were set by hand on PolNeAR's training part, with CoreNLP's chains as
//! a silver standard; `docs/speakers.md` has the figures.

use super::{
    Gender,
    lexicon::{Lexicon, class},
    words::{Shape, Words},
};

/// Grammatical role of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Subject of its clause.
    Subject,
    /// Object, or what cannot be told.
    Object,
    /// After a preposition.
    Oblique,
    /// Before a noun it possesses.
    Possessive,
}

/// A mention as a candidate antecedent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// First token.
    pub at: usize,
    /// One past the last.
    pub to: usize,
    /// Entity.
    pub entity: usize,
    /// Role.
    pub place: Place,
    /// Whether it is the source of an attribution.
    pub source: bool,
    /// Whether it is a pronoun.
    pub pronoun: bool,
}

/// What an entity is, as far as agreement goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features {
    /// Whether it is one person (named or described).
    pub person: bool,
    /// Whether it is a body or a government.
    pub body: bool,
    /// Whether it is several.
    pub plural: bool,
    /// Gender.
    pub gender: Option<Gender>,
    /// Whether the gender is a guess by the given name.
    pub guessed: bool,
    /// Number of names.
    pub count: usize,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query {
    /// Token of the pronoun or description.
    pub at: usize,
    /// Gender it shows.
    pub gender: Option<Gender>,
    /// Plural.
    pub plural: bool,
    /// "it".
    pub thing: bool,
    /// Whether it is the source of an attribution.
    pub source: bool,
    /// Whether it stands as the object of its clause ("him"): then its subject is somebody else.
    pub object: bool,
    /// The speaker of the attribution before, and the sentence it stands in.
    pub last_speaker: Option<(usize, usize)>,
    /// Whether the cue goes on with what was said before ("added").
    pub continuing: bool,
    /// Whether the attribution before was a question and this one is none: then the asker is seldom meant.
    pub answering: bool,
    /// Whom that question was put to.
    pub addressee: Option<usize>,
    /// The speaker of the attribution whose content holds it: (entity, whether quoted directly).
    pub parent: Option<(usize, bool)>,
    /// Tokens of the content that it is the source of.
    pub content: Option<(usize, usize)>,
}

/// What was chosen.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Entity.
    pub entity: usize,
    /// Probability that it is right.
    pub confidence: f32,
    /// Why.
    pub because: &'static str,
}

const SENTENCES: f32 = 9.0;
const WINDOW: usize = 120;

/// The grammatical role of the tokens `from..to`, by what stands around them.
pub(crate) fn place(words: &Words<'_>, lex: &Lexicon, from: usize, to: usize) -> Place {
    let all = &words.all;
    if all[to - 1].possessive {
        return Place::Possessive;
    }
    let range = words.sentence(all[from].sentence);
    let mut next = to;
    // Past an apposition or a parenthesis: "NAME, the premier, said".
    if next < range.end && matches!(all[next].text, "," | "(" | "-" | "–" | "—") {
        let close = if all[next].text == "(" { ")" } else { all[next].text };
        if let Some(k) = (next + 1..range.end.min(next + 22)).find(|&k| all[k].text == close) {
            let clause = (next + 1..k)
                .next()
                .is_some_and(|k| all[k].is(class::RELATIVE) || !verbal(words, lex, k));
            if clause {
                next = k + 1;
            }
        }
    }
    if next < range.end && all[next].is(class::RELATIVE) && !all[next].is(class::DETERMINER) {
        return if before_is_open(words, range.start, from) {
            Place::Subject
        } else {
            Place::Object
        };
    }
    let mut skip = next;
    while skip < range.end && all[skip].is(class::ADVERB | class::NEGATIVE) {
        skip += 1;
    }
    let verb = skip < range.end && verbal(words, lex, skip);
    let mut k = from;
    while k > range.start && all[k - 1].is(class::DETERMINER) {
        k -= 1;
    }
    let before = (k > range.start).then(|| &all[k - 1]);
    let preposition =
        before.is_some_and(|w| w.is(class::PREPOSITION) && !w.is(class::SUBORDINATOR));
    if verb && !preposition {
        return Place::Subject;
    }
    // "…," said NAME.
    let inverted = before.is_some_and(|w| {
        w.is(class::VERB)
            && k >= 2
            && k - 1 > range.start
            && matches!(all[k - 2].text, "”" | "\"" | "," | "’" | "'")
    });
    if inverted {
        return Place::Subject;
    }
    if preposition {
        Place::Oblique
    } else if k == range.start {
        Place::Subject
    } else {
        Place::Object
    }
}

fn before_is_open(words: &Words<'_>, start: usize, from: usize) -> bool {
    from == start || {
        let w = &words.all[from - 1];
        w.shape == Shape::Mark || w.is(class::CONJUNCTION | class::SUBORDINATOR)
    }
}

/// Whether a word looks like a finite verb.
pub(crate) fn verbal(words: &Words<'_>, lex: &Lexicon, at: usize) -> bool {
    let w = &words.all[at];
    if w.shape != Shape::Lower {
        return false;
    }
    if w.is(class::VERB | class::AUXILIARY) {
        return true;
    }
    if w.is(class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::RELATIVE) {
        return false;
    }
    let noun = lex.role(&w.lower).is_some()
        || lex.body(&w.lower).is_some()
        || lex.document(&w.lower).is_some();
    !noun
        && (w.lower.ends_with("ed")
            || (w.lower.ends_with('s') && !w.lower.ends_with("ss") && w.lower.len() > 3))
}

/// Chooses the antecedent among `candidates`, which stand in the order of the text; `features` tells about
/// entities. `allowed` restricts the entities (for descriptions: those with a fitting role) and adds to their
/// weight; `None` excludes.
pub(crate) fn choose(
    words: &Words<'_>,
    candidates: &[Candidate],
    q: Query,
    features: &dyn Fn(usize) -> Features,
    allowed: &dyn Fn(usize) -> Option<f32>,
) -> Option<Choice> {
    let here = words.all[q.at].sentence;
    let paragraph = words.paragraph[here];
    let upto = candidates.partition_point(|c| c.at < q.at);
    let mut best: Vec<(usize, f32, &'static str)> = Vec::new();
    let mut between: Vec<usize> = Vec::new();
    let mut spoken_of: Vec<usize> = Vec::new();
    let mut passed_by: Option<(usize, usize)> = None;
    for c in candidates[..upto].iter().rev().take(WINDOW) {
        let distance = words.distance(words.all[c.at].sentence, here);
        if distance > SENTENCES {
            break;
        }
        if c.to > q.at {
            continue;
        }
        let f = features(c.entity);
        let agrees = if q.thing {
            f.body && !f.plural
        } else if q.plural {
            f.plural || f.body
        } else {
            f.person && !f.plural
        };
        let gender = match (q.gender, f.gender) {
            (Some(a), Some(b)) if a != b => f.guessed.then_some(-3.0),
            (Some(_), Some(_)) => Some(if f.guessed { 0.3 } else { 0.5 }),
            (Some(_), None) => Some(-1.2),
            (None, _) => Some(0.0),
        };
        let (true, Some(gender), Some(extra)) = (agrees, gender, allowed(c.entity)) else {
            continue;
        };
        // Groups that are only mentioned are soon out of mind.
        if q.plural && !c.source && distance > 1.5 {
            continue;
        }
        if let Some((speaker, true)) = q.parent
            && speaker == c.entity
        {
            continue;
        }
        if c.place == Place::Subject && !words.all[c.at].quoted && passed_by.is_none() {
            passed_by = Some((c.entity, words.all[c.at].sentence));
        }
        let same_sentence = words.all[c.at].sentence == here;
        // "told him": the subject of the same clause is somebody else.
        if q.object
            && same_sentence
            && c.place == Place::Subject
            && !(c.at..q.at)
                .any(|k| words.all[k].is(class::SUBORDINATOR) || words.all[k].text == ",")
        {
            continue;
        }
        let mut score = extra + gender;
        // "The club said they would appeal"
        if q.plural && !f.plural {
            score -= 0.8;
        }
        let mut why = "the last one named who fits";
        score += match c.place {
            Place::Subject => 2.0,
            Place::Object => 0.6,
            Place::Oblique => 0.2,
            Place::Possessive => 0.3,
        };
        score -= 0.8 * distance.min(6.0);
        if words.paragraph[words.all[c.at].sentence] == paragraph {
            score += 0.5;
        }
        if c.place == Place::Subject {
            why = match here - words.all[c.at].sentence {
                0 => "the subject of the same sentence",
                1 => "the subject of the sentence before",
                _ => "the subject of an earlier sentence",
            };
            // "X answered on Twitter.", then a paragraph that is a quotation: X introduces it.
            if q.source && here - words.all[c.at].sentence == 1 && !words.all[c.at].quoted {
                score += 0.4;
            }
            if same_sentence {
                score += 0.6;
            }
        }
        if words.all[c.at].quoted && !words.all[q.at].quoted {
            score -= 2.0;
        }
        if let Some((from, to)) = q.content
            && (from..to).contains(&c.at)
        {
            // Nobody speaks of himself as "he" in his own quotation.
            if words.all[c.at].quoted {
                if !spoken_of.contains(&c.entity) {
                    spoken_of.push(c.entity);
                }
                continue;
            }
            score -= 1.5;
        }
        if c.source {
            score += 0.8;
        }
        if c.pronoun {
            score += 0.3;
        }
        if let Some((speaker, sentence)) = q.last_speaker
            && speaker == c.entity
            && q.source
            && words.distance(sentence, here) <= 2.0
        {
            // Somebody else has become the subject since: the topic has changed.
            let changed = passed_by.is_some_and(|(e, s)| e != speaker && s > sentence);
            score += if q.continuing {
                2.5
            } else if q.answering {
                -0.3
            } else if changed {
                0.0
            } else {
                1.2
            };
            why = "who spoke last";
        }
        if q.answering && q.addressee == Some(c.entity) {
            score += 2.5;
            why = "who was asked";
        }
        if let Some((speaker, false)) = q.parent
            && speaker == c.entity
        {
            score += 2.5;
            why = "who is said to say it";
        }
        score += 0.3 * (f.count.max(1) as f32).ln();
        score -= 0.15 * between.iter().filter(|e| **e != c.entity).count() as f32;
        if !between.contains(&c.entity) {
            between.push(c.entity);
        }
        match best.iter_mut().find(|b| b.0 == c.entity) {
            Some(b) if b.1 < score => (b.1, b.2) = (score, why),
            Some(_) => {}
            None => best.push((c.entity, score, why)),
        }
    }
    for b in best.iter_mut().filter(|b| spoken_of.contains(&b.0)) {
        b.1 -= 0.8;
    }
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let first = *best.first()?;
    let (margin, alone) = match best.get(1) {
        Some(second) => (first.1 - second.1, false),
        None => (2.5, true),
    };
    let confidence = (1.0 / (1.0 + (-1.1 * margin).exp())).min(0.95);
    // Far away, or of little weight, even the only candidate is doubtful.
    let confidence = if first.1 < -1.0 { confidence * 0.6 } else { confidence };
    let because = if alone { "the only one named before who fits" } else { first.2 };
    Some(Choice { entity: first.0, confidence, because })
}
