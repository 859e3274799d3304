//! The weights in training: their layout, their quantized values and the optimizer's memory.

use super::lexicon::Lexicon;
use super::logarithm::ln;
use super::pairs::Pair;
use super::plan::Plan;

/// Score of a form by itself, in steps of an eighth of a nat.
pub(crate) const BIAS_STEP: f32 = 0.125;
/// Score of a pair, in steps of half a nat.
pub(crate) const PAIR_STEP: f32 = 0.5;
/// Biases of the layers.
const LAYER_BIAS_STEP: f32 = 1.0 / 64.0;
/// Quantization step of a matrix, as a part of the root mean square of its weights.
const STEP_OF_RMS: f32 = 0.6;

/// How a tensor is quantized.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rule {
    Fixed(f32),
    OfRms,
}

/// One tensor in the flat list of weights.
#[derive(Debug, Clone)]
pub(crate) struct Tensor {
    pub(crate) start: usize,
    pub(crate) end: usize,
    rule: Rule,
    /// Quantization step, once it is chosen.
    pub(crate) step: f32,
    rate: f32,
    decay: f32,
}

impl Tensor {
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// Numbers of the tensors in [`Parameters::tensors`].
pub(crate) const EMBEDDING: usize = 0;
pub(crate) const FLAGS: usize = 1;
pub(crate) const OUTPUT: usize = 2;
pub(crate) const BIAS: usize = 3;
pub(crate) const PAIRS: usize = 4;
/// Weights and biases of the layers follow by turns.
pub(crate) const LAYERS: usize = 5;

/// All weights.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(crate) tensors: Vec<Tensor>,
    /// What is learned.
    pub(crate) exact: Vec<f32>,
    /// What is computed with: `exact`, or its quantized values.
    pub(crate) used: Vec<f32>,
    pub(crate) gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    /// Sum of squared gradients per pair: how much the likelihood hangs on it.
    pub(crate) importance: Vec<f32>,
    steps: i32,
    quantized: bool,
}

