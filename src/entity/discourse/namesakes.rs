//! Several people with one family name.

use super::*;

impl Discourse<'_> {
    /// A family name that several people share: whoever was named in full and talked about last, if clear.
    pub(in crate::entity) fn ambiguous(&self, i: usize, list: &[usize]) -> Option<Choice> {
        let at = self.p.names[i].from;
        let q = Query {
            at,
            gender: None,
            plural: false,
            thing: false,
            source: false,
            object: false,
            last_speaker: None,
            continuing: false,
            answering: false,
            addressee: None,
            parent: None,
            content: None,
        };
        // "Former Minister Ren" of the three Rens whom the text names: the one who held that office, or nobody.
        let title = self.p.before(i, &self.clusters.links).filter(|r| !r.class.is_empty());
        if let Some(title) = title {
            let mut bearers = list.iter().filter(|&&e| {
                let roles = &self.clusters.entities[e].roles;
                roles
                    .iter()
                    .any(|r| r.class == title.class && self.deputy(r) == self.deputy(&title))
            });
            let found = bearers.next().filter(|_| bearers.next().is_none());
            return found.map(|&e| Choice {
                entity: e,
                confidence: 0.9,
                because: "the one of this name with this role",
            });
        }
        if let Some((e, confidence)) = self.principal(i, list) {
            return Some(Choice {
                entity: e,
                confidence,
                because: "the one of this name whom the article calls by it alone",
            });
        }
        let mut c =
            salience::choose(self.p.words, &self.candidates, q, &|e| self.features(e), &|e| {
                list.contains(&e).then_some(0.0)
            })?;
        c.because = "one of several with this name, talked about last";
        c.confidence *= 0.8;
        Some(c)
    }

    /// Whether a role is that of a deputy ("vice president").
    pub(in crate::entity) fn deputy(&self, r: &RoleDraft) -> bool {
        self.rank(r.from, r.to).0
    }

    /// Whether the title in tokens `from..to` is that of a deputy, and whether it is one of former days; what its holder
    /// works for does not count ("adviser to the vice president").
    pub(in crate::entity) fn rank(&self, from: usize, to: usize) -> (bool, bool) {
        let mut out = (false, false);
        let own = self.p.words.all[from..to]
            .iter()
            .take_while(|w| !w.is(class::PREPOSITION) && w.shape != Shape::Mark);
        for w in own {
            for word in w.lower.split('-') {
                out.0 |= matches!(word, "vice" | "deputy" | "assistant" | "acting");
                out.1 |= matches!(word, "former" | "ex" | "late" | "onetime");
            }
        }
        out
    }

    /// Of several with one family name, the one whom the text calls by it alone: who is introduced first and called
    /// so before the next is, or who is named far more often. The others keep their given names in news style.
    pub(in crate::entity) fn principal(&self, i: usize, list: &[usize]) -> Option<(usize, f32)> {
        let names = self.p.names;
        let first = |e: usize| {
            (0..names.len())
                .find(|&k| matches!(self.clusters.links[k], Link::Entity(x) if x == e))
                .map_or(usize::MAX, |k| names[k].from)
        };
        let mut order: Vec<(usize, usize)> = list.iter().map(|&e| (first(e), e)).collect();
        order.sort_unstable();
        let [(from, e), (to, _), ..] = order[..] else { return None };
        let alone = (0..names.len()).any(|k| {
            (from..to).contains(&names[k].from)
                && matches!(&self.clusters.links[k], Link::Ambiguous(l) if l == list)
        });
        let counts: Vec<usize> =
            order.iter().map(|(_, e)| self.clusters.entities[*e].count).collect();
        let dominant = counts[1..].iter().all(|c| counts[0] >= 3 * c);
        let mut confidence = if alone {
            0.87
        } else if dominant {
            0.75
        } else {
            return None;
        };
        // Another bearer named right before makes it doubtful.
        let here = self.p.words.all[names[i].from].sentence;
        let near = self.candidates.iter().rev().take(12).any(|c| {
            c.entity != e && list.contains(&c.entity) && here - self.p.words.all[c.at].sentence <= 1
        });
        if near {
            confidence -= 0.3;
        }
        Some((e, confidence))
    }
}
