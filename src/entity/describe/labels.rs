//! What somebody is called whom the text does not name.

use super::*;

impl Discourse<'_> {
    /// The words of a description, with the possessor's name for a pronoun: "Ann Smith's campaign".
    pub(in crate::entity) fn owned_label(&self, f: &Phrase) -> String {
        let p = self.p;
        let all = &p.words.all;
        if f.label.is_some() {
            return self.label(f);
        }
        let mut out = String::new();
        let mut k = f.from;
        let mut plain = f.from;
        let mut opens = false;
        while k < f.to {
            let Some((from, owner)) = self.owner_at(k, f) else {
                k += 1;
                continue;
            };
            // "the former senator's campaign": the article goes with the possessor.
            let from = from.max(plain);
            opens |= from == f.from;
            if from > plain {
                out.push_str(p.words.of(plain, from));
                out.push(' ');
            }
            out.push_str(&owner);
            out.push_str("’s");
            plain = k + 1;
            if plain < f.to {
                out.push(' ');
            }
            k += 1;
        }
        if plain == f.from {
            return self.label(f);
        }
        if plain < f.to {
            out.push_str(p.words.of(plain, f.to).trim_end_matches(','));
        }
        let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
        // The capital of a sentence's start: "A few of his colleagues".
        // The capital of a sentence's start: "A few of his colleagues".
        let first = &all[f.from];
        let ordinary = first.shape == Shape::Capital
            && p.words.opens(f.from)
            && p.names_in(f.from, f.from + 1).next().is_none();
        if ordinary
            && !opens
            && let Some(rest) = text.strip_prefix(first.text)
        {
            return format!("{}{rest}", first.lower);
        }
        text
    }

    /// Whose possessive ends at token `k` of a description: the first token it takes, and the name of the possessor.
    pub(in crate::entity) fn owner_at(&self, k: usize, f: &Phrase) -> Option<(usize, String)> {
        let p = self.p;
        let w = &p.words.all[k];
        if k + 1 >= f.to {
            return None;
        }
        let named = |e: usize| {
            let d = &self.clusters.entities[e];
            (d.kind != EntityKind::Unnamed).then(|| d.name.clone())
        };
        if let Some(x) = p.lex.pronoun(&w.lower)
            && x.case == Case::Possessive
        {
            // A name in a description is as bad as one under a sentence: the pronoun must be sure.
            let m = self.mentions.iter().rev().find(|m| m.from == k)?;
            let sure = self.sure.get(&k).is_none_or(|c| *c >= 0.8);
            let clear = self.spoken_since(m.entity, k, self.unclear);
            return if sure && clear { Some((k, named(m.entity)?)) } else { None };
        }
        if !w.possessive {
            return None;
        }
        if let Some(i) = p.names_in(f.from, k + 1).last().filter(|&i| p.names[i].to == k + 1) {
            let Link::Entity(e) = self.clusters.links[i] else { return None };
            let person = self.clusters.entities[e].kind == EntityKind::Person;
            return person.then(|| Some((p.names[i].outer.max(f.from), named(e)?))).flatten();
        }
        if f.partitive {
            return None;
        }
        let nominal = |m: &&Resolved| m.to == k + 1 && m.kind == MentionKind::Nominal;
        let m = self.mentions.iter().rev().find(nominal)?;
        if !p.words.all[m.from].is(class::DETERMINER) {
            return None;
        }
        Some((m.from, named(m.entity)?))
    }

    /// The words of a description without "the", and without the capital of a sentence's start.
    pub(in crate::entity) fn label(&self, f: &Phrase) -> String {
        if let Some(l) = &f.label {
            return l.clone();
        }
        let p = self.p;
        let mut from = f.from;
        while from < f.head && p.words.all[from].is(class::DEFINITE) {
            from += 1;
        }
        let text = p.words.of(from, f.to).trim_end_matches(',');
        let first = &p.words.all[from];
        let name = p.names.get(p.first_name(from)).filter(|n| n.outer <= from);
        let ordinary = first.shape == Shape::Capital
            && p.words.opens(from)
            && name.is_none_or(|n| first.is(class::COMMON) && n.to == from + 1 && from < f.head);
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if ordinary && first.lower != "i" {
            let mut c = squeezed.chars();
            return c
                .next()
                .map_or_else(String::new, |x| x.to_lowercase().collect::<String>() + c.as_str());
        }
        squeezed
    }
}
