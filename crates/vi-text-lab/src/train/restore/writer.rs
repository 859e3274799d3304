//! The model file, written as `vi_text::restore` reads it.

use std::collections::BTreeMap;

use anyhow::Context;
use vi_text::restore::network::Shape;
use vi_text::restore::segment::SPECIALS;
use vi_text::restore::word::{MarkCode, can_bear_mark};
use vi_text::restore::{HEADER_BYTES, MAGIC, VERSION, crc32, ranks};

use super::lexicon::{Lexicon, NO_FORM};
use super::parameters::{BIAS, EMBEDDING, FLAGS, LAYERS, OUTPUT, PAIRS, Parameters};

/// Writes the quantized weights down; `pairs` are (left form, right form, number of the weight).
///
/// Two things are left out that cost more bytes than they bring right words: the vectors of all
/// but the `vectors` commonest forms, and pairs whose score says little. What is left of the pairs
/// is written in steps of twice the size. `shift` is added to the scores of forms.
pub(crate) fn write(
    shape: &Shape,
    lexicon: &Lexicon,
    parameters: &Parameters,
    output_row: &[u16],
    pairs: &[(u16, u16, u32)],
    vectors: usize,
    shift: &[f32],
) -> anyhow::Result<Vec<u8>> {
    let weights = parameters.used(PAIRS);
    let step = parameters.tensors[PAIRS].step;
    let mut pairs: Vec<(u16, u16, i8)> = pairs
        .iter()
        .map(|&(left, right, at)| (left, right, quantized(weights[at as usize], step)))
        .filter(|pair| pair.2.unsigned_abs() > WEAK_PAIR)
        .map(|(left, right, steps)| (left, right, halved(steps)))
        .collect();
    pairs.sort_unstable();
    let special = usize::from(SPECIALS);
    let patterns = Patterns::of(lexicon);
    let written = lexicon.commonest_ambiguous(vectors);
    let embedded = written.iter().filter(|&&row| row != NO_FORM).count();
    let mut out = Vec::new();
    put_u16(&mut out, lexicon.bares.len() - special)?;
    put_u16(&mut out, lexicon.forms.len() - special)?;
    put_u16(&mut out, patterns.list.len())?;
    put_u16(&mut out, embedded)?;
    out.extend(u32::try_from(pairs.len())?.to_le_bytes());
    for size in [
        shape.embedding,
        shape.hidden,
        shape.output,
        shape.distances.len(),
    ] {
        out.push(u8::try_from(size).context("the network is too wide for the format")?);
    }
    for &distance in &shape.distances {
        out.push(u8::try_from(distance)?);
    }
    put_lexicon(&mut out, lexicon, &patterns)?;
    put_bits(&mut out, &written);
    put_tensor(&mut out, parameters, EMBEDDING);
    put_tensor(&mut out, parameters, FLAGS);
    for layer in 0..shape.layers() {
        put_tensor(&mut out, parameters, LAYERS + 2 * layer);
        put_tensor(&mut out, parameters, LAYERS + 2 * layer + 1);
    }
    put_vectors(&mut out, parameters, shape.output, output_row, &written);
    put_bias(&mut out, parameters, shift);
    put_pairs(&mut out, &pairs, lexicon.forms.len(), 2.0 * step);
    let mut file = Vec::with_capacity(HEADER_BYTES + out.len());
    file.extend(MAGIC);
    file.extend(VERSION.to_le_bytes());
    file.extend([0, 0]);
    file.extend(u32::try_from(out.len())?.to_le_bytes());
    file.extend(crc32(&out).to_le_bytes());
    file.extend(out);
    Ok(file)
}

/// Pairs of at most so many steps, a nat, are left out.
const WEAK_PAIR: u8 = 2;

/// Half of it, rounded away from zero.
fn halved(steps: i8) -> i8 {
    (steps + steps.signum()) / 2
}

fn quantized(value: f32, step: f32) -> i8 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let steps = (value / step).round().clamp(-127.0, 127.0) as i8;
    steps
}

fn put_u16(out: &mut Vec<u8>, value: usize) -> anyhow::Result<()> {
    let value = u16::try_from(value).context("the lexicon is too large for the format")?;
    out.extend(value.to_le_bytes());
    Ok(())
}

fn put_tensor(out: &mut Vec<u8>, parameters: &Parameters, tensor: usize) {
    let step = parameters.tensors[tensor].step;
    out.extend(step.to_le_bytes());
    out.extend(
        parameters
            .used(tensor)
            .iter()
            .flat_map(|&value| quantized(value, step).to_le_bytes()),
    );
}

/// The different arrangements of marks on the letters that can bear them.
struct Patterns {
    list: Vec<Vec<MarkCode>>,
    numbers: BTreeMap<Vec<MarkCode>, usize>,
}

