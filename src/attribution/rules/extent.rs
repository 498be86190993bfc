//! How far a content goes.

use super::*;

/// The content after a cue: its node range, where the attribution ends, and the rule.
pub(super) fn right(
    n: &[Node],
    c: &Cue,
    cues: &[Cue],
) -> Option<(Range<usize>, usize, &'static str)> {
    let f = &c.verb.frames;
    let finish = |from: usize, rule: &'static str, whole: bool| {
        let end = clause_end(n, from, cues, c);
        (end > from
            && (!whole
                || has_finite(&n[from..end])
                || n[from..end].iter().any(|x| x.quote().is_some())))
        .then_some((from..end, end, rule))
    };
    let marker = |k: usize| -> Option<(usize, &'static str)> {
        let x = n.get(k)?;
        if x.low == "that" && (f.that || f.quote) {
            return Some((k + 1, "cue-that-content"));
        }
        if x.quote().is_some() && f.quote {
            return Some((k, "cue-quote"));
        }
        if x.is(b":,") && f.quote && n.get(k + 1).is_some_and(|y| y.quote().is_some()) {
            return Some((k + 1, "cue-quote"));
        }
        if x.tag == b':' && f.quote && k + 2 < n.len() {
            return Some((k + 1, "cue-colon-content"));
        }
        if (x.tag == b'W'
            || (x.listed(list::SUB)
                && matches!(x.low.as_str(), "whether" | "if" | "how" | "why" | "where" | "when")))
            && f.whether
            && x.low != "which"
            && x.low != "who"
        {
            return Some((k, "cue-whether"));
        }
        if x.low == "to"
            && f.infinitive
            && n.get(k + 1).is_some_and(|y| y.is(b"BZR") || y.low == "be")
        {
            return Some((k, "cue-infinitive"));
        }
        None
    };
    let mut starts = vec![c.end];
    if f.person {
        for appositions in [true, false] {
            if let Some(p) = phrase_from(n, c.end, appositions).filter(|p| p.len() <= 20) {
                let comma = usize::from(
                    appositions
                        && n.get(p.end).is_some_and(|y| y.tag == b',')
                        && n[p.clone()].iter().any(|y| y.tag == b','),
                );
                starts.insert(0, p.end + comma);
            }
        }
        starts.dedup();
    }
    for &j in &starts {
        for k in [j, skip_adjuncts(n, j)] {
            if let Some((from, rule)) = marker(k) {
                let whole = matches!(rule, "cue-that-content");
                if let Some(found) = finish(from, rule, whole) {
                    return Some(found);
                }
            }
        }
    }
    let x = n.get(c.end)?;
    for p in &f.prepositions {
        if *p == "it" || !x.low.eq(p) {
            continue;
        }
        let from = c.end + 1;
        return finish(from, "cue-preposition", false);
    }
    if f.person
        && let Some(p) = phrase_from(n, c.end, false)
        && n.get(p.end).is_some_and(|y| f.prepositions.contains(&y.low.as_str()))
    {
        let from =
            if c.verb.lemma == "accuse" || c.verb.lemma == "charge" { c.end } else { p.end + 1 };
        return finish(from, "cue-person-preposition", false);
    }
    if f.gerund && x.tag == b'G' {
        return finish(c.end, "cue-gerund", false);
    }
    let begins = |k: usize| {
        n.get(k).is_some_and(|y| {
            y.is(b"TSONPJUR") || (y.inline && y.quote().is_some()) || y.is(b"G") && k == c.end
        })
    };
    if f.bare {
        for &j in &starts {
            let k = if j == c.end { skip_adjuncts(n, j) } else { j };
            for k in [j, k] {
                if !begins(k) || temporal(n, k) {
                    continue;
                }
                let end = clause_end(n, k, cues, c);
                let Some(subject) = phrase_from(n, k, true) else { continue };
                if end > k
                    && has_finite(&n[subject.end.min(end)..end])
                    && n.get(subject.end).is_some_and(|v| {
                        v.finite()
                            || v.is(b"R")
                            || (!f.weak && v.is(b",-(WEIQC"))
                            || v.listed(list::NEG)
                    })
                {
                    return Some((k..end, end, "cue-clause"));
                }
            }
        }
    }
    if f.colour {
        let k = c.end;
        if begins(k) {
            let end = object_end(n, k, cues, c);
            let named = n[k..end].iter().any(|y| y.quote().is_some());
            let object = phrase_from(n, k, false).map_or(k, |p| p.end);
            if named
                || (c.verb.lemma == "call"
                    && n.get(object).is_some_and(|y| y.is(b"TSJ"))
                    && object < end)
            {
                return Some((k..end, end, "cue-called"));
            }
        }
    }
    if f.object || f.as_ {
        let k = c.end;
        if begins(k) && !(n[k].tag == b'R' && !begins(k + 1)) {
            let end = object_end(n, k, cues, c);
            let quoted = n[k..end].iter().any(|y| y.quote().is_some());
            let as_there = n[k..end].iter().any(|y| y.low == "as");
            if end > k && (!f.weak || quoted || (f.as_ && as_there)) {
                return Some((k..end, end, "cue-object"));
            }
        }
    }
    None
}

