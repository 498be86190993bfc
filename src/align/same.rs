//! Whether two instances of one speaker carry the same statement.
//!
//! Three things make two instances the same: a run of words in common (one text copied), a quoted fragment in
//! common (one quotation cut differently), or enough content words in common where nothing contradicts (a
//! paraphrase). Numbers, polarity and people that differ, or acts that cannot be one act, forbid a paraphrase.

use super::features::{Features, Word};
use crate::attribution::{Act, Quotation};

/// Least weight of the content words in common by which a paraphrase is known: less is a topic.
const EVIDENCE: f32 = 0.9;
/// The same where both promise, deny, urge ... the same deed.
const DEED: f32 = 0.6;
/// Bytes between a refusal and the quotation that words it.
const ADJACENT: usize = 160;
/// Share of the weight in common that may be negated in one only: how far a negator reaches is a guess.
const TURNED: f32 = 0.4;

/// Least weight of a single word that ties a vow or a negated word to another wording of it.
const RARE: f32 = 0.6;
/// What it takes off the certainty that two passages share no more than what they speak of.
const TOPIC: f32 = 0.15;
/// Most content words of a sentence in which one negated word tells.
const NEGATED: usize = 10;
/// Least share of the shorter of two quotations of one article, word for word in the other, at which they are one.
const REPEATED: f32 = 0.7;
/// Most words of a passage that is known again by its only content word.
const SHORT: usize = 5;

/// How two instances stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Content words in common, by number.
    pub shared: usize,
    /// Those of them that are no names.
    pub plain: usize,
    /// Those of them that are a verb in one of the two.
    pub verbs: usize,
    /// Their weight.
    pub shared_weight: f32,
    /// Their weight by the weight of the lighter instance, 0 to 1.
    pub contained: f32,
    /// Their weight by the weight of both together, 0 to 1.
    pub jaccard: f32,
    /// Weight of the content words in runs of three and more words in common, by the weight of the lighter one.
    pub verbatim: f32,
    /// Words of the longest run in common.
    pub run: usize,
    /// Content words of that run.
    pub run_terms: usize,
    /// Words in common with which both begin, one word before them aside ("he will not meet with Ren").
    pub opening: usize,
    /// Content words among them.
    pub opening_terms: usize,
    /// Content words that are among the first four of both: who does what to whom, told in one order or another.
    pub head: usize,
    /// Words of the longest run that both put between quotation marks.
    pub quoted_run: usize,
    /// Weight of the content words of that run.
    pub quoted_weight: f32,
    /// Content words of that run.
    pub quoted_terms: usize,
    /// Those of them that are no everyday English.
    pub quoted_telling: usize,
    /// Whether that run is most of what one of the two chose to quote.
    pub fragment: bool,
    /// Whether it is most of what both chose to quote.
    pub fragments: bool,
    /// A word of one stands against its opposite in the other ("support", "oppose").
    pub opposed: bool,
    /// As `jaccard`, but of the lighter one and that sentence of the heavier one which is most like it.
    pub closest: f32,
    /// Content words in common that are negated in one only.
    pub flipped: usize,
    /// Verbs among them.
    pub flipped_verbs: usize,
    /// Their weight by the weight of all in common, 0 to 1.
    pub turned: f32,
    /// Something that one paraphrase of the other cannot differ in.
    pub conflict: Option<Conflict>,
}

/// In what two instances contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Each gives numbers, and none is in both.
    Numbers,
    /// A word is negated in one only.
    Polarity,
    /// Each names people that the other does not.
    People,
    /// One refuses or asks where the other states.
    Acts,
    /// Acts that are seldom, but at times one ("promised to", "admitted that").
    Kinds,
}

/// Compares two instances.
pub fn likeness(a: &Features, b: &Features) -> Likeness {
    let mut out = Likeness::default();
    let (mut i, mut j) = (0, 0);
    while i < a.terms.len() && j < b.terms.len() {
        let (s, t) = (a.terms[i], b.terms[j]);
        match s.id.cmp(&t.id) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.shared += 1;
                out.plain += usize::from(!s.name && !t.name);
                out.verbs += usize::from(s.verb || t.verb);
                out.shared_weight += s.weight.min(t.weight);
                if s.negated != t.negated {
                    out.flipped += 1;
                    out.flipped_verbs += usize::from(s.verb || t.verb);
                    out.turned += s.weight.min(t.weight);
                }
                i += 1;
                j += 1;
            }
        }
    }
    let lighter = a.weight.min(b.weight).max(0.01);
    out.contained = (out.shared_weight / lighter).min(1.0);
    out.jaccard = out.shared_weight / (a.weight + b.weight - out.shared_weight).max(0.01);
    if out.shared == 0 {
        return out;
    }
    out.turned /= out.shared_weight.max(0.01);
    out.closest = if a.weight <= b.weight { closest(a, b) } else { closest(b, a) };
    runs(a, b, lighter, &mut out);
    out.opposed = opposed(a, b);
    out.conflict = conflict(a, b, out.turned, out.opposed);
    out
}

