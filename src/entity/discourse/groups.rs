//! Groups and several people described, whom "they" may mean.

use super::*;

impl Discourse<'_> {
    /// Whether the name of a group stands for all of it, not before a noun: "Democrats", not "Democratic leaders".
    pub(in crate::entity) fn stands_for_all(&self, i: usize) -> bool {
        let (p, n) = (self.p, &self.p.names[i]);
        let all = &p.words.all;
        let last = &all[n.to - 1].lower;
        let plural = last.ends_with('s') && !last.ends_with("ss");
        let alone = n.to >= all.len()
            || !all[n.to].joined
            || !p.modifier(n.to)
            || salience::verbal(p.words, p.lex, n.to);
        plural && alone && !p.words.titled[all[n.from].sentence]
    }

    /// The entity of a group by its name.
    pub(in crate::entity) fn group(&mut self, g: Gaz, text: &str) -> usize {
        let e = self.describe(EntityKind::Group, text, true);
        if let Gaz::Adjective(c) = g {
            self.clusters.entities[e].country = Some(c);
        }
        e
    }

    /// A description of several people whose head stands at token `at`, outside the sources of attributions.
    pub(in crate::entity) fn several_at(&self, at: usize) -> Option<Phrase> {
        let p = self.p;
        let all = &p.words.all;
        let w = &all[at];
        if w.shape != Shape::Lower
            || !(p.lex.person_noun(&w.lower) || p.lex.body(&w.lower) == Some(true))
            || !source::is_plural(p, at)
            || w.possessive
            || p.words.titled[w.sentence]
        {
            return None;
        }
        let range = p.words.sentence(w.sentence);
        // The head, not a modifier: "consumers groups", "the police officers' union".
        if at + 1 < range.end
            && all[at + 1].joined
            && p.modifier(at + 1)
            && !salience::verbal(p.words, p.lex, at + 1)
        {
            return None;
        }
        let mut from = at;
        while from > range.start && all[from].joined {
            let before = &all[from - 1];
            let determiner = before.is(class::DETERMINER | class::QUANTIFIER);
            let verb = before.shape == Shape::Lower
                && (before.lower.ends_with("ed") || before.lower.ends_with("ing"))
                && !before.is(class::FORMER)
                || source::after_verb_particle(p, from - 1);
            if !(p.modifier(from - 1) || determiner) || verb || before.possessive {
                break;
            }
            from -= 1;
            if determiner && !before.is(class::QUANTIFIER) {
                break;
            }
        }
        let mut to = at + 1;
        if to + 1 < range.end && all[to].lower == "of" {
            to = p.base_end(to + 1, range.end).max(at + 1);
            if to == at + 2 {
                to = at + 1;
            }
        }
        Some(source::describe(p, from, at + 1, to))
    }

    /// Several people described are whom "they" may mean further on.
    pub(in crate::entity) fn several_event(&mut self, f: &Phrase) {
        let head = self.p.words.all[f.head].lower.to_string();
        let same = if f.definite == Definite::Definite { self.same_group(f, &head) } else { None };
        let e = match same {
            Some(e) => e,
            None => match self.unnamed(f, &head).entities[..] {
                [e] => e,
                _ => return,
            },
        };
        self.clusters.entities[e].plural = true;
        self.note(f.from, f.base_end, MentionKind::Nominal, e, "as described", false);
    }
}
