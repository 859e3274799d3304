//! The model file: lexicon, network and pair scores, read and checked byte by byte.
//!
//! The format is written down in `docs/restore-model-format.md`.

use alloc::vec::Vec;

use super::RestoreModelError;
use super::lexicon::Lexicon;
use super::network::{Layer, Network, Shape};
use super::pairs::Pairs;
use super::phrases::Phrases;
use super::reader::{Reader, crc32};
use super::rude::{self, Company};
use super::segment::SPECIALS;
use super::word::MarkCode;

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
    phrases: Phrases,
    company: Company,
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
        let lexicon = Lexicon::read(reader, sizes.bares, sizes.forms, sizes.patterns)?;
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
        let mut bias = reader.scaled(special + sizes.forms, bias_step)?;
        rude::lower(&lexicon, &mut bias);
        let pairs = Pairs::read(reader, special + sizes.forms, sizes.pairs)?;
        Ok(Self {
            phrases: Phrases::of(&lexicon),
            company: Company::of(&lexicon),
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
        self.lexicon.forms_of(bare)
    }

    /// The marks of a form, one code per letter.
    pub(crate) fn codes(&self, form: u16) -> &[MarkCode] {
        self.lexicon.codes(form)
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

    /// How much less likely a form is among these bare words than its score says, in nats.
    pub(crate) fn reluctance(&self, form: u16, sentence: &[u16]) -> f32 {
        self.company.reluctance(form, sentence)
    }

    /// The score of two neighboring forms, if they have one, in nats.
    pub(crate) fn pair(&self, left: u16, right: u16) -> Option<f32> {
        let learned = self.pairs.score(left, right);
        self.phrases.score(left, right, learned)
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
