//! The trained reader.

use super::Candidate;
use crate::segment::Document;

/// The attributions that the trained reader proposes; `None` where no model is compiled in.
pub fn candidates(document: &Document) -> Option<Vec<Candidate>> {
    let _ = document;
    None
}

/// Names the model, for the keys of kept readings.
pub fn model_id() -> &'static str {
    "none"
}
