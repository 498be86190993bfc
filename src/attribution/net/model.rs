//! The network itself, run by rten.

use super::{input::Assembled, wordpiece::Vocabulary};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use serde::Deserialize;
use std::{
    sync::{Arc, Mutex, OnceLock},
    thread,
};

/// Stands for "[CLS]" until the vocabulary's number is filled in.
pub const CLS: i32 = -1;
/// Stands for "[SEP]".
pub const SEP: i32 = -2;

static ONNX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reader.onnx"));
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
    MODEL.get_or_init(|| apart(|| ThreadPool::with_num_threads(1).run(load))).as_ref()
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

/// Pools of one thread, for as many callers as there are: callers run in parallel, and a sum never depends on how many
/// threads shared it.
static POOLS: Mutex<Vec<Arc<ThreadPool>>> = Mutex::new(Vec::new());

/// Runs `work` on a thread of its own. A caller that is itself a worker of rayon would, while it waits for another pool,
/// begin with other articles, and come back here before it is done.
fn apart<R: Send>(work: impl FnOnce() -> Option<R> + Send) -> Option<R> {
    thread::scope(|s| s.spawn(work).join().ok().flatten())
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
        let kept = POOLS.lock().ok().and_then(|mut p| p.pop());
        let pool = kept.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        options.thread_pool = Some(Arc::clone(&pool));
        let inputs: Vec<(NodeId, ValueOrView<'_>)> =
            self.inputs.iter().copied().zip(inputs.into_iter().map(Into::into)).collect();
        let scores = apart(|| self.model.run_n(inputs, [self.output], Some(options)).ok());
        if let Ok(mut pools) = POOLS.lock() {
            pools.push(pool);
        }
        let [scores] = scores?;
        let scores: rten_tensor::Tensor<f32> = scores.try_into().ok()?;
        let values = scores.into_data();
        Some(Scores { width: values.len().checked_div(n)?, values })
    }
}