/// Whether a word that only one has stands against its opposite that only the other has.
fn opposed(a: &Features, b: &Features) -> bool {
    let has = |f: &Features, id: u32| {
        f.terms.binary_search_by_key(&id, |t| t.id).is_ok() || f.cue_terms.contains(&id)
    };
    let side = |a: &Features, b: &Features| {
        a.opposites.iter().any(|&(word, opposite)| {
            !has(b, word) && !has(a, opposite) && has(b, opposite) && {
                let negated = |f: &Features, id: u32| {
                    f.terms.binary_search_by_key(&id, |t| t.id).is_ok_and(|k| f.terms[k].negated)
                };
                negated(a, word) == negated(b, opposite)
            }
        })
    };
    side(a, b) || side(b, a)
}

/// How much of `lighter` and of one sentence of `heavier` is the same, 0 to 1.
fn closest(lighter: &Features, heavier: &Features) -> f32 {
    let mut best: f32 = 0.0;
    for sentence in heavier.sentences() {
        let mut terms: Vec<u32> = sentence.iter().filter_map(|w| w.term).collect();
        terms.sort_unstable();
        terms.dedup();
        let (mut shared, mut all) = (0.0, lighter.weight);
        for &t in &terms {
            let (x, y) = (lighter.weight_of(t), heavier.weight_of(t));
            shared += x.min(y);
            all += y - x.min(y);
        }
        best = best.max(shared / all.max(0.01));
    }
    best
}

/// The words, and the content words among them, with which both begin; one word before them may be left out of each.
fn opening(a: &[Word], b: &[Word]) -> (usize, usize) {
    let starts = [(0, 0), (1, 1), (0, 1), (1, 0)];
    let same = |&(i, j): &(usize, usize)| {
        let both = a.iter().skip(i).zip(b.iter().skip(j)).take_while(|(x, y)| x.form == y.form);
        both.fold((0, 0), |(n, terms), (x, _)| (n + 1, terms + usize::from(x.term.is_some())))
    };
    starts.iter().map(same).max().unwrap_or_default()
}

/// How many of the first four content words are the same.
fn head(a: &[Word], b: &[Word]) -> usize {
    let first = |words: &[Word]| {
        let mut out: Vec<u32> = Vec::new();
        for term in words.iter().filter_map(|w| w.term) {
            if out.len() < 4 && !out.contains(&term) {
                out.push(term);
            }
        }
        out
    };
    let (a, b) = (first(a), first(b));
    a.iter().filter(|t| b.contains(t)).count()
}