/// splitmix64 (Steele, Lea & Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From -1 to 1.
    pub(crate) fn uniform(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }

    /// From 0 to 1.
    pub(crate) fn fraction(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

impl Parameters {
    pub(crate) fn new(plan: &Plan, lexicon: &Lexicon, pairs: &[Pair], embedded: usize) -> Self {
        let shape = &plan.shape;
        let mut new = Self {
            tensors: Vec::new(),
            exact: Vec::new(),
            used: Vec::new(),
            gradient: Vec::new(),
            mean: Vec::new(),
            square: Vec::new(),
            importance: Vec::new(),
            steps: 0,
            quantized: false,
        };
        let mut random = Random(1 + 100 * plan.seed);
        let width = shape.embedding;
        new.add(lexicon.bares.len() * width, Rule::OfRms, 1.0, 1.0, |_| {
            0.4 * random.uniform()
        });
        new.add(
            2 * width,
            Rule::Fixed(LAYER_BIAS_STEP * 2.0),
            1.0,
            0.0,
            |_| 0.0,
        );
        let mut random = Random(2 + 100 * plan.seed);
        new.add(embedded * shape.output, Rule::OfRms, 1.0, 1.0, |_| {
            0.1 * random.uniform()
        });
        let bias = initial_bias(lexicon);
        new.add(bias.len(), Rule::Fixed(BIAS_STEP), 2.0, 0.0, |at| bias[at]);
        new.add(pairs.len(), Rule::Fixed(PAIR_STEP), 4.0, 0.0, |at| {
            0.6 * pairs[at].gain
        });
        let mut random = Random(3 + 100 * plan.seed);
        for layer in 0..shape.layers() {
            let (inputs, outputs) = shape.layer(layer);
            let last = layer + 1 == shape.layers();
            let scale = if layer == 0 || last { 1.0 } else { 0.5 };
            let deviation = scale * (2.0 / inputs as f32).sqrt() * 1.732;
            new.add(inputs * outputs, Rule::OfRms, 1.0, 0.3, |_| {
                deviation * random.uniform()
            });
            new.add(outputs, Rule::Fixed(LAYER_BIAS_STEP), 1.0, 0.0, |_| 0.0);
        }
        new.used = new.exact.clone();
        new.importance.resize(pairs.len(), 0.0);
        for list in [&mut new.gradient, &mut new.mean, &mut new.square] {
            list.resize(new.exact.len(), 0.0);
        }
        new
    }

    fn add(
        &mut self,
        len: usize,
        rule: Rule,
        rate: f32,
        decay: f32,
        mut value: impl FnMut(usize) -> f32,
    ) {
        let start = self.exact.len();
        self.exact.extend((0..len).map(&mut value));
        self.tensors.push(Tensor {
            start,
            end: start + len,
            rule,
            step: 0.0,
            rate,
            decay,
        });
    }

    pub(crate) fn used(&self, tensor: usize) -> &[f32] {
        &self.used[self.tensors[tensor].range()]
    }

    pub(crate) fn gradient_mut(&mut self, tensor: usize) -> &mut [f32] {
        let range = self.tensors[tensor].range();
        &mut self.gradient[range]
    }

    /// From now on the quantized values are computed with; gradients pass straight through.
    pub(crate) fn start_quantizing(&mut self) {
        self.quantized = true;
        for tensor in &mut self.tensors {
            tensor.step = match tensor.rule {
                Rule::Fixed(step) => step,
                Rule::OfRms => {
                    let values = &self.exact[tensor.start..tensor.end];
                    let sum: f32 = values.iter().map(|value| value * value).sum();
                    // A step with few bits, so that it is written in two bytes without loss.
                    let step = STEP_OF_RMS * (sum / values.len().max(1) as f32).sqrt();
                    ((step * 65536.0).round() / 65536.0).max(1.0 / 65536.0)
                }
            };
        }
        self.refresh();
    }

    fn refresh(&mut self) {
        if !self.quantized {
            self.used.copy_from_slice(&self.exact);
            return;
        }
        for tensor in &self.tensors {
            let step = tensor.step;
            let inverse = 1.0 / step;
            let used = &mut self.used[tensor.start..tensor.end];
            for (used, exact) in used.iter_mut().zip(&self.exact[tensor.start..tensor.end]) {
                *used = (exact * inverse).round_ties_even().clamp(-127.0, 127.0) * step;
            }
        }
    }

    /// One step of Adam (Kingma & Ba 2015) with decoupled weight decay; clears the gradient.
    ///
    /// The gradients are first multiplied by `scale`.
    pub(crate) fn update(&mut self, rate: f32, decay: f32, scale: f32) {
        self.steps += 1;
        let pairs = self.tensors[PAIRS].range();
        for (sum, gradient) in self.importance.iter_mut().zip(&self.gradient[pairs]) {
            *sum += (gradient * scale) * (gradient * scale);
        }
        let (first, second) = (0.9_f32, 0.999_f32);
        let correction =
            (1.0 - power(second, self.steps)).sqrt() / (1.0 - power(first, self.steps));
        for tensor in &self.tensors {
            let range = tensor.range();
            let step = rate * tensor.rate * correction;
            let shrink = 1.0 - rate * decay * tensor.decay;
            let exact = &mut self.exact[range.clone()];
            let gradient = &mut self.gradient[range.clone()];
            let mean = &mut self.mean[range.clone()];
            let square = &mut self.square[range];
            for (((exact, gradient), mean), square) in
                exact.iter_mut().zip(gradient).zip(mean).zip(square)
            {
                *gradient *= scale;
                *mean = first * *mean + (1.0 - first) * *gradient;
                *square = second * *square + (1.0 - second) * *gradient * *gradient;
                *exact = *exact * shrink - step * *mean / (square.sqrt() + 1e-7);
                *gradient = 0.0;
            }
        }
        self.refresh();
    }
}

fn power(base: f32, times: i32) -> f32 {
    let mut result = 1.0_f64;
    for _ in 0..times.min(20_000) {
        result *= f64::from(base);
    }
    result as f32
}

/// The logarithm of each form's share of its bare form.
fn initial_bias(lexicon: &Lexicon) -> Vec<f32> {
    let mut bias = vec![0.0; lexicon.forms.len()];
    for bare in 0..lexicon.bares.len() {
        let range = lexicon.forms_of(bare as u16);
        let best = f64::from(lexicon.forms[range.start].count.max(1));
        for form in range {
            bias[form] = ln(f64::from(lexicon.forms[form].count.max(1)) / best).max(-8.0) as f32;
        }
    }
    bias
}
