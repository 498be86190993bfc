use super::*;
use crate::segment;
use chrono::NaiveDate;

/// Every line of `data/en/figures/examples.tsv`.
#[test]
fn examples_are_read_as_they_say() {
    let anchor = NaiveDate::from_ymd_opt(2022, 3, 14);
    let mut wrong = Vec::new();
    let mut read_any = 0;
    for line in include_str!("../../data/en/figures/examples.tsv").lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let (sentence, want) = line.split_once('\t').expect("a tab");
        let document = segment::document(sentence);
        let timexes = crate::timex::annotate(&document, anchor);
        let found = read(&document, &[], &timexes);
        read_any += found.len();
        let of = |s: Option<Span>| s.map_or("-", |s| s.of(&document.text)).to_owned();
        let got: Vec<String> = found
            .iter()
            .map(|f| {
                let value = (f.milli / 1000).to_string();
                let bound = f.bound.clone().unwrap_or_else(|| "-".into());
                [
                    of(Some(f.number)),
                    value,
                    bound,
                    of(Some(f.unit)),
                    of(f.counts),
                    of(f.area),
                    of(f.period),
                ]
                .join("|")
            })
            .collect();
        if got.join("; ") != want {
            wrong.push(format!("{sentence}\n  want {want}\n  got  {}", got.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read_any > 10);
}

#[test]
fn ok_numerals() {
    assert_eq!(numeral("2,500"), Some(2_500_000));
    assert_eq!(numeral("5.7"), Some(5_700));
    assert_eq!(numeral("1.2bn"), Some(1_200_000_000_000));
    assert_eq!(numeral("12,5"), None);
    assert_eq!(numeral("10:30"), None);
    assert_eq!(numeral("14th"), None);
}