/// Looks for runs of words in common.
fn runs(a: &Features, b: &Features, lighter: f32, out: &mut Likeness) {
    let mut lengths = vec![0usize; b.words.len() + 1];
    let mut quoted = vec![0usize; b.words.len() + 1];
    let mut covered = vec![false; a.words.len()];
    let (mut best, mut best_quoted) = ((0, 0), (0, 0, 0));
    for (i, wa) in a.words.iter().enumerate() {
        // From the right, so that the row before is still there.
        for (j, wb) in b.words.iter().enumerate().rev() {
            if wa.form != wb.form {
                lengths[j + 1] = 0;
                quoted[j + 1] = 0;
                continue;
            }
            lengths[j + 1] = lengths[j] + 1;
            quoted[j + 1] = if wa.quoted && wb.quoted { quoted[j] + 1 } else { 0 };
            if lengths[j + 1] >= 3 {
                covered[i + 1 - lengths[j + 1]..=i].fill(true);
            }
            if lengths[j + 1] > best.0 {
                best = (lengths[j + 1], i);
            }
            if quoted[j + 1] > best_quoted.0 {
                best_quoted = (quoted[j + 1], i, j);
            }
        }
    }
    let terms = |(len, end): (usize, usize)| {
        let run = &a.words[end + 1 - len.max(1).min(end + 1)..=end];
        let ids: Vec<u32> = run.iter().filter_map(|w| w.term).collect();
        (ids.len(), ids.iter().map(|id| a.weight_of(*id)).sum::<f32>())
    };
    (out.opening, out.opening_terms) = opening(&a.words, &b.words);
    out.head = head(&a.words, &b.words);
    out.run = best.0;
    out.run_terms = if best.0 == 0 { 0 } else { terms(best).0 };
    out.quoted_run = best_quoted.0;
    if best_quoted.0 > 0 {
        (out.quoted_terms, out.quoted_weight) = terms((best_quoted.0, best_quoted.1));
        let run = &a.words[best_quoted.1 + 1 - best_quoted.0..=best_quoted.1];
        out.quoted_telling = run.iter().filter(|w| w.telling).count();
        let ours = chosen(a, best_quoted.1 + 1 - best_quoted.0, best_quoted.1 + 1);
        let theirs = chosen(b, best_quoted.2 + 1 - best_quoted.0, best_quoted.2 + 1);
        (out.fragment, out.fragments) = (ours || theirs, ours && theirs);
    }
    let mut seen = Vec::new();
    let mut sum = 0.0;
    for (w, covered) in a.words.iter().zip(&covered) {
        if let (true, Some(id)) = (*covered, w.term)
            && !seen.contains(&id)
        {
            seen.push(id);
            sum += a.weight_of(id);
        }
    }
    out.verbatim = (sum / lighter).min(1.0);
}

/// Whether words `from` to `to` hold most of the content words of a quoted fragment.
fn chosen(f: &Features, from: usize, to: usize) -> bool {
    let terms =
        |from: usize, to: usize| f.words[from..to].iter().filter(|w| w.term.is_some()).count();
    f.fragments.iter().any(|&(start, end)| {
        let (inner, outer) = (from.max(start), to.min(end));
        inner < outer && 5 * terms(inner, outer) >= 3 * terms(start, end) && terms(inner, outer) > 0
    })
}

fn conflict(a: &Features, b: &Features, turned: f32, opposed: bool) -> Option<Conflict> {
    let apart =
        |x: &[i64], y: &[i64]| !x.is_empty() && !y.is_empty() && !x.iter().any(|v| y.contains(v));
    if apart(&a.numbers, &b.numbers) {
        return Some(Conflict::Numbers);
    }
    if turned > TURNED || opposed {
        return Some(Conflict::Polarity);
    }
    let extra = |x: &[u32], y: &[u32]| x.iter().any(|v| !y.contains(v));
    if extra(&a.people, &b.people) && extra(&b.people, &a.people) {
        return Some(Conflict::People);
    }
    if class(a) != class(b) {
        return Some(Conflict::Acts);
    }
    let wish = (a.act == Act::Urges) != (b.act == Act::Urges);
    let kinds = kind(a.act).zip(kind(b.act)).is_some_and(|(x, y)| x != y);
    (wish || kinds).then_some(Conflict::Kinds)
}

/// The kind of an act; none for plain saying.
fn kind(act: Act) -> Option<u8> {
    match act {
        Act::Promises | Act::Announces | Act::Predicts => Some(0),
        Act::Denies | Act::Rejects | Act::Criticises | Act::Alleges | Act::Warns => Some(1),
        Act::Concedes | Act::Apologises | Act::Confirms => Some(2),
        Act::Praises => Some(3),
        _ => None,
    }
}

/// Acts that one paraphrase may put for another share a class.
fn class(f: &Features) -> u8 {
    match f.act {
        Act::Declines | Act::ProfessesNoKnowledge => 1,
        Act::Asks => 2,
        _ => 0,
    }
}

/// Why two instances are the same statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// One text, (nearly) word for word.
    Verbatim,
    /// A quoted fragment in common.
    Quotation,
    /// The same content words.
    Paraphrase,
}

/// The verdict on two instances of one speaker: how sure they are the same statement, 0 to 1, and why.
/// Below 0.5 they are not joined.
pub fn verdict(a: &Features, b: &Features, l: &Likeness) -> (f32, Reason) {
    if l.shared == 0 || only_names(a, b, l) || quoted_apart(a, b, l) {
        return (0.0, Reason::Paraphrase);
    }
    let verbatim = word_for_word(a, b, l);
    let quotation = quoted(l);
    let paraphrase = paraphrased(a, b, l);
    let best = verbatim.max(quotation).max(paraphrase).clamp(0.0, 1.0);
    let reason = if best == quotation.min(1.0) {
        Reason::Quotation
    } else if best == verbatim.min(1.0) {
        Reason::Verbatim
    } else {
        Reason::Paraphrase
    };
    (best, reason)
}