/// Where the content that begins at `from` ends, seen from the cue `c`.
pub(super) fn clause_end(n: &[Node], from: usize, cues: &[Cue], c: &Cue) -> usize {
    bounded(n, from, cues, Some(c))
}

pub(super) fn clause_end_plain(n: &[Node], from: usize, cues: &[Cue]) -> usize {
    bounded(n, from, cues, None)
}

/// Where a noun phrase that is the content ends: at the first comma that does not go on with a list, and before
/// the narrator's "after …", "when …".
pub(super) fn object_end(n: &[Node], from: usize, cues: &[Cue], c: &Cue) -> usize {
    let end = bounded(n, from, cues, Some(c));
    for k in from + 1..end {
        let x = &n[k];
        let aside = matches!(
            x.low.as_str(),
            "after"
                | "before"
                | "when"
                | "while"
                | "during"
                | "amid"
                | "although"
                | "though"
                | "as"
        ) && n[k + 1..end].iter().take(12).any(Node::finite);
        let closes = x.is(b"-;") || (x.tag == b',' && !goes_on(&n[k + 1..end]));
        let clause_quote = n[k - 1].quote().is_some() && x.tag == b'C' && has_finite(&n[k..end]);
        if aside && x.low != "as" || closes || clause_quote {
            return k;
        }
    }
    end
}

/// Whether what follows a comma goes on with a list.
pub(super) fn goes_on(n: &[Node]) -> bool {
    let joint = n.iter().take(8).position(|x| x.tag == b'C');
    n.first().is_some_and(|x| x.is(b"NPJQ")) && joint.is_some_and(|j| !has_finite(&n[..j]))
}

/// The end of the fronted clause that holds the cue: "When asked about the dam, the minister left."
pub(super) fn fronted_end(n: &[Node], c: &Cue, end: usize) -> usize {
    let opens =
        n.first().is_some_and(|x| x.listed(list::SUB) || x.is(b"GEI") || x.listed(list::ADJUNCT));
    let before = &n[..c.start];
    if !opens || before.iter().any(|x| x.tag == b',') {
        return end;
    }
    (c.end..end)
        .find(|&k| {
            n[k].tag == b','
                && phrase_from(n, k + 1, false).is_some_and(|p| {
                    p.end <= end && n.get(p.end).is_some_and(|v| v.finite() || v.is(b"R,"))
                })
        })
        .unwrap_or(end)
}

