//! Names of people: full names first, then what is short for them.

use super::*;

impl Builder<'_> {
    /// Words that stand alone as names inside sentences, without "the".
    pub(super) fn alone(&self) -> HashSet<String> {
        let lone = |n: &&Name| {
            matches!(n.kind, NameKind::Unknown | NameKind::Person)
                && n.to - n.from == 1
                && !(n.outer > 0 && self.words.all[n.outer - 1].is(class::DETERMINER))
        };
        self.names.iter().filter(lone).map(|n| self.words.all[n.from].text.to_string()).collect()
    }

    /// "Rush Barker" with an ordinary word in it: a person if "Barker" stands alone elsewhere.
    pub(super) fn person_after_all(&self, i: usize) -> bool {
        let n = &self.names[i];
        let last = &self.words.all[n.to - 1];
        // "Mad Dog Mattis", "Resist Mattis", where Jim Mattis is named: no other person of that name.
        let epithet = self.names.iter().any(|m| {
            m.kind == NameKind::Person
                && m.to - m.from >= 2
                && self.words.all[m.to - 1].text == last.text
        });
        n.to - n.from <= 3
            && !epithet
            && self.short.contains(last.text)
            && !last.is(class::COMMON | class::ORGANISATION)
            && !(n.from > 0 && self.words.all[n.from - 1].is(class::DETERMINER))
    }

    /// A listed place or body that is a person's family name in this text: "Jack Ford", then "Ford said".
    pub(super) fn namesakes(&mut self) {
        for i in 0..self.names.len() {
            let n = &self.names[i];
            let listed = matches!(
                n.kind,
                NameKind::Listed(
                    Gaz::Institution(_) | Gaz::Place | Gaz::Capital(_) | Gaz::Country(_)
                )
            );
            if !listed || n.to - n.from != 1 {
                continue;
            }
            let toks = tokens(self.words, n);
            let bearers = self.bearers(&toks, None);
            let person = bearers.first().is_some_and(|&e| {
                self.entities[e].kind == EntityKind::Person
                    && self.entities[e].tokens.last() == toks.last()
            });
            let word = &self.words.all[n.from];
            let place =
                matches!(n.kind, NameKind::Listed(Gaz::Place | Gaz::Capital(_) | Gaz::Country(_)));
            let before = n.from.checked_sub(1).map(|k| &self.words.all[k]);
            let article = before.is_some_and(|w| w.is(class::DETERMINER)) && word.joined;
            let located = place
                && before.is_some_and(|w| {
                    matches!(w.lower.as_ref(), "in" | "at" | "to" | "from" | "near" | ",")
                });
            if !person || article || located || word.shape == Shape::Upper {
                continue;
            }
            let form = self.words.of(n.from, n.to).to_string();
            match bearers[..] {
                [one] => self.add_person(i, one, form),
                _ => self.links[i] = Link::Ambiguous(bearers),
            }
        }
    }

    pub(super) fn people(&mut self) {
        let mut order: Vec<usize> = (0..self.names.len())
            .filter(|&i| {
                let kind = self.names[i].kind;
                (matches!(kind, NameKind::Person | NameKind::MaybePerson)
                    && !self.group_name(i)
                    && self.full(i))
                    || (kind == NameKind::MaybeBody && self.person_after_all(i))
            })
            .collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(self.names[i].to - self.names[i].from), i));
        let mut by_form: BTreeMap<(Vec<String>, Option<String>), usize> = BTreeMap::new();
        let order: Vec<(usize, Option<String>)> =
            order.iter().map(|&i| (i, self.generation(i, &order))).collect();
        for (i, generation) in order {
            let n = &self.names[i];
            let toks = tokens(self.words, n);
            let form = self.words.of(n.from, n.to).to_string();
            let key = (toks.clone(), generation.clone());
            let known = by_form.get(&key).copied().or_else(|| {
                let mut fit = (0..self.entities.len()).filter(|&e| {
                    self.entities[e].kind == EntityKind::Person
                        && self.entities[e].generation == generation
                        && compatible(&self.entities[e].tokens, &toks, self.lex)
                });
                // "John Smith" with both "John A. Smith" and "John B. Smith" in the text fits neither.
                fit.next().filter(|_| fit.next().is_none())
            });
            let at = known.unwrap_or_else(|| {
                let mut d = Draft::new(EntityKind::Person, form.clone());
                d.tokens = toks.clone();
                d.generation = generation;
                self.entities.push(d);
                self.entities.len() - 1
            });
            by_form.insert(key, at);
            self.add_person(i, at, form);
        }
    }

    /// The suffix of name `i` if the text also names somebody without it: "Ann Smith" and "Ann Smith Jr." are two
    /// people, "Ann B. Smith Jr." is the Ann Smith of the lines below.
    pub(super) fn generation(&self, i: usize, people: &[usize]) -> Option<String> {
        let n = &self.names[i];
        let own = suffix(self.words, n)?;
        let toks = tokens(self.words, n);
        let first = people
            .iter()
            .map(|&j| &self.names[j])
            .filter(|m| suffix(self.words, m).is_some() && tokens(self.words, m) == toks)
            .map(|m| m.from)
            .min()?;
        let elder = |m: &Name| {
            let other = tokens(self.words, m);
            if let Some(theirs) = suffix(self.words, m) {
                return theirs != own && other == toks;
            }
            !self.words.titled[self.words.all[m.from].sentence]
                && (other == toks || m.from < first && compatible(&other, &toks, self.lex))
        };
        people.iter().any(|&j| elder(&self.names[j])).then_some(own)
    }

    /// Whether the name has two words that count.
    pub(super) fn full(&self, i: usize) -> bool {
        let t = tokens(self.words, &self.names[i]);
        t.iter().filter(|t| !is_initial(t)).count() >= 2
            || (t.len() >= 2 && self.names[i].kind == NameKind::Person)
    }

    pub(super) fn add_person(&mut self, i: usize, at: usize, form: String) {
        let gender = self.shown_gender(i);
        self.add_form(at, form);
        let style = self.words.all[self.names[i].outer..self.names[i].from]
            .iter()
            .rev()
            .find(|w| self.lex.title(w.text).is_some_and(|t| t.style))
            .map(|w| w.text.to_string());
        let d = &mut self.entities[at];
        d.style = d.style.take().or(style);
        if let Some(g) = gender {
            d.gender = Some(g);
            d.gender_by_name = false;
        } else if d.gender.is_none() {
            let given = d.tokens.iter().take(2).find(|t| !is_initial(t));
            if d.tokens.len() > 1
                && let Some(Some(g)) = given.and_then(|t| self.lex.given(t))
                && !self.lex.family_first(&d.tokens[0])
            {
                d.gender = Some(g);
                d.gender_by_name = true;
            }
        }
        self.links[i] = Link::Entity(at);
    }

    /// Gender that the title before the name shows.
    pub(super) fn shown_gender(&self, i: usize) -> Option<Gender> {
        let n = &self.names[i];
        self.words.all[n.outer..n.from].iter().rev().find_map(|w| {
            self.lex
                .title(w.text)
                .and_then(|t| t.gender)
                .or_else(|| self.lex.role(&w.lower).and_then(|r| r.gender))
        })
    }

    /// Whether a word that nothing explains is a place: most of the time it stands behind "in" or "near".
    fn located(&self, i: usize) -> bool {
        let n = &self.names[i];
        if n.kind != NameKind::Unknown
            || n.outer < n.from
            || self.lex.given(&fold(self.words.all[n.from].text)).is_some()
        {
            return false;
        }
        let text = self.words.of(n.from, n.to);
        let same = self.names.iter().filter(|m| self.words.of(m.from, m.to) == text);
        let (mut all, mut inside) = (0, 0);
        for m in same {
            all += 1;
            let before = m.from.checked_sub(1).map(|k| self.words.all[k].lower.as_ref());
            inside += usize::from(matches!(
                before,
                Some("in" | "near" | "outside" | "across" | "throughout")
            ));
        }
        inside * 2 > all
    }

    /// "Tom and Anna Reyes": the first of the two bears the family name of the other.
    pub(super) fn couples(&mut self) {
        for i in 0..self.names.len().saturating_sub(1) {
            let (n, m) = (&self.names[i], &self.names[i + 1]);
            let between =
                n.to + 1 == m.outer && m.outer == m.from && self.words.all[n.to].lower == "and";
            let short = n.to - n.from == 1 && n.outer == n.from && m.to - m.from >= 2;
            if !(between && short) || !matches!(self.links[i], Link::Office) {
                continue;
            }
            let Link::Entity(other) = self.links[i + 1] else { continue };
            let first = tokens(self.words, n);
            let whole = tokens(self.words, m);
            let given = |t: &[String]| self.lex.given(&t[0]).is_some();
            let person = self.entities[other].kind == EntityKind::Person;
            if !person || whole.len() < 2 || !given(&first) || !given(&whole) {
                continue;
            }
            // Somebody else of the text is called so.
            if !self.bearers(&first, None).is_empty() {
                continue;
            }
            let family = &whole[whole.len() - 1];
            let last = (m.from..m.to).rev().find(|&k| fold(self.words.all[k].text) == *family);
            let Some(last) = last else { continue };
            let form = format!("{} {}", self.words.all[n.from].text, self.words.all[last].text);
            let mut d = Draft::new(EntityKind::Person, form.clone());
            d.tokens = vec![first[0].clone(), family.clone()];
            self.entities.push(d);
            let at = self.entities.len() - 1;
            self.add_person(i, at, form);
        }
    }

    /// Names of one word: a part of a full name, or a name of their own.
    pub(super) fn single(&mut self) {
        let mut rest: Vec<usize> = (0..self.names.len())
            .filter(|&i| {
                let unresolved = matches!(self.links[i], Link::Office);
                unresolved
                    && (matches!(
                        self.names[i].kind,
                        NameKind::Person
                            | NameKind::MaybePerson
                            | NameKind::MaybeBody
                            | NameKind::Unknown
                    ) || self.shouted(i))
            })
            .collect();
        // Titles tell what the bare name means elsewhere: "Obama" in a headline, "Mr. Obama" below.
        // "Mr. Obama" beside "Michelle Obama" is somebody else, and so is "President Obama" then.
        rest.sort_by_key(|&i| {
            (self.names[i].kind == NameKind::Unknown, self.shown_gender(i).is_none(), i)
        });
        for i in rest {
            let n = &self.names[i];
            let toks = tokens(self.words, n);
            let form = self.words.of(n.from, n.to).to_string();
            if toks.is_empty() {
                continue;
            }
            let gender = self.shown_gender(i);
            let mut found = self.bearers(&toks, gender);
            // "Smith Jr." is the one of the Smiths who has the suffix.
            if let Some(own) = suffix(self.words, n)
                && found.iter().any(|&e| self.entities[e].generation.as_ref() == Some(&own))
            {
                found.retain(|&e| self.entities[e].generation.as_ref() == Some(&own));
            }
            // Whoever the text never names in full is the one it calls by the family name alone, or by an office.
            let mut bare = found.iter().filter(|&&e| {
                let d = &self.entities[e];
                d.kind == EntityKind::Person && d.tokens.len() == 1
            });
            if found.len() > 1
                && let Some(&one) = bare.next()
                && bare.next().is_none()
            {
                found = vec![one];
            }
            if found.is_empty() && self.located(i) {
                self.links[i] = Link::Place;
                continue;
            }
            match found[..] {
                [] => {
                    let at = self.own(i, &toks, &form);
                    if self.entities[at].kind == EntityKind::Person {
                        self.add_person(i, at, form);
                    } else {
                        self.add_form(at, form);
                    }
                    self.links[i] = Link::Entity(at);
                }
                [one] => {
                    if self.entities[one].kind == EntityKind::Person {
                        self.add_person(i, one, form);
                    } else {
                        self.add_form(one, form);
                    }
                    self.links[i] = Link::Entity(one);
                }
                _ => self.links[i] = Link::Ambiguous(found),
            }
        }
    }

    /// The entities that a partial name may mean: by family name first, then by any other part of the name.
    pub(super) fn bearers(&self, toks: &[String], gender: Option<Gender>) -> Vec<usize> {
        let fits = |d: &Draft| {
            gender.is_none()
                || d.gender.is_none()
                || d.gender == gender
                || d.gender_by_name && toks.len() > 1
        };
        let pick = |f: &dyn Fn(&Draft) -> bool| -> Vec<usize> {
            (0..self.entities.len()).filter(|&e| f(&self.entities[e])).collect()
        };
        let person = |d: &Draft| d.kind == EntityKind::Person && fits(d);
        let first = |d: &Draft| {
            d.tokens.len() > 1 && self.lex.family_first(&d.tokens[0]) && d.tokens.starts_with(toks)
        };
        let family = pick(&|d| person(d) && (d.tokens.ends_with(toks) || first(d)));
        if !family.is_empty() {
            return family;
        }
        let inner = pick(&|d| person(d) && d.tokens.windows(toks.len()).any(|w| w == toks));
        if !inner.is_empty() {
            return inner;
        }
        // "Dick" for "Richard Orr", if nobody else could be called so.
        if let [one] = toks
            && self.lex.given(one).is_some()
        {
            let short = pick(&|d| {
                person(d) && d.tokens.len() > 1 && self.lex.same_given(&d.tokens[0], one)
            });
            if short.len() == 1 {
                return short;
            }
        }
        // "Healthways" for "Healthways International": the opening of a body's name.
        pick(&|d| {
            d.kind == EntityKind::Organisation
                && d.tokens.len() > toks.len()
                && d.tokens.starts_with(toks)
                && self.lex.class(&toks[0]) & class::COMMON == 0
        })
        .into_iter()
        .chain(pick(&|d| d.kind == EntityKind::Organisation && d.tokens == toks))
        .take(1)
        .collect()
    }

    /// A new entity for a name of one word.
    pub(super) fn own(&mut self, i: usize, toks: &[String], form: &str) -> usize {
        let n = &self.names[i];
        let titled = n.kind == NameKind::Person || n.kind == NameKind::MaybePerson;
        let word = &self.words.all[n.from];
        let after_the =
            n.from > 0 && self.words.all[n.from - 1].is(class::DETERMINER) && word.joined;
        let given =
            self.lex.given(&toks[0]).is_some() && word.shape == Shape::Capital && !after_the;
        // "Alfie, 9, said"
        let mark = self.words.all.get(n.to).is_some_and(|w| w.text == ",");
        let aged = mark
            && self
                .words
                .all
                .get(n.to + 1)
                .is_some_and(|w| w.shape == Shape::Number && w.text.len() <= 3)
            && self.words.all.get(n.to + 2).is_some_and(|w| w.text == "," || w.text == ".");
        // "the Clintons"
        let family = toks[0].strip_suffix('s').filter(|_| after_the && toks.len() == 1);
        if let Some(name) = family
            && self
                .entities
                .iter()
                .any(|d| d.kind == EntityKind::Person && d.tokens.last().is_some_and(|t| t == name))
        {
            let mut d = Draft::new(EntityKind::Group, form.to_string());
            d.tokens = toks.to_vec();
            d.plural = true;
            self.entities.push(d);
            return self.entities.len() - 1;
        }
        let kind =
            if titled || given || aged { EntityKind::Person } else { EntityKind::Organisation };
        let mut d = Draft::new(kind, form.to_string());
        d.tokens = toks.to_vec();
        // "Melanie": a given name standing for the whole.
        if kind == EntityKind::Person && n.outer == n.from {
            d.gender = self.lex.given(&toks[0]).flatten();
            d.gender_by_name = true;
        }
        self.entities.push(d);
        self.entities.len() - 1
    }
}