/// Whether nothing but names is in common, of which only doing one thing to one party makes one statement ("criticised
/// Ren").
fn only_names(a: &Features, b: &Features, l: &Likeness) -> bool {
    let told = |f: &Features| !matches!(f.act, Act::Asserts | Act::Believes);
    l.plain == 0 && !(l.jaccard >= 0.9 && a.act == b.act && told(a))
}

/// Whether one article quotes the two in its body, each by itself: that a text quotes one sentence twice shows in its
/// words.
fn quoted_apart(a: &Features, b: &Features, l: &Likeness) -> bool {
    a.article == b.article
        && !a.in_headline
        && !b.in_headline
        && a.quotation == Quotation::Direct
        && b.quotation == Quotation::Direct
        && l.verbatim < REPEATED
        && l.contained < REPEATED
}

/// How sure it is by the words that stand in both in one order.
fn word_for_word(a: &Features, b: &Features, l: &Likeness) -> f32 {
    // How far a negator reaches is a guess; what is copied has the same ones.
    let copied = l.run >= 7 && l.run_terms >= 3 && l.verbatim >= 0.75 && a.turned == b.turned;
    let copied = copied && l.conflict == Some(Conflict::Polarity);
    if contradicted(l) && !copied || a.bare && b.bare && !one_deed(a, b) {
        return 0.0;
    }
    // A short phrase may stand in another statement altogether ("to stay", "nobody asked him to stay").
    let enough = l.shared_weight >= 1.5 || l.jaccard >= 0.4;
    let shorter = a.words.len().min(b.words.len());
    let run = if enough && (l.run >= 5 && l.run_terms >= 2 || l.run >= 3 && l.run_terms >= 3) {
        0.14 + 0.5 * l.verbatim + 0.4 * l.contained
    } else if l.run >= 6 && l.run + 1 >= shorter && l.run_terms >= 1 {
        // A sentence of small words, whole ("I wish I didn't have to do it").
        0.8
    } else if enough && l.verbatim >= 0.95 && l.shared >= 2 && l.shared_weight >= EVIDENCE {
        0.6
    } else {
        0.0
    };
    let opening: f32 = if l.opening >= 6 && l.opening_terms >= 2 { 0.52 } else { 0.0 };
    // Who does what to whom is the same, whatever follows.
    let told = l.head >= 3 && l.jaccard >= 0.25 && l.contained >= 0.4 && l.conflict.is_none();
    let opening = match l.head {
        4 if told => opening.max(0.58),
        _ if told => opening.max(0.53),
        _ => opening,
    };
    run.max(opening)
}

/// How sure it is by what stands between the quotation marks of both.
fn quoted(l: &Likeness) -> f32 {
    if l.quoted_terms >= 3 || l.quoted_run >= 4 && l.quoted_terms >= 2 {
        0.5 + 0.1 * l.quoted_weight.min(4.0)
    } else if l.fragment
        && !l.opposed
        && l.quoted_weight >= 0.72
        && l.contained >= 0.15
        && (l.quoted_telling > 0 || l.quoted_terms >= 2 || l.shared >= 2 || l.fragments)
    {
        // A word or two that somebody chose to quote ("destructive"); an everyday word ("happy") tells nothing alone.
        0.1 + 0.25 * l.quoted_weight.min(2.0) + 0.8 * l.contained.min(0.7)
    } else {
        0.0
    }
}