pub(super) fn bounded(n: &[Node], from: usize, cues: &[Cue], c: Option<&Cue>) -> usize {
    let mut end = n.len();
    if let Some(c) = c {
        end = fronted_end(n, c, end).max(from);
    }
    while end > from && n[end - 1].is(b".?!;:") {
        end -= 1;
    }
    // A question's mark belongs to what is asked only inside quotation marks.
    let mut k = from;
    while k < end {
        let x = &n[k];
        let breaks = x.is(b",;-") || x.quote().is_some();
        if x.tag == b';' || (x.low == "according" && n.get(k + 1).is_some_and(|y| y.low == "to")) {
            end = k;
            break;
        }
        if breaks && k + 1 < end && (x.quote().is_none() || k >= from) {
            let after = k + 1;
            let y = &n[after];
            let stop = if x.quote().is_some() { after } else { k };
            let cue_at = |i: usize| {
                cues.iter().find(|o| {
                    o.start == i
                        || (o.start > i
                            && o.start <= i + 2
                            && n[i..o.start].iter().all(|z| z.is(b"R")))
                })
            };
            if cue_at(after).is_some_and(|o| o.form == Form::Ing) && x.tag != b';' {
                end = stop;
                break;
            }
            if x.tag == b',' || x.quote().is_some() {
                if y.tag == b'C' && y.low != "or" {
                    let joined = cue_at(after + 1)
                        .is_some_and(|o| matches!(o.form, Form::Finite | Form::Ing));
                    let own = cues.iter().any(|o| {
                        o.form == Form::Finite
                            && o.start > after
                            && o.start <= after + 12
                            && subject(n, o.start, after + 1).is_some_and(|s| s.start == after + 1)
                    });
                    if joined || own {
                        end = stop;
                        break;
                    }
                }
                // A tag closes the content: "…, he added".
                let tagged = cues.iter().any(|o| {
                    o.form == Form::Finite
                        && c.is_none_or(|c| c.head != o.head)
                        && o.verb.frames.tag
                        && o.start >= after
                        && o.start <= after + 10
                        && (o.start == after && o.start == o.head && x.tag == b','
                            || subject(n, o.start, after).is_some_and(|s| s.start == after))
                        && n.get(skip_adjuncts(n, o.end)).is_none_or(|z| z.is(b".,;"))
                });
                if tagged {
                    end = stop;
                    break;
                }
                if x.tag == b','
                    && (y.low == "as"
                        || matches!(
                            y.low.as_str(),
                            "amid"
                                | "during"
                                | "after"
                                | "before"
                                | "following"
                                | "while"
                                | "when"
                                | "although"
                                | "though"
                        ))
                    && has_finite(&n[from..k])
                {
                    end = k;
                    break;
                }
            }
        }
        // "… and warned that …": the same speaker's next act.
        if x.tag == b'C' && k > from && x.low != "or" {
            let joined = cues.iter().find(|o| {
                o.start > k && o.start <= k + 2 && n[k + 1..o.start].iter().all(|z| z.is(b"R"))
            });
            if joined.is_some_and(|o| {
                o.form == Form::Finite
                    && n[o.head].is(b"DE")
                    && c.is_none_or(|c| c.form != Form::Finite || n[c.head].is(b"DE"))
                    && right_is_clear(n, o)
            }) {
                end = k;
                break;
            }
        }
        k += 1;
    }
    while end > from && n[end - 1].is(b",;:-") {
        end -= 1;
    }
    end
}

/// Whether an explicit content ("that", a quotation, an infinitive) follows a cue.
pub(super) fn right_is_clear(n: &[Node], c: &Cue) -> bool {
    let f = &c.verb.frames;
    n.get(c.end).is_some_and(|x| {
        x.low == "that"
            || x.quote().is_some()
            || (x.low == "to" && f.infinitive)
            || f.prepositions.contains(&x.low.as_str())
            || (!f.weak && f.object && x.is(b"TS"))
            || (f.person
                && phrase_from(n, c.end, false)
                    .and_then(|p| n.get(p.end))
                    .is_some_and(|y| matches!(y.low.as_str(), "that" | "to" | "of" | "against")))
    })
}
