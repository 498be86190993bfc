//! The trained reader: a small encoder that tags sources, cues and contents and links them.
//!
//! A MiniLM of six layers (Wang et al. 2020), fine-tuned on PolNeAR (Newell, Margolin and Ruths 2018), reads windows of
//! whole paragraphs; each word piece gets a tag (BIO of source, cue, content), each content picks its cue and each cue
//! its source by a scaled product of two vectors and a learned preference for distances. Weights are 8-bit integers.
//! How it is made: `training/`; what it can and cannot do: `data/model/MODEL_CARD.md`.

mod decode;
mod input;
mod model;
#[cfg(test)]
mod tests;
mod wordpiece;

use super::Candidate;
use crate::segment::Document;

/// The attributions that the trained reader proposes, by the start of their content; `None` where no model is
/// compiled in. A pure function of the reading text: neither threads nor other articles matter.
pub fn candidates(document: &Document) -> Option<Vec<Candidate>> {
    let model = model::model()?;
    let rows = input::rows(document, &model.vocabulary);
    let mut reading = decode::Reading::default();
    for window in input::windows(&rows, model.settings.window, model.settings.overlap) {
        let assembled = input::assemble(&rows, &window);
        let scores = model.run(&assembled)?;
        reading.window(&rows, &window, &assembled, &scores, &model.settings);
    }
    Some(reading.finish(document))
}

/// Names the model, for the keys of kept readings.
pub fn model_id() -> &'static str {
    model::model().map_or("none", |m| &m.settings.sha256)
}
