//! Sources that are not the subject of their cue: "was told by Z that", "Z quoted X as saying", "according to".

use super::*;

impl Reader<'_, '_> {
    /// "was quoted (by Z) as saying …" and "Z quoted X as saying …"; what was said may stand before: "…, Z quoted X as
    /// saying."
    pub(super) fn quoted_as(
        &mut self,
        n: &[Node],
        c: &Cue,
        say: &Cue,
        cues: &[Cue],
        extents: &mut Vec<Extent>,
    ) {
        let Some(subject) = subject(n, c.start, 0) else { return };
        let (source, through, cue) = if c.form == Form::Passive {
            let by = (n[c.end].low == "by").then(|| phrase_from(n, c.end + 1, false)).flatten();
            (subject.clone(), by, Cue { start: c.start, ..*say })
        } else {
            let Some(quoted) = phrase_from(n, c.end, true).filter(|p| p.end <= say.start) else {
                return;
            };
            (quoted, Some(subject.clone()), *say)
        };
        let content = match right(n, say, cues) {
            Some((content, end, _)) => {
                extents.push(subject.start..end);
                content
            }
            None => {
                let bound = extents.iter().filter(|e| e.end <= subject.start).map(|e| e.end).max();
                let left = bound.unwrap_or(0)..subject.start;
                let words = trim(&n[left.clone()]).len();
                if subject.start == 0
                    || !n[subject.start - 1].is(b",Q")
                    || words < 3
                    || !(has_finite(&n[left.clone()])
                        || n[left.clone()].iter().any(|x| x.quote().is_some()))
                {
                    return;
                }
                extents.push(left.start..say.end);
                left.start..subject.start
            }
        };
        for x in &n[content.clone()] {
            if let Some(q) = x.quote() {
                self.used[q] = true
            }
        }
        let span = cover(trim(&n[content]));
        self.push(n, &cue, Some(source), vec![span], "quoted-as-saying");
        if let (Some(t), Some(f)) = (through, self.found.last_mut()) {
            f.through.push(cover(&n[t]));
        }
    }

    /// "was told by Z that …", "is accused of …": who says so stands after "by", or nowhere.
    pub(super) fn passive(
        &mut self,
        n: &[Node],
        c: &Cue,
        own: Option<Range<usize>>,
        cues: &[Cue],
        extents: &mut Vec<Extent>,
    ) {
        let by = (c.end..n.len().min(c.end + 8))
            .find(|&i| n[i].low == "by" && n[c.end..i].iter().all(|x| !x.is(b",") && !x.finite()));
        let source = by.and_then(|b| phrase_from(n, b + 1, false));
        let impersonal = own.as_ref().is_some_and(|s| s.len() == 1 && n[s.start].low == "it");
        let f = &c.verb.frames;
        let shifted =
            Cue { end: source.as_ref().map_or(c.end, |s| s.end), form: Form::Finite, ..*c };
        let told = f.that && (impersonal || f.person);
        let blamed = f.prepositions.contains(&"of") && f.person;
        if !(told || blamed) || (source.is_none() && !impersonal && !blamed) {
            return;
        }
        let Some((content, end, _)) = right(n, &shifted, cues) else { return };
        extents.push(c.start..end);
        for x in &n[content.clone()] {
            if let Some(q) = x.quote() {
                self.used[q] = true
            }
        }
        let span = cover(&n[content]);
        self.push(n, c, source, vec![span], "passive");
    }

    /// "…, according to Y" and "According to Y, …".
    pub(super) fn according(
        &mut self,
        n: &[Node],
        cues: &[Cue],
        extents: &mut Vec<Extent>,
        from: usize,
    ) {
        for i in 0..n.len().saturating_sub(2) {
            if n[i].low != "according" || n[i + 1].low != "to" {
                continue;
            }
            let Some(source) = phrase_from(n, i + 2, true) else { continue };
            if source.len() == 1 && n[source.start].listed(list::STANDARD) {
                continue;
            }
            let cue = cover(&n[i..i + 2]);
            let span = source_span(&n[source.clone()], &self.view.document.text);
            let mut left = trim(&n[..i]);
            let bound = extents.iter().filter(|e| e.end <= i + 1).map(|e| e.end).max().unwrap_or(0);
            // Somebody else is already the speaker of what stands before: the outlet is a link of the chain.
            let speaker = self.found[from..].iter().rposition(|f| {
                !f.source.is_empty()
                    && f.content.iter().chain(&f.cue).any(|c| {
                        c.end <= n[i].span.start
                            && c.end + 40 >= left.last().map_or(0, |x| x.span.end)
                    })
            });
            if let Some(f) = speaker.filter(|_| bound > 0 || !left.is_empty()) {
                self.found[from + f].through.push(span);
                continue;
            }
            let fronted = left.is_empty() || (left.len() <= 2 && left.iter().all(|x| x.is(b"CR")));
            let mut content = Vec::new();
            if fronted {
                let mut b = source.end;
                while n.get(b).is_some_and(|x| x.is(b",")) {
                    b += 1;
                }
                let end = clause_end_plain(n, b, cues);
                if end > b && has_finite(&n[b..end]) {
                    content.push(cover(&n[b..end]));
                    extents.push(i..end);
                }
            } else {
                let cut =
                    n[..i].iter().rposition(|x| x.is(b";")).map_or(bound, |p| p + 1).max(bound);
                left = trim(&n[cut..i]);
                if left.len() >= 2 {
                    content.push(cover(left));
                    // "The plan, according to Lee, is dead."
                    let after = source.end;
                    if !has_finite(left)
                        && n.get(after).is_some_and(|x| x.tag == b',')
                        && has_finite(&n[after..])
                    {
                        let end = clause_end_plain(n, after + 1, cues);
                        if end > after + 1 {
                            content.push(cover(&n[after + 1..end]));
                        }
                    }
                    extents.push(cut..source.end);
                }
            }
            if content.is_empty() {
                continue;
            }
            for (q, quoted) in self.view.quotes.iter().enumerate() {
                if content.iter().any(|c| c.contains(quoted.span)) {
                    self.used[q] = true
                }
            }
            self.found.push(Found {
                source: vec![span],
                cue: vec![cue],
                content,
                rule: "according-to",
                verb: None,
                act: Some(crate::attribution::Act::Asserts),
                through: Vec::new(),
            });
        }
    }

