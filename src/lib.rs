//! Reads several outlets' articles about one story and compares them: who said what, according to whom, when,
//! in whose words. `ARCHITECTURE.md` lists the modules in the order in which data passes through them; a module uses only
//! modules above it in that list.

pub mod align;
pub mod article;
pub mod attribution;
pub mod cache;
pub mod check;
pub mod clean;
pub mod config;
pub mod dating;
pub mod diagnostic;
pub mod entity;
pub mod export;
pub mod figures;
pub mod lexicon;
pub mod ndjson;
pub mod pipeline;
pub mod reading;
pub mod render;
pub mod segment;
pub mod site;
pub mod story;
pub mod text;
pub mod timex;
pub mod ui;