/// How sure it is by the content words in common, where nothing contradicts.
fn paraphrased(a: &Features, b: &Features, l: &Likeness) -> f32 {
    let apart = a.article != b.article;
    // A refusal and the words of it: "would not say whether ...", "I won't go into that".
    let refusal = class(a) == 1
        && class(b) == 1
        && !apart
        && a.hull.start.abs_diff(b.hull.end).min(b.hull.start.abs_diff(a.hull.end)) <= ADJACENT
        && matches!(a.quotation, Quotation::Direct) != matches!(b.quotation, Quotation::Direct);
    if refusal {
        return 0.55;
    }
    if contradicted(l) || matches!(l.conflict, Some(Conflict::People | Conflict::Acts)) {
        return 0.0;
    }
    // Of two things the cues say something ("endorsed | the plan", "derided | the plan").
    if a.bare && b.bare && !one_deed(a, b) {
        return 0.0;
    }
    // Told and quoted.
    let told = (a.quotation == Quotation::Direct) != (b.quotation == Quotation::Direct);
    if told && vowed(a, b) || (told || apart) && refused(a, b) {
        return 0.54;
    }
    // What one says happened and the other says did not, and hardly anything else.
    if l.flipped_verbs > 0 && l.plain <= 2 {
        return 0.0;
    }
    let alike = l.jaccard.max(l.closest);
    let short = a.words.len().min(b.words.len()) <= SHORT;
    if l.shared == 1 {
        // One word is enough where it is all that one says and rare.
        let all = l.contained >= 0.95 && l.shared_weight >= 0.75 && short;
        return if all { 0.52 } else { 0.0 };
    }
    // Words that half the story has are evidence only where there is little else on either side.
    // Two that do one thing by saying it, beyond asserting, say it of a deed: a verb and its object are enough.
    let deed = a.act == b.act
        && matches!(
            a.act,
            Act::Promises | Act::Denies | Act::Rejects | Act::Urges | Act::Announces
        )
        && l.verbs >= 1
        && l.plain >= 2
        && l.flipped == 0;
    let least = if deed { DEED } else { EVIDENCE };
    if l.shared_weight < least && !(l.shared >= 3 && l.jaccard >= 0.4) {
        return 0.0;
    }
    let few = if l.shared < 3 { 0.08 } else { 0.0 };
    // What both speak of, and not what they say of it.
    let acts = |f: &Features| f.terms.iter().any(|t| t.verb);
    let topic_only = l.verbs == 0 && acts(a) && acts(b) && l.jaccard < 0.4;
    let thing = a.bare != b.bare && !one_deed(a, b);
    let subject = if (topic_only || thing) && l.plain <= 2 { TOPIC } else { 0.0 };
    // One thing named in both ("birth certificate") is what they are about, not what they say.
    let topic =
        if l.shared == 2 && l.run_terms == 2 && l.run == 2 && l.jaccard < 0.4 { 0.15 } else { 0.0 };
    let kinds = match l.conflict {
        Some(Conflict::Kinds) if l.shared < 3 => 0.2,
        Some(Conflict::Kinds) => 0.1,
        _ => 0.0,
    };
    // Below its headline an article seldom says a thing twice.
    let again = if !apart && !a.in_headline && !b.in_headline { 0.2 } else { 0.0 };
    0.55 * l.contained + 0.45 * alike + 0.04 * l.shared_weight.min(4.0)
        - few
        - f32::max(topic, subject)
        - kinds
        - again
}

/// Whether both tell of one thing that the speaker will do or will not ("threatened to close the gates", “I'll close
/// them”).
fn vowed(a: &Features, b: &Features) -> bool {
    a.vows.iter().any(|v| b.vows.contains(v) && a.weight_of(v.0).min(b.weight_of(v.0)) >= RARE)
}

/// Whether both negate by a word of their own one rare word in short sentences ("can't trust such a man", "should never be trusted").
fn refused(a: &Features, b: &Features) -> bool {
    let sure = |f: &Features, id: u32| {
        let mut holding = f.sentences().filter(|s| s.iter().any(|w| w.term == Some(id)));
        holding.any(|s| s.iter().filter(|w| w.term.is_some()).count() <= NEGATED)
    };
    let own = !a.turned && !b.turned;
    a.terms.iter().any(|t| {
        own && t.negated
            && !t.name
            && t.weight >= RARE
            && b.terms.iter().any(|u| u.id == t.id && u.negated && u.weight >= RARE)
            && sure(a, t.id)
            && sure(b, t.id)
    })
}

/// Whether the cues tell of one deed, or one cue of what the other passage tells ("announced | his departure", "said | he
/// announced it").
fn one_deed(a: &Features, b: &Features) -> bool {
    let told = |c: &u32, f: &Features| f.cue.contains(c) || f.weight_of(*c) > 0.0;
    let plain = matches!(a.act, Act::Asserts | Act::Believes);
    a.act == b.act && !plain || a.cue.iter().any(|c| told(c, b)) || b.cue.iter().any(|c| told(c, a))
}

/// Whether numbers or polarity of two instances differ.
fn contradicted(l: &Likeness) -> bool {
    matches!(l.conflict, Some(Conflict::Numbers | Conflict::Polarity))
}
