//! The model file: lexicon, network and pair scores, read and checked byte by byte.
//!
//! The format is written down in `docs/restore-model-format.md`.

use alloc::vec::Vec;

use super::RestoreModelError;
use super::network::{Layer, Network, Shape};
use super::reader::{Reader, crc32};
use super::segment::SPECIALS;
use super::word::{MARK_CODES, MAX_LETTERS, MarkCode, can_bear_mark};

/// The first bytes of every model file.
pub const MAGIC: [u8; 4] = *b"VIDR";
/// The version of the format that this code reads.
pub const VERSION: u16 = 1;
/// Bytes before the payload: magic, version, two zero bytes, payload length, payload CRC-32.
pub const HEADER_BYTES: usize = 16;
/// Marks a form without a vector of its own.
const NO_VECTOR: u16 = u16::MAX;

/// What a model file holds, ready for use.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    lexicon: Lexicon,
    pub(crate) network: Network,
    /// Score of each form by itself, in nats.
    bias: Vec<f32>,
    /// One vector per embedded form, in steps of `output_step`.
    output: Vec<i8>,
    output_step: f32,
    output_row: Vec<u16>,
    pairs: Pairs,
}

#[derive(Debug, Clone)]
struct Lexicon {
    letters: Vec<u8>,
    /// Where the letters of each bare form start; the special entries are not among them.
    starts: Vec<u32>,
    /// The first form of each entry, the special ones included; one more than entries.
    first_form: Vec<u16>,
    /// The marks of all forms, one code per letter, and where those of each form start.
    codes: Vec<MarkCode>,
    code_starts: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Pairs {
    starts: Vec<u32>,
    right: Vec<u16>,
    weights: Vec<i8>,
    step: f32,
}

struct Sizes {
    bares: usize,
    forms: usize,
    patterns: usize,
    embedded: usize,
    pairs: usize,
}

impl Model {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, RestoreModelError> {
        let mut reader = Reader::new(bytes);
        if reader.take(4)? != MAGIC {
            return Err(RestoreModelError::NotAModel);
        }
        let version = reader.u16()?;
        if version != VERSION {
            return Err(RestoreModelError::Version(version));
        }
        let reserved = reader.u16()?;
        let len = reader.u32()? as usize;
        let sum = reader.u32()?;
        let payload = reader.take(len)?;
        if reserved != 0 || !reader.is_at_end() || crc32(payload) != sum {
            return Err(RestoreModelError::Damaged);
        }
        let mut payload = Reader::new(payload);
        let model = Self::read(&mut payload)?;
        if payload.is_at_end() {
            Ok(model)
        } else {
            Err(RestoreModelError::Damaged)
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, RestoreModelError> {
        let sizes = Sizes {
            bares: usize::from(reader.u16()?),
            forms: usize::from(reader.u16()?),
            patterns: usize::from(reader.u16()?),
            embedded: usize::from(reader.u16()?),
            pairs: reader.u32()? as usize,
        };
        let shape = read_shape(reader)?;
        let lexicon = Lexicon::read(reader, &sizes)?;
        let special = usize::from(SPECIALS);
        let output_row = read_embedded(reader, special + sizes.forms, sizes.embedded)?;
        let embedding_step = reader.step()?;
        let embedding = reader.weights((special + sizes.bares) * shape.embedding)?;
        let flag_step = reader.step()?;
        let flags = reader.scaled(2 * shape.embedding, flag_step)?;
        let mut layers = Vec::with_capacity(shape.layers());
        for at in 0..shape.layers() {
            let (inputs, outputs) = shape.layer(at);
            let step = reader.step()?;
            let weights = reader.scaled(inputs * outputs, step)?;
            let step = reader.step()?;
            let bias = reader.scaled(outputs, step)?;
            layers.push(Layer { weights, bias });
        }
        let output_step = reader.step()?;
        let output = reader.weights(sizes.embedded * shape.output)?;
        let bias_step = reader.step()?;
        let bias = reader.scaled(special + sizes.forms, bias_step)?;
        let pairs = Pairs::read(reader, special + sizes.forms, sizes.pairs)?;
        Ok(Self {
            lexicon,
            network: Network {
                shape,
                embedding,
                embedding_step,
                flags,
                layers,
            },
            bias,
            output,
            output_step,
            output_row,
            pairs,
        })
    }

    /// The number of a bare form.
    pub(crate) fn find(&self, bare: &[u8]) -> Option<u16> {
        self.lexicon.find(bare)
    }

    /// The numbers of the forms of an entry.
    pub(crate) fn forms_of(&self, bare: u16) -> core::ops::Range<u16> {
        let first = |at: usize| self.lexicon.first_form.get(at).copied().unwrap_or(0);
        first(usize::from(bare))..first(usize::from(bare) + 1)
    }

    /// The marks of a form, one code per letter.
    pub(crate) fn codes(&self, form: u16) -> &[MarkCode] {
        let start = |at: usize| {
            self.lexicon
                .code_starts
                .get(at)
                .map_or(0, |&start| start as usize)
        };
        let form = usize::from(form);
        self.lexicon
            .codes
            .get(start(form)..start(form + 1))
            .unwrap_or(&[])
    }

    /// The score of a form where the network has read `context`, in nats.
    pub(crate) fn score(&self, form: u16, context: &[f32]) -> f32 {
        let form = usize::from(form);
        let bias = self.bias.get(form).copied().unwrap_or(0.0);
        let row = self
            .output_row
            .get(form)
            .map_or(usize::from(NO_VECTOR), |&row| usize::from(row));
        let width = self.network.shape.output;
        let vector = self
            .output
            .get(row * width..(row + 1) * width)
            .unwrap_or(&[]);
        let dot: f32 = vector
            .iter()
            .zip(context)
            .map(|(&v, c)| f32::from(v) * c)
            .sum();
        bias + dot * self.output_step
    }

    /// The score of two neighboring forms, if they have one, in nats.
    pub(crate) fn pair(&self, left: u16, right: u16) -> Option<f32> {
        let start = |at: usize| self.pairs.starts.get(at).map_or(0, |&start| start as usize);
        let range = start(usize::from(left))..start(usize::from(left) + 1);
        let at = range.start + self.pairs.right.get(range)?.binary_search(&right).ok()?;
        Some(f32::from(*self.pairs.weights.get(at)?) * self.pairs.step)
    }
}

fn read_shape(reader: &mut Reader<'_>) -> Result<Shape, RestoreModelError> {
    let embedding = usize::from(reader.u8()?);
    let hidden = usize::from(reader.u8()?);
    let output = usize::from(reader.u8()?);
    let count = usize::from(reader.u8()?);
    let distances: Vec<usize> = reader
        .take(count)?
        .iter()
        .map(|&d| usize::from(d))
        .collect();
    if embedding == 0 || hidden == 0 || output == 0 || count > 16 || distances.contains(&0) {
        return Err(RestoreModelError::Damaged);
    }
    Ok(Shape {
        embedding,
        hidden,
        output,
        distances,
    })
}

fn read_embedded(
    reader: &mut Reader<'_>,
    forms: usize,
    embedded: usize,
) -> Result<Vec<u16>, RestoreModelError> {
    let bits = reader.take(forms.div_ceil(8))?;
    let mut rows = Vec::with_capacity(forms);
    let mut next = 0;
    for form in 0..forms {
        let set = bits
            .get(form / 8)
            .is_some_and(|byte| byte >> (form % 8) & 1 == 1);
        rows.push(if set { next } else { NO_VECTOR });
        next += u16::from(set);
    }
    if usize::from(next) == embedded {
        Ok(rows)
    } else {
        Err(RestoreModelError::Damaged)
    }
}

impl Lexicon {
    fn read(reader: &mut Reader<'_>, sizes: &Sizes) -> Result<Self, RestoreModelError> {
        let (letters, starts) = read_bares(reader, sizes.bares)?;
        let counts = reader.take(sizes.bares)?;
        let pattern_lengths = reader.take(sizes.patterns)?;
        let total = pattern_lengths.iter().map(|&len| usize::from(len)).sum();
        let pattern_codes = reader.take(total)?;
        if pattern_codes.iter().any(|&code| code >= MARK_CODES) {
            return Err(RestoreModelError::Damaged);
        }
        let mut patterns = Vec::with_capacity(sizes.patterns);
        let mut rest = pattern_codes;
        for &len in pattern_lengths {
            let (pattern, after) = rest
                .split_at_checked(usize::from(len))
                .ok_or(RestoreModelError::Damaged)?;
            patterns.push(pattern);
            rest = after;
        }
        let low = reader.take(sizes.forms)?;
        let high = reader.take(sizes.forms)?;
        let mut lexicon = Self {
            letters,
            starts,
            first_form: (0..=SPECIALS).collect(),
            codes: Vec::new(),
            code_starts: alloc::vec![0; usize::from(SPECIALS) + 1],
        };
        let mut numbers = low
            .iter()
            .zip(high)
            .map(|(&low, &high)| u16::from_le_bytes([low, high]));
        for (bare, &count) in counts.iter().enumerate() {
            for _ in 0..count {
                let pattern = numbers
                    .next()
                    .and_then(|number| patterns.get(usize::from(number)))
                    .ok_or(RestoreModelError::Damaged)?;
                lexicon.add_form(bare, pattern)?;
            }
            let forms = u16::try_from(lexicon.code_starts.len() - 1);
            lexicon
                .first_form
                .push(forms.map_err(|_| RestoreModelError::Damaged)?);
        }
        if numbers.next().is_some() || counts.contains(&0) {
            return Err(RestoreModelError::Damaged);
        }
        Ok(lexicon)
    }