impl Patterns {
    /// The commonest arrangement first.
    fn of(lexicon: &Lexicon) -> Self {
        let mut counts: BTreeMap<Vec<MarkCode>, usize> = BTreeMap::new();
        each_form(lexicon, |pattern| *counts.entry(pattern).or_default() += 1);
        let mut ranked: Vec<(usize, Vec<MarkCode>)> = counts
            .into_iter()
            .map(|(pattern, count)| (count, pattern))
            .collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let list: Vec<Vec<MarkCode>> = ranked.into_iter().map(|(_, pattern)| pattern).collect();
        let numbers = list.iter().cloned().zip(0..).collect();
        Self { list, numbers }
    }
}

fn each_form(lexicon: &Lexicon, mut visit: impl FnMut(Vec<MarkCode>)) {
    for (bare, letters) in (0_u16..).zip(&lexicon.bares).skip(usize::from(SPECIALS)) {
        for form in lexicon.forms_of(bare) {
            let codes = letters.iter().zip(&lexicon.forms[form].codes);
            visit(
                codes
                    .filter(|(letter, _)| can_bear_mark(**letter))
                    .map(|(_, code)| *code)
                    .collect(),
            );
        }
    }
}

fn put_lexicon(out: &mut Vec<u8>, lexicon: &Lexicon, patterns: &Patterns) -> anyhow::Result<()> {
    let special = usize::from(SPECIALS);
    let (mut shared, mut own, mut tails, mut counts) = (vec![], vec![], vec![], vec![]);
    let mut before: &[u8] = &[];
    for (number, bare) in lexicon.bares.iter().enumerate().skip(special) {
        let same = bare.iter().zip(before).take_while(|(a, b)| a == b).count();
        shared.push(u8::try_from(same)?);
        own.push(u8::try_from(bare.len() - same)?);
        tails.extend_from_slice(&bare[same..]);
        counts.push(u8::try_from(
            lexicon.forms_of(u16::try_from(number)?).len(),
        )?);
        before = bare;
    }
    for list in [shared, own, tails, counts] {
        out.extend(list);
    }
    for pattern in &patterns.list {
        out.push(u8::try_from(pattern.len())?);
    }
    out.extend(patterns.list.iter().flatten());
    let mut numbers = Vec::new();
    each_form(lexicon, |pattern| numbers.push(patterns.numbers[&pattern]));
    for shift in [0, 8] {
        out.extend(numbers.iter().map(|number| (number >> shift & 0xff) as u8));
    }
    Ok(())
}

fn put_bits(out: &mut Vec<u8>, output_row: &[u16]) {
    for eight in output_row.chunks(8) {
        let set = |(at, &row): (usize, &u16)| u8::from(row != NO_FORM) << at;
        out.push(eight.iter().enumerate().map(set).sum());
    }
}

/// The scores of forms by themselves, each moved by `shift`.
fn put_bias(out: &mut Vec<u8>, parameters: &Parameters, shift: &[f32]) {
    let step = parameters.tensors[BIAS].step;
    out.extend(step.to_le_bytes());
    let shift = shift.iter().copied().chain(std::iter::repeat(0.0));
    let moved = parameters.used(BIAS).iter().zip(shift);
    out.extend(moved.flat_map(|(&value, shift)| quantized(value + shift, step).to_le_bytes()));
}

fn put_vectors(
    out: &mut Vec<u8>,
    parameters: &Parameters,
    width: usize,
    output_row: &[u16],
    written: &[u16],
) {
    let step = parameters.tensors[OUTPUT].step;
    out.extend(step.to_le_bytes());
    let table = parameters.used(OUTPUT);
    for (&row, _) in output_row
        .iter()
        .zip(written)
        .filter(|(_, written)| **written != NO_FORM)
    {
        let start = usize::from(row) * width;
        let vector = table.get(start..start + width).unwrap_or(&[]);
        out.extend(
            vector
                .iter()
                .flat_map(|&value| quantized(value, step).to_le_bytes()),
        );
    }
}

fn put_pairs(out: &mut Vec<u8>, pairs: &[(u16, u16, i8)], forms: usize, step: f32) {
    let mut counts = vec![0_u16; forms];
    for pair in pairs {
        counts[usize::from(pair.0)] += 1;
    }
    for &count in &counts {
        put_varint(out, usize::from(count));
    }
    out.extend(step.to_le_bytes());
    let ranks = ranks(&counts);
    let mut ranked: Vec<(u16, u16, i8)> = pairs
        .iter()
        .map(|&(left, right, steps)| (left, ranks[usize::from(right)], steps))
        .collect();
    ranked.sort_unstable();
    out.extend(ranked.iter().flat_map(|pair| pair.2.to_le_bytes()));
    let mut gaps = Vec::with_capacity(ranked.len());
    for same_left in ranked.chunk_by(|a, b| a.0 == b.0) {
        let mut next = 0;
        for pair in same_left {
            gaps.push(pair.1 - next);
            next = pair.1 + 1;
        }
    }
    for byte in [0, 1] {
        out.extend(gaps.iter().map(|gap| gap.to_le_bytes()[byte]));
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push((value & 0x7f | 0x80) as u8);
        value >>= 7;
    }
    out.push(value as u8);
}
