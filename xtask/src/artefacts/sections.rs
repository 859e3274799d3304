//! The names in a wasm module's import and export sections, read and written anew.
//!
//! Source: WebAssembly Core Specification 2.0, 5.5 (binary format of modules).

use anyhow::{Context, Result, bail};

/// `\0asm` and version 1.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const FUNCTION: u8 = 0;

/// Gives imported functions and exports other names; all else stays byte for byte.
///
/// `import` is asked for the new module and name of each import, `export` for each export's name.
/// A module that imports anything but functions is an error, as is one that cannot be read.
pub(super) fn rename(
    wasm: &[u8],
    mut import: impl FnMut(&str, &str) -> (String, String),
    mut export: impl FnMut(&str) -> String,
) -> Result<Vec<u8>> {
    let sections = wasm
        .strip_prefix(HEADER)
        .context("not a wasm module of version 1")?;
    let mut input = Input { rest: sections };
    let mut out = HEADER.to_vec();
    while !input.rest.is_empty() {
        let id = input.byte()?;
        let size = input.number()?;
        let content = input.take(size)?;
        let renamed = match id {
            IMPORTS => entries(content, |entry, out| {
                let (module, name) = import(entry.name()?, entry.name()?);
                if entry.byte()? != FUNCTION {
                    bail!("the module imports {name} from {module}, which is no function");
                }
                write_bytes(out, module.as_bytes())?;
                write_bytes(out, name.as_bytes())?;
                out.push(FUNCTION);
                write_number(out, entry.number()?);
                Ok(())
            }),
            EXPORTS => entries(content, |entry, out| {
                write_bytes(out, export(entry.name()?).as_bytes())?;
                out.push(entry.byte()?);
                write_number(out, entry.number()?);
                Ok(())
            }),
            _ => Ok(content.to_vec()),
        }
        .with_context(|| format!("section {id} of the wasm module"))?;
        out.push(id);
        write_bytes(&mut out, &renamed)?;
    }
    Ok(out)
}

/// A counted list, each entry read and written by `entry`.
fn entries(
    content: &[u8],
    mut entry: impl FnMut(&mut Input, &mut Vec<u8>) -> Result<()>,
) -> Result<Vec<u8>> {
    let mut input = Input { rest: content };
    let mut out = Vec::new();
    let count = input.number()?;
    write_number(&mut out, count);
    for _ in 0..count {
        entry(&mut input, &mut out)?;
    }
    if !input.rest.is_empty() {
        bail!("{} bytes too many", input.rest.len());
    }
    Ok(out)
}

struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, count: u32) -> Result<&'a [u8]> {
        let (taken, rest) = usize::try_from(count)
            .ok()
            .and_then(|count| self.rest.split_at_checked(count))
            .context("the wasm module ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        let taken = self.take(1)?;
        taken.first().copied().context("no byte")
    }

    /// An unsigned number of 32 bits in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut number = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).context("a number has more than 32 bits");
            }
        }
        bail!("a number has more than five bytes")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).context("a name is not UTF-8")
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u32) {
    loop {
        // The mask leaves seven bits.
        let bits = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return out.push(bits);
        }
        out.push(bits | 0x80);
    }
}

/// Bytes behind their count, which the format gives 32 bits.
fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    write_number(
        out,
        u32::try_from(bytes.len()).context("more than 4 GB in one place")?,
    );
    out.extend_from_slice(bytes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Input, rename, write_number};

    /// A module of the given sections, each an id and its content.
    fn module(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut wasm = HEADER.to_vec();
        for (id, content) in sections {
            wasm.push(*id);
            wasm.push(u8::try_from(content.len()).unwrap());
            wasm.extend_from_slice(content);
        }
        wasm
    }

    const TYPE: (u8, &[u8]) = (1, b"\x01\x60\0\0");
    const CUSTOM: (u8, &[u8]) = (0, b"\x01n\x02old");

    #[test]
    fn names_change_and_the_rest_stays() {
        let before = module(&[
            TYPE,
            (2, b"\x02\x01m\x03old\0\0\x05other\x01x\0\0"),
            (7, b"\x01\x04main\0\x01"),
            CUSTOM,
        ]);
        let after = module(&[
            TYPE,
            (2, b"\x02\x01b\x01a\0\0\x05other\x01x\0\0"),
            (7, b"\x01\x01A\0\x01"),
            CUSTOM,
        ]);
        let import = |module: &str, name: &str| match (module, name) {
            ("m", "old") => ("b".to_owned(), "a".to_owned()),
            _ => (module.to_owned(), name.to_owned()),
        };
        let renamed = rename(&before, import, |_| "A".to_owned()).unwrap();
        assert_eq!(renamed, after);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        let cases: [(&str, Vec<u8>); 5] = [
            ("no wasm", b"wasm no more".to_vec()),
            (
                "an import of a memory",
                module(&[(2, b"\x01\x01m\x01x\x02\0\x01")]),
            ),
            (
                "fewer entries than counted",
                module(&[(2, b"\x02\x01m\x01x\0\0")]),
            ),
            (
                "more bytes than counted",
                module(&[(7, b"\x01\x01x\0\0\0")]),
            ),
            (
                "a section longer than the file",
                [HEADER, b"\x07\x05\0"].concat(),
            ),
        ];
        for (what, wasm) in cases {
            let keep = |module: &str, name: &str| (module.to_owned(), name.to_owned());
            assert!(rename(&wasm, keep, str::to_owned).is_err(), "{what}");
        }
    }

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, 624_485, u32::MAX] {
            let mut bytes = Vec::new();
            write_number(&mut bytes, number);
            let mut input = Input { rest: &bytes };
            assert_eq!(input.number().unwrap(), number);
            assert!(input.rest.is_empty());
        }
    }
}
