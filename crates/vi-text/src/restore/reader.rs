//! Bytes of a model file taken one piece after the other, never past the end.

use alloc::vec::Vec;

use super::RestoreModelError;

/// What is left of the file.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], RestoreModelError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(len)
            .ok_or(RestoreModelError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], RestoreModelError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, RestoreModelError> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Result<u16, RestoreModelError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, RestoreModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A quantization step: a positive, sensible number.
    pub(crate) fn step(&mut self) -> Result<f32, RestoreModelError> {
        let step = f32::from_le_bytes(self.array()?);
        if step > 0.0 && step < 64.0 {
            Ok(step)
        } else {
            Err(RestoreModelError::Damaged)
        }
    }

    pub(crate) fn weights(&mut self, len: usize) -> Result<Vec<i8>, RestoreModelError> {
        Ok(self
            .take(len)?
            .iter()
            .map(|&byte| i8::from_le_bytes([byte]))
            .collect())
    }

    /// Weights times their step.
    pub(crate) fn scaled(&mut self, len: usize, step: f32) -> Result<Vec<f32>, RestoreModelError> {
        let bytes = self.take(len)?;
        Ok(bytes
            .iter()
            .map(|&byte| f32::from(i8::from_le_bytes([byte])) * step)
            .collect())
    }

    /// A number in groups of seven bits, the lowest first, the top bit saying that more follow.
    pub(crate) fn varint(&mut self) -> Result<u32, RestoreModelError> {
        let mut value = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(RestoreModelError::Damaged)
    }
}

/// CRC-32 as in zip and PNG (ISO 3309), bit by bit from a table of sixteen.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut table = [0_u32; 16];
    for (at, slot) in (0_u32..).zip(&mut table) {
        *slot = (0..4).fold(at, |sum, _| (sum >> 1) ^ (POLYNOMIAL * (sum & 1)));
    }
    let look = |sum: u32| table.get((sum & 15) as usize).copied().unwrap_or(0) ^ (sum >> 4);
    !bytes
        .iter()
        .fold(u32::MAX, |sum, &byte| look(look(sum ^ u32::from(byte))))
}
