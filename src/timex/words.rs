//! The words of time and number: `data/en/timex/words.tsv` and `numbers.tsv`.

use std::{collections::HashMap, sync::LazyLock};

static WORDS: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    include_str!("../../data/en/timex/words.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut cells = l.split('\t');
            Some(((cells.next()?, cells.next()?), cells.next()?))
        })
        .collect()
});

/// Value of each number word, and whether it is an ordinal.
static NUMBERS: LazyLock<HashMap<&str, (f64, bool)>> = LazyLock::new(|| {
    include_str!("../../data/en/timex/numbers.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut cells = l.split('\t');
            let ordinal = cells.next()? == "ordinal";
            Some((cells.next()?, (cells.next()?.parse().ok()?, ordinal)))
        })
        .collect()
});

/// What `word` means as a word of that kind; case does not matter.
pub fn meaning(kind: &'static str, word: &str) -> Option<&'static str> {
    let low = word.to_lowercase().replace('’', "'");
    WORDS.get(&(kind, low.as_str())).copied()
}

/// The number of a month, from its name or an abbreviation of it.
pub fn month(word: &str) -> Option<u32> {
    meaning("month", word.get(..3)?)?.parse().ok()
}

/// The ISO number of a weekday, from its name or an abbreviation of it.
pub fn weekday(word: &str) -> Option<u32> {
    meaning("weekday", word.get(..3)?)?.parse().ok()
}

/// TIMEX3 letters of a unit, in singular or plural.
pub fn unit(word: &str) -> Option<&'static str> {
    meaning("unit", word).or_else(|| meaning("unit", word.strip_suffix(['s', 'S'])?))
}

/// Letters of a part of the day.
pub fn part(word: &str) -> Option<&'static str> {
    let joined = word.replace(['-', ' '], "");
    meaning("part", joined.strip_suffix('s').unwrap_or(&joined))
}

/// TIMEX3 mod of an expression, from how it begins.
pub fn modifier(expression: &str) -> Option<&'static str> {
    (1..=3).rev().find_map(|n| {
        let head: Vec<&str> = expression.split([' ', '-']).take(n).collect();
        meaning("modifier", &head.join(" "))
    })
}

/// The value of a number in words or digits; `None` for a vague one.
///
/// ```text
/// "2,500" = 2500   "twenty-four" = 24   "two and a half" = 2.5   "a dozen" = 12   "several" = none
/// ```
pub fn number(words: &str) -> Option<f64> {
    let low = words.to_lowercase();
    if let Ok(n) = low.replace(',', "").parse() {
        return Some(n);
    }
    if let Some(n) = meaning("amount", &low) {
        return n.parse().ok();
    }
    if let Some(n) = low.strip_suffix(" 1/2").or_else(|| low.strip_suffix(" and a half")) {
        return number(n).map(|n| n + 0.5);
    }
    let (mut total, mut group) = (0.0, None::<f64>);
    for w in low.split([' ', '-']).filter(|w| !matches!(*w, "and" | "a" | "")) {
        match NUMBERS.get(w)?.0 {
            n if n >= 1000.0 => {
                total += group.take().unwrap_or(1.0) * n;
            }
            n if n == 100.0 || n == 12.0 && w == "dozen" => group = Some(group.unwrap_or(1.0) * n),
            n => group = Some(group.unwrap_or(0.0) + n),
        }
    }
    match group {
        Some(g) => Some(total + g),
        None => (total > 0.0).then_some(total),
    }
}

/// The value of a cardinal number in words; `None` for "a", "third", "several".
pub fn cardinal(word: &str) -> Option<f64> {
    let all = word.split('-').all(|w| NUMBERS.get(w).is_some_and(|(_, ordinal)| !ordinal));
    all.then(|| number(word)).flatten()
}

/// "nineteen ninety-six", "two thousand and five".
pub fn year(words: &str) -> Option<i32> {
    let low = words.to_lowercase();
    let (century, rest) = low.split_once([' ', '-'])?;
    let year = match (number(century)?, number(rest)) {
        (c, Some(rest)) if (11.0..=20.0).contains(&c) => c * 100.0 + rest,
        _ => number(&low)?,
    };
    Some(year as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_numbers_in_words() {
        let cases = [
            ("2,500", Some(2500.0)),
            ("twenty four", Some(24.0)),
            ("thirty-one", Some(31.0)),
            ("a hundred and six", Some(106.0)),
            ("two thousand", Some(2000.0)),
            ("2 1/2", Some(2.5)),
            ("three and a half", Some(3.5)),
            ("a dozen", Some(12.0)),
            ("half a dozen", Some(6.0)),
            ("several", None),
        ];
        for (words, value) in cases {
            assert_eq!(number(words), value, "{words}");
        }
        assert_eq!(year("nineteen ninety-six"), Some(1996));
        assert_eq!(year("two thousand and five"), Some(2005));
        assert_eq!(year("twenty twenty-two"), Some(2022));
    }

    #[test]
    fn ok_modifiers_stand_first() {
        assert_eq!(modifier("mid-June"), Some("MID"));
        assert_eq!(modifier("more than a year"), Some("MORE_THAN"));
        assert_eq!(modifier("the end of May"), Some("END"));
        assert_eq!(modifier("June"), None);
    }
}
