//! Names beside a description, and what a relative pronoun goes back to.

use super::*;

/// "Society for the Rivers President NAME": the person whom a title behind a body's name introduces.
pub(super) fn titled_at_end(p: Phrases<'_>, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let i = p.names_in(base_end, to).last()?;
    let n = &p.names[i];
    if n.outer < base_end.max(1) {
        return None;
    }
    let title = (n.outer..n.from).any(|k| p.role_at(k).is_some());
    let inside = all[base_end..n.outer].iter().all(|w| {
        w.word() && (w.capital() || w.is(class::LINKER | class::PREPOSITION | class::DETERMINER))
    });
    (n.to == to && n.kind == NameKind::Person && title && inside && all[n.outer - 1].capital())
        .then_some(i)
}

/// "a coalition called NAME", "a man named NAME": the name that follows.
pub(super) fn called(p: Phrases<'_>, base_end: usize, to: usize) -> Option<usize> {
    let all = &p.words.all;
    let k = (base_end..to.saturating_sub(1)).find(|&k| {
        matches!(all[k].lower.as_ref(), "called" | "named" | "dubbed" | "nicknamed")
            || all[k].lower == "as" && k > base_end && all[k - 1].lower == "known"
    })?;
    let plain = (base_end..k).all(|j| all[j].shape != Shape::Mark && !all[j].is(class::RELATIVE));
    let i = p.first_name(k + 1);
    let n = p.names.get(i).filter(|n| n.outer == k + 1 && n.to <= to)?;
    (plain
        && matches!(
            n.kind,
            NameKind::Person | NameKind::MaybePerson | NameKind::MaybeBody | NameKind::Organisation
        ))
    .then_some(i)
}

/// The personal name in apposition to the description that ends its base at `base_end`.
pub(super) fn apposed_name(
    p: Phrases<'_>,
    from: usize,
    base_end: usize,
    to: usize,
) -> Option<usize> {
    let all = &p.words.all;
    let end = p.words.sentence(all[base_end - 1].sentence).end;
    let limit = (to + 1).min(end);
    let comma = (base_end..limit).find(|&k| matches!(all[k].text, "," | "–" | "—" | "-"))?;
    // "their father, former Vice President NAME"
    let mut start = comma + 1;
    while start + 1 < end
        && all[start].shape == Shape::Lower
        && (all[start].is(class::FORMER | class::ROLE_MODIFIER) || p.role_at(start).is_some())
    {
        start += 1;
    }
    let i = p.first_name(start);
    let n = p.names.get(i).filter(|n| n.outer <= start && start <= n.from && n.to <= end)?;
    if !matches!(n.kind, NameKind::Person | NameKind::MaybePerson) || n.outer <= comma {
        return None;
    }
    // "according to the petition, NAME lived": only people have names of people, and the clause goes on.
    let head = &all[base_end - 1].lower;
    let issued =
        n.from >= to && p.lex.document(head).is_some() && p.role_at(base_end - 1).is_none();
    if issued || n.from >= to && accorded(p, from) {
        return None;
    }
    // "a spokesman for the attorney, NAME": either of the two may be meant.
    let rival = (base_end..comma).any(|k| {
        p.role_at(k).is_some_and(|r| !r.plural)
            && !all[k].possessive
            && !(k + 1 < comma && all[k + 1].joined && p.modifier(k + 1))
            && !(all[k].capital() && all[k].is(class::ORGANISATION))
            && !p.names.get(p.first_name(k)).is_some_and(|n| n.outer <= k && k < n.to && n.from > k)
    });
    let closed = n.to >= end
        || matches!(
            all[n.to].text,
            "," | "." | "(" | ")" | "–" | "—" | "-" | ";" | ":" | "”" | "\""
        )
        || all[n.to].is(class::VERB | class::AUXILIARY | class::PREPOSITION)
        || n.to >= to;
    (closed && !rival).then_some(i)
}

/// Whether "according to" stands before token `from`.
pub(super) fn accorded(p: Phrases<'_>, from: usize) -> bool {
    let all = &p.words.all;
    from >= 2 && all[from - 1].lower == "to" && all[from - 2].lower == "according"
}

/// What a relative pronoun at the end of a source goes back to, where it is not the head of the source: the name
/// right before "which"; before "who", after a place ("NAME of X, Ohio, who"), the person named last.
pub(super) fn before_relative(
    p: Phrases<'_>,
    from: usize,
    to: usize,
    thing: bool,
    links: &[Link],
) -> Option<Part> {
    let last = p.names_in(from, to).last().filter(|&i| p.names[i].to == to)?;
    if thing {
        let body = matches!(links[last], Link::Entity(_) | Link::Country(_))
            && !matches!(p.names[last].kind, NameKind::Person);
        let alone = p.names[last].outer > from + 1;
        return (body && alone).then_some(Part::Name(last));
    }
    if !matches!(links[last], Link::Place | Link::Country(_)) {
        return None;
    }
    let start = p.words.sentences[p.words.all[from].sentence];
    let near = p.names[last].from.saturating_sub(12).max(start);
    let found = p.names_in(near, p.names[last].from).filter(|&i| {
        matches!(links[i], Link::Entity(_)) && matches!(p.names[i].kind, NameKind::Person)
    });
    let i = found.last()?;
    let open = (p.names[i].to..to).any(|k| p.words.all[k].is(class::VERB | class::AUXILIARY));
    (!open).then_some(Part::Name(i))
}