    /// "did not respond to a request for comment", "has not returned calls": silence, told as such.
    pub(super) fn unanswered(&mut self, n: &[Node]) {
        for i in 1..n.len() {
            if !n[i].listed(list::RESPONDS | list::RETURNS) {
                continue;
            }
            // "did not immediately respond", "hasn't replied"
            let mut group = i;
            let mut negated = false;
            while group > 0
                && (n[group - 1].is(b"R")
                    || n[group - 1].listed(list::DO | list::HAVE | list::NEG)
                    || n[group - 1].low == "immediately")
            {
                group -= 1;
                negated |= n[group].negated || n[group].listed(list::NEG);
            }
            let Some(source) = subject(n, group, 0).filter(|_| negated && group < i) else {
                continue;
            };
            let to = n.get(i + 1).is_some_and(|x| x.low == "to");
            let first = i + 1 + usize::from(to);
            let mut object = match phrase_from(n, first, false) {
                Some(object) => object,
                // "calls" looks like a verb.
                None if n.get(first).is_some_and(|x| x.listed(list::REQUEST)) => first..first + 1,
                None => continue,
            };
            if n.get(object.end).is_some_and(|x| x.low == "seeking")
                && let Some(sought) = phrase_from(n, object.end + 1, false)
            {
                object.end = sought.end;
            }
            let asked = n[object.clone()].iter().any(|x| x.listed(list::REQUEST));
            if !asked || !to && !n[i].listed(list::RETURNS) {
                continue;
            }
            let content = n[i + 1].span.cover(n[object.end - 1].span);
            if self.found.iter().any(|f| f.content.iter().any(|c| c.overlaps(content))) {
                continue;
            }
            self.found.push(Found {
                source: vec![source_span(&n[source], &self.view.document.text)],
                cue: vec![cover(&n[group..=i])],
                content: vec![content],
                rule: "no-answer",
                verb: None,
                act: Some(crate::attribution::Act::Declines),
                through: Vec::new(),
            });
        }
    }

    /// "his claim that …", "accusations of …", "a warning by the ministry that …".
    pub(super) fn nouns(&mut self, n: &[Node], cues: &[Cue]) {
        let lexicon = Lexicon::shared();
        for i in 0..n.len() {
            let Some(noun) = n[i].entry.and_then(|e| e.noun).map(|v| &lexicon.nouns[v]) else {
                continue;
            };
            if n[i].tag != b'N' || n[i].clitic {
                continue;
            }
            let mut k = i + 1;
            let mut source: Option<Range<usize>> = None;
            if n.get(k).is_some_and(|x| matches!(x.low.as_str(), "by" | "from")) {
                source = phrase_from(n, k + 1, false);
                k = source.as_ref().map_or(k, |s| s.end);
            }
            let frame = match n.get(k) {
                Some(x) if x.low == "that" && noun.that => k + 1,
                Some(x)
                    if x.low == "to"
                        && noun.infinitive
                        && n.get(k + 1).is_some_and(|y| y.is(b"BZ")) =>
                {
                    k
                }
                Some(x) if x.low == "of" && noun.of => k + 1,
                _ => continue,
            };
            if source.is_none() {
                // The possessor: "his", "the Kremlin's", over adjectives.
                let mut p = i;
                while p > 0 && n[p - 1].is(b"JE") {
                    p -= 1
                }
                if p > 0 && n[p - 1].tag == b'S' {
                    source = Some(p - 1..p);
                } else if p > 0 && n[p - 1].clitic && n[p - 1].is(b"NP") {
                    source = subject(n, p, 0);
                }
            }
            let end = clause_end_plain(n, frame, cues);
            if end <= frame || (n[k].low == "that" && !has_finite(&n[frame..end])) {
                continue;
            }
            if source.is_none() && n[k].low != "that" {
                continue;
            }
            self.found.push(Found {
                source: source
                    .map(|s| vec![source_span(&n[s], &self.view.document.text)])
                    .unwrap_or_default(),
                cue: vec![n[i].span],
                content: vec![cover(&n[frame..end])],
                rule: "noun-cue",
                verb: None,
                act: Some(noun.act),
                through: Vec::new(),
            });
        }
    }
}

/// The "saying" of "quoted X as saying" and of "quoting X saying", where `c` is "quoted".
pub(super) fn as_saying<'c>(n: &[Node], c: &Cue, cues: &'c [Cue]) -> Option<&'c Cue> {
    matches!(c.verb.lemma, "quote" | "cite")
        .then(|| {
            cues.iter().find(|o| {
                o.form == Form::Ing
                    && o.start > c.head
                    && o.start <= c.head + 12
                    && (n[o.start - 1].low == "as"
                        || c.form == Form::Ing
                            && n[o.start - 1].is(b"NP")
                            && n[c.end..o.start].iter().all(|x| x.is(b"NPTSJI")))
            })
        })
        .flatten()
}
