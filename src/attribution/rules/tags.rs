//! Cues behind or between what is said: "“…,” she said, “…”".

use super::*;

impl Reader<'_, '_> {
    /// "“…,” she said" and "“…,” said Ann Lee, a nurse"; for unquoted content "…, she said".
    pub(super) fn tag(
        &mut self,
        n: &[Node],
        c: &Cue,
        own: Option<Range<usize>>,
        bound: usize,
        extents: &mut Vec<Extent>,
        cues: &[Cue],
    ) -> bool {
        let lead = own.as_ref().map_or(c.start, |s| s.start.min(c.start));
        if lead == 0 || lead <= bound && bound > 0 && !n[lead - 1].is(b",Q") {
            return false;
        }
        let comma = n[lead - 1].is(b",-");
        let at = if comma { lead.checked_sub(2) } else { Some(lead - 1) };
        let Some(at) = at.filter(|&at| bound <= at) else { return false };
        let quote = n[at].quote().filter(|&q| !self.used[q]);
        let f = &c.verb.frames;
        let ends_clause = |q: usize| {
            let q = &self.view.quotes[q];
            comma
                || q.inner
                    .of(&self.view.document.text)
                    .trim_end()
                    .ends_with([',', '?', '!', '.', '—', '…', '-'])
                || !n[at].inline
        };
        let titled =
            quote.is_some_and(|q| at > bound && !has_finite(&n[bound..at]) && self.title(q));
        if titled {
            return false;
        }
        let quoted = quote.is_some_and(|q| ends_clause(q) && (f.quote || own.is_none()));
        if quoted && !f.quote {
            return false;
        }
        let inverted = own.is_none();
        let (source, mut end) = if inverted {
            if c.start != c.head || !(n[lead - 1].quote().is_some() || comma) || c.negated {
                return false;
            }
            match phrase_from(n, c.end, true) {
                // "“…,” told reporters" has no inverted subject.
                Some(s) if n.get(s.end).is_none_or(|x| !x.finite()) || n[s.clone()].len() > 8 => {
                    (s.clone(), s.end)
                }
                _ => return false,
            }
        } else {
            match own {
                Some(s) => (s, c.end),
                None => return false,
            }
        };
        if !inverted
            && f.person
            && !n.get(end).is_some_and(|x| x.is(b",.:;"))
            && let Some(p) = phrase_from(n, end, false)
        {
            end = p.end;
        }
        let after = skip_adjuncts(n, end);
        let closed = n.get(after).is_none_or(|x| {
            x.is(b".,;?!-")
                || x.quote().is_some()
                || x.is(b"G")
                || x.is(b"C")
                || x.listed(list::SUB) && x.low != "that"
                || x.is(b"W")
        });
        let left = bound..at + 1;
        let mut content: Vec<Span> = Vec::new();
        if quoted {
            let start = left.clone().find(|&i| n[i].quote().is_some()).unwrap_or(at);
            let lead_in = &n[left.start..start];
            let mixed = has_finite(lead_in)
                || (!lead_in.is_empty()
                    && !lead_in.last().is_some_and(|x| x.is(b",:"))
                    && lead_in.iter().any(|x| x.nominal() || x.is(b"TOS")));
            let narrated = lead_in.first().is_some_and(|x| x.listed(list::SUB) || x.is(b"GE"))
                && lead_in.last().is_some_and(|x| x.tag == b',');
            if mixed && !narrated && f.tag {
                content.push(cover(trim(&n[left.clone()])));
            } else {
                content.extend(
                    n[start..at + 1].iter().filter(|x| x.quote().is_some()).map(|x| x.span),
                );
            }
            for x in &n[left.clone()] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
        } else {
            let words = trim(&n[left.start..lead - 1]);
            let rest_follows = n.get(after).is_some_and(|x| x.tag == b',') && n.len() > after + 3;
            let subordinate = words.first().is_some_and(|x| {
                x.listed(list::SUB)
                    && matches!(
                        x.low.as_str(),
                        "though" | "although" | "if" | "because" | "while" | "since" | "unless"
                    )
            });
            let inserted = subordinate
                && rest_follows
                && !inverted
                && has_finite(&n[after..])
                && n.get(after + 1).is_some_and(|x| x.quote().is_none());
            let opens = !inserted
                && words.first().is_some_and(|x| {
                    x.listed(list::SUB) || x.is(b"GEW") || (x.is(b"I") && !has_finite(words))
                });
            if !comma
                || !f.tag
                || !closed
                || opens
                || words.len() < 3
                || n[lead - 1].is(b"-") && inverted
            {
                return false;
            }
            if !has_finite(words) {
                // "The plan, she said, is dead."
                let rest = n.get(after + 1..).unwrap_or_default();
                let verb_next = rest.iter().take(3).any(|x| x.finite());
                if !(rest_follows && verb_next && words.iter().any(|x| x.nominal() || x.is(b"O"))) {
                    return false;
                }
            }
            content.push(cover(words));
            for x in &n[left.start..lead - 1] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
            if rest_follows && (inserted || !has_finite(words)) {
                let stop = clause_end(n, after + 1, cues, c);
                if stop > after + 1 {
                    content.push(cover(&n[after + 1..stop]));
                    for x in &n[after + 1..stop] {
                        if let Some(q) = x.quote() {
                            self.used[q] = true
                        }
                    }
                    end = stop;
                }
            }
        }
        // The quotation goes on after its tag.
        let mut next = after.max(end);
        if n.get(next).is_some_and(|x| x.is(b",:-")) {
            next += 1;
        }
        if quoted && let Some(q) = n.get(next).and_then(Node::quote).filter(|&q| !self.used[q]) {
            let stop = clause_end(n, next, cues, c).max(next + 1);
            content.push(cover(&n[next..stop]));
            self.used[q] = true;
            for x in &n[next..stop] {
                if let Some(q) = x.quote() {
                    self.used[q] = true
                }
            }
            end = stop;
        }
        extents.push(left.start..end);
        let rule = match (quoted, inverted) {
            (true, false) => "quote-source-cue",
            (true, true) => "quote-cue-source",
            (false, false) => "clause-source-cue",
            (false, true) => "clause-cue-source",
        };
        self.push(n, c, Some(source), content, rule);
        true
    }
}
