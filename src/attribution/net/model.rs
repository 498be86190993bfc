//! The network itself, run by rten.

use super::{input::Assembled, wordpiece::Vocabulary};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};

/// Stands for "[CLS]" until the vocabulary's number is filled in.
pub const CLS: i32 = -1;
/// Stands for "[SEP]".
pub const SEP: i32 = -2;

static ONNX: &[u8] = include_bytes!("../../../data/model/reader.onnx");
static VOCABULARY: &str = include_str!("../../../data/model/vocab.txt");
static SETTINGS: &str = include_str!("../../../data/model/reader.json");

/// What stands beside the weights.
#[derive(Debug, Deserialize)]
pub struct Settings {
    /// Width of the link vectors.
    pub link: usize,
    /// Distances between pieces are clipped here.
    pub reach: usize,
    /// Most pieces of a window.
    pub window: usize,
    /// Most pieces that two windows share.
    pub overlap: usize,
    /// For content to cue and for cue to source: what each clipped distance adds.
    pub bias: [Vec<f32>; 2],
    /// Hash of the network's file.
    pub sha256: String,
}

/// The model, loaded.
pub struct Loaded {
    model: Model,
    inputs: [NodeId; 3],
    output: NodeId,
    /// Its vocabulary.
    pub vocabulary: Vocabulary,
    /// Its settings.
    pub settings: Settings,
}

/// One row of scores a piece.
pub struct Scores {
    /// Scores, row by row.
    pub values: Vec<f32>,
    /// Scores in a row.
    pub width: usize,
}

/// The model that is compiled in, loaded on first use; `None` if its files don't fit together.
pub fn model() -> Option<&'static Loaded> {
    static MODEL: OnceLock<Option<Loaded>> = OnceLock::new();
    MODEL.get_or_init(load).as_ref()
}

fn load() -> Option<Loaded> {
    let settings: Settings = serde_json::from_str(SETTINGS).ok()?;
    let vocabulary = Vocabulary::new(VOCABULARY)?;
    let model = ModelOptions::with_all_ops().prepack_weights(true).load_static_slice(ONNX).ok()?;
    let node = |name: &str| model.find_node(name);
    let inputs = [node("ids")?, node("types")?, node("places")?];
    let output = node("scores")?;
    Some(Loaded { inputs, output, model, vocabulary, settings })
}

thread_local! {
    /// One thread a caller: callers run in parallel, and a sum never depends on how many threads shared it.
    static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

impl Loaded {
    /// The scores of one window.
    pub fn run(&self, window: &Assembled) -> Option<Scores> {
        let n = window.ids.len();
        let ids: Vec<i32> = window
            .ids
            .iter()
            .map(|&id| match id {
                CLS => self.vocabulary.cls,
                SEP => self.vocabulary.sep,
                id => id,
            })
            .collect();
        let places: Vec<i32> = (0..n as i32).collect();
        let value = |data: Vec<i32>| Value::from_shape(&[n], data).ok();
        let inputs = [value(ids)?, value(window.types.clone())?, value(places)?];
        let mut options = RunOptions::default();
        options.thread_pool = Some(POOL.with(Arc::clone));
        let inputs = self.inputs.iter().copied().zip(inputs.into_iter().map(Into::into)).collect();
        let [scores] = self.model.run_n(inputs, [self.output], Some(options)).ok()?;
        let scores: rten_tensor::Tensor<f32> = scores.try_into().ok()?;
        let values = scores.into_data();
        Some(Scores { width: values.len().checked_div(n)?, values })
    }
}
