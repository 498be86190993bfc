//! Attributing verbs in a sentence, with the auxiliaries around them.

use super::view::Node;
use crate::lexicon::{CueVerb, Lexicon, VerbForm, list};

/// How a cue stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With a subject of its own: "said", "has said", "would not say".
    Finite,
    /// "saying", "having said".
    Ing,
    /// "to say".
    Infinitive,
    /// "was told", "is said".
    Passive,
}

/// An attributing verb and its group.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// First node of the group, auxiliaries and adverbs included.
    pub start: usize,
    /// The verb.
    pub head: usize,
    /// One past the last node of the group (a fixed particle included).
    pub end: usize,
    /// The verb in the lexicon.
    pub verb: &'static CueVerb,
    /// How it stands.
    pub form: Form,
    /// "did not say", "never said".
    pub negated: bool,
    /// "would say", "might say".
    pub modal: bool,
}

/// The cues of a sentence, in order.
pub fn find(n: &[Node]) -> Vec<Cue> {
    (0..n.len()).filter_map(|i| at(n, i)).collect()
}

fn at(n: &[Node], i: usize) -> Option<Cue> {
    let lexicon = Lexicon::shared();
    let x = &n[i];
    let entry = x.entry?;
    if entry.verbs.is_empty() || !x.is(b"DZBGE") || x.clitic {
        return None;
    }
    // A phrase wins over its bare verb: "pointed out", "made it clear".
    let mut chosen: Option<(&'static CueVerb, usize)> = None;
    for &(v, form) in &entry.verbs {
        let verb = &lexicon.verbs[v];
        let fits = match form {
            VerbForm::Base => x.is(b"BZ"),
            VerbForm::Third => x.is(b"Z"),
            VerbForm::Past => x.is(b"DE"),
            VerbForm::Ing => x.is(b"G"),
            VerbForm::Participle => x.is(b"E"),
        };
        if !fits {
            continue;
        }
        match verb.particle {
            None => chosen = chosen.or(Some((verb, i + 1))),
            Some(p) => {
                let reach = (i + 1..n.len().min(i + 4)).find(|&j| n[j].low == p);
                let near = reach.filter(|&j| n[i + 1..j].iter().all(|y| y.is(b"ORT")));
                if let Some(j) = near {
                    chosen = Some((verb, j + 1));
                    break;
                }
            }
        }
    }
    let (verb, end) = chosen?;
    let (mut start, mut negated, mut modal, mut be, mut have, mut to, mut do_) =
        (i, x.negated, false, false, false, false, false);
    let mut g = i;
    while g > 0 {
        let y = &n[g - 1];
        if y.low == "to" && g == i.min(start) && !(modal || be || have) {
            to = true;
            start = g - 1;
            negated |= g >= 2 && n[g - 2].listed(list::NEG);
            break;
        }
        let aux = y.listed(list::BE | list::HAVE | list::DO) || y.tag == b'M';
        let adverb = (y.tag == b'R' && !y.capital) || y.listed(list::NEG);
        if !aux && !adverb {
            // "he's said", "they've said"
            if y.tag == b'O' && y.clitic && (start < i || x.is(b"EG")) {
                have |= x.is(b"E");
                be |= x.is(b"G");
            }
            break;
        }
        negated |= y.negated || y.listed(list::NEG);
        modal |= y.tag == b'M';
        be |= y.listed(list::BE);
        have |= y.listed(list::HAVE);
        do_ |= y.listed(list::DO);
        if aux || negated {
            start = g - 1;
        }
        g -= 1;
    }
    if start == i && g < i && !to {
        // Adverbs alone belong to the clause, not to the cue.
        start = i;
    }
    let form = match x.tag {
        _ if to => Form::Infinitive,
        b'G' if be => Form::Finite,
        b'G' => Form::Ing,
        b'E' if be => Form::Passive,
        b'E' if have => Form::Finite,
        b'E' => {
            let before = i.checked_sub(1).map(|j| &n[j]);
            if !before.is_some_and(|b| b.is(b"NPO,Q"))
                || n.get(i + 1).is_some_and(|y| y.low == "by")
            {
                return None;
            }
            Form::Finite
        }
        b'B' if modal || do_ => Form::Finite,
        b'B' => return None,
        _ => Form::Finite,
    };
    if form == Form::Finite && n[start].low == "having" {
        return Some(Cue { start, head: i, end, verb, form: Form::Ing, negated, modal });
    }
    Some(Cue { start, head: i, end, verb, form, negated, modal })
}