    fn add_form(&mut self, bare: usize, pattern: &[MarkCode]) -> Result<(), RestoreModelError> {
        let mut pattern = pattern.iter();
        let range = self.range(bare);
        for at in range {
            let bears = self
                .letters
                .get(at)
                .is_some_and(|&letter| can_bear_mark(letter));
            let code = if bears {
                pattern.next().copied()
            } else {
                Some(0)
            };
            self.codes.push(code.ok_or(RestoreModelError::Damaged)?);
        }
        if pattern.next().is_some() {
            return Err(RestoreModelError::Damaged);
        }
        let end = u32::try_from(self.codes.len()).map_err(|_| RestoreModelError::Damaged)?;
        self.code_starts.push(end);
        Ok(())
    }

    /// The letters of a bare form, counted without the special entries.
    fn range(&self, bare: usize) -> core::ops::Range<usize> {
        let start = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        start(bare)..start(bare + 1)
    }

    fn find(&self, bare: &[u8]) -> Option<u16> {
        let (mut low, mut high) = (0, self.starts.len().saturating_sub(1));
        while low < high {
            let middle = low.midpoint(high);
            match self.letters.get(self.range(middle))?.cmp(bare) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => {
                    return u16::try_from(middle).ok()?.checked_add(SPECIALS);
                }
            }
        }
        None
    }
}

/// The bare forms in alphabetical order, each written as what it does not share with the last.
fn read_bares(
    reader: &mut Reader<'_>,
    count: usize,
) -> Result<(Vec<u8>, Vec<u32>), RestoreModelError> {
    let shared = reader.take(count)?;
    let own = reader.take(count)?;
    let mut letters: Vec<u8> = Vec::with_capacity(count * 4);
    let mut starts = Vec::with_capacity(count + 1);
    starts.push(0);
    let mut before = 0;
    for (&shared, &own) in shared.iter().zip(own) {
        let (shared, own) = (usize::from(shared), usize::from(own));
        let tail = reader.take(own)?;
        let start = letters.len();
        let head = before..before + shared;
        if head.end > start
            || shared + own > MAX_LETTERS
            || !tail.iter().all(u8::is_ascii_lowercase)
        {
            return Err(RestoreModelError::Damaged);
        }
        letters.extend_from_within(head);
        letters.extend_from_slice(tail);
        if before < start && letters.get(before..start) >= letters.get(start..)
            || letters.len() == start
        {
            return Err(RestoreModelError::Damaged);
        }
        before = start;
        starts.push(u32::try_from(letters.len()).map_err(|_| RestoreModelError::Damaged)?);
    }
    Ok((letters, starts))
}

impl Pairs {
    fn read(
        reader: &mut Reader<'_>,
        forms: usize,
        pairs: usize,
    ) -> Result<Self, RestoreModelError> {
        let mut starts: Vec<u32> = Vec::with_capacity(forms + 1);
        starts.push(0);
        let mut end: u32 = 0;
        let mut counts = Vec::with_capacity(forms);
        for _ in 0..forms {
            let count = reader.varint()?;
            counts.push(u16::try_from(count).map_err(|_| RestoreModelError::Damaged)?);
            end = end.checked_add(count).ok_or(RestoreModelError::Damaged)?;
            starts.push(end);
        }
        if end as usize != pairs {
            return Err(RestoreModelError::Damaged);
        }
        let step = reader.step()?;
        let steps = reader.weights(pairs)?;
        let (low, high) = (reader.take(pairs)?, reader.take(pairs)?);
        let mut gaps = low
            .iter()
            .zip(high)
            .map(|(&low, &high)| u16::from_le_bytes([low, high]));
        let mut steps = steps.into_iter();
        let by_rank = forms_by_rank(&counts);
        let mut all: Vec<(u16, i8)> = Vec::with_capacity(pairs);
        for count in counts {
            let start = all.len();
            let mut next = 0;
            for (gap, steps) in gaps.by_ref().zip(steps.by_ref()).take(usize::from(count)) {
                let rank = next + usize::from(gap);
                let form = by_rank.get(rank).ok_or(RestoreModelError::Damaged)?;
                all.push((*form, steps));
                next = rank + 1;
            }
            if let Some(span) = all.get_mut(start..) {
                span.sort_unstable();
            }
        }
        let (right, weights) = all.into_iter().unzip();
        Ok(Self {
            starts,
            right,
            weights,
            step,
        })
    }
}

/// The forms in the order of how many pairs they begin, those with most first: a form that begins
/// many pairs ends many too, so that the numbers of right forms stay small.
fn forms_by_rank(counts: &[u16]) -> Vec<u16> {
    let mut forms: Vec<(u16, u16)> = counts.iter().copied().zip(0..).collect();
    forms.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    forms.into_iter().map(|(_, form)| form).collect()
}

/// For each form its place in the order in which the model file numbers the right forms of pairs;
/// `counts` says how many pairs each form begins.
#[must_use]
pub fn ranks(counts: &[u16]) -> Vec<u16> {
    let mut ranks = alloc::vec![0; counts.len()];
    for (rank, form) in (0..).zip(forms_by_rank(counts)) {
        if let Some(slot) = ranks.get_mut(usize::from(form)) {
            *slot = rank;
        }
    }
    ranks
}
