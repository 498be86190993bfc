//! Each stage on one fixed article, and the stages that compare on one story of three.

use crate::{cpu::Cpu, stories};
use criterion::{BatchSize, Criterion, Throughput};
use std::hint::black_box;
use story_digest::{
    align,
    article::{Article, Meta},
    attribution::{self, Settings, net},
    clean,
    config::{Site, load::story_from},
    dating, entity, export, figures,
    pipeline::{ReadSettings, read_article},
    render::{self, Templates},
    segment, timex,
};

fn article(n: u64, file: usize) -> Article {
    let (name, text) = stories::story(n).articles.swap_remove(file);
    Article {
        id: name.trim_end_matches(".txt").into(),
        path: format!("content/story-{n:04}/{name}"),
        text,
        front_matter: 0,
        meta: Meta::default(),
    }
}

pub fn of_one_article(c: &mut Criterion<Cpu>) {
    let article = article(1, 0);
    let settings = Settings::default();
    let day = "2024-06-04".parse().ok();
    let cleaned = clean::clean(&article);
    let document = segment::segment(&article.text, &cleaned.blocks);
    let proposed = net::candidates(&document);
    let found = attribution::extract(&document, proposed.as_deref(), &settings);
    let timexes = timex::annotate(&document, day);

    let mut g = c.benchmark_group("article");
    g.throughput(Throughput::Elements(article.text.split_whitespace().count() as u64));
    g.bench_function("clean", |b| b.iter(|| clean::clean(black_box(&article))));
    g.bench_function("segment", |b| {
        b.iter(|| segment::segment(black_box(&article.text), &cleaned.blocks));
    });
    g.bench_function("rules", |b| {
        b.iter(|| attribution::extract(black_box(&document), None, &settings));
    });
    g.bench_function("merge", |b| {
        b.iter(|| attribution::extract(black_box(&document), proposed.as_deref(), &settings));
    });
    g.bench_function("timex", |b| b.iter(|| timex::annotate(black_box(&document), day)));
    g.bench_function("resolve", |b| {
        b.iter(|| entity::resolve(black_box(&document), &found, &[], &[]));
    });
    g.bench_function("date", |b| {
        b.iter(|| dating::date(black_box(&document), &found, &timexes, day));
    });
    g.bench_function("figures", |b| {
        b.iter(|| figures::read(black_box(&document), &found, &timexes))
    });
    g.sample_size(20);
    g.bench_function("net", |b| b.iter(|| net::candidates(black_box(&document))));
    g.bench_function("all", |b| {
        b.iter(|| read_article(black_box(article.clone()), &ReadSettings::default()));
    });
    g.finish();
}

pub fn of_one_story(c: &mut Criterion<Cpu>) {
    let site = Site::untitled();
    let (story, _) = story_from(&stories::story(1).toml, "story.toml");
    let readings: Vec<_> = (0..3)
        .map(|file| read_article(article(1, file), &ReadSettings::of(&site, &story)))
        .collect();
    let digest = align::compare("story-0001", &story, &site, readings.clone());
    let templates = Templates::load(None).expect("the built-in templates are right");
    let digests = [digest];

    let mut g = c.benchmark_group("story");
    g.bench_function("align", |b| {
        b.iter_batched(
            || readings.clone(),
            |readings| align::compare("story-0001", &story, &site, readings),
            BatchSize::SmallInput,
        );
    });
    g.bench_function("verify", |b| b.iter(|| export::verbatim::verify(black_box(&digests[0]))));
    g.bench_function("render", |b| {
        b.iter(|| render::render(&templates, &site, black_box(&digests)).expect("it renders"));
    });
    g.bench_function("export", |b| b.iter(|| export::files(&site, black_box(&digests))));
    g.finish();
}
