//! The part of the glue that starts a module, as short as our loader allows.
//!
//! wasm-bindgen's own takes addresses, bytes and compiled modules, in the forms of earlier versions
//! too, and says in sentences what it does not like: some 500 bytes of brotli in each module. Ours
//! are always handed the answer to a request.

use anyhow::{Result, bail};

/// Where wasm-bindgen's part begins; it goes to the end.
const BEGINS: &str = "let wasmModule, wasmInstance, wasm;";

/// What stands in for a method that every browser with wasm's reference types has.
const OLD: (&str, &str) = ("if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n");

/// What it ends with.
const ENDS: &str = "export { initSync, __wbg_init as default };";

/// A server that does not know the type of `.wasm`, or a page with a `fetch` of its own making, costs
/// time, not the module. Our loader asks once, and again where that failed.
const START: &str = "\
let wasm;
export default async ({ module_or_path }) => {
    const answer = await module_or_path, imports = __wbg_get_imports();
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const { instance } = await (/wasm/.test(answer.body && answer.headers.get('Content-Type'))
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
    wasm = instance.exports;
    wasm.__wbindgen_start();
};
";

/// Puts our start in place of wasm-bindgen's in the glue of a module.
///
/// A glue that is not built as we know it is an error.
pub(super) fn shorten(name: &str, glue: &str) -> Result<String> {
    let glue = glue.trim_end();
    let (Some((before, _)), true) = (glue.split_once(BEGINS), glue.ends_with(ENDS)) else {
        bail!(
            "the glue of {name} does not start its module as expected; has wasm-bindgen changed?"
        );
    };
    let mut before = before.to_owned();
    if let Some((begin, rest)) = before.split_once(OLD.0)
        && let Some((_, rest)) = rest.split_once(OLD.1)
    {
        before = [begin, rest].concat();
    }
    Ok(format!("{before}{START}"))
}

#[cfg(test)]
mod tests {
    use super::{BEGINS, ENDS, OLD, shorten};

    #[test]
    fn our_start_takes_the_place_of_wasm_bindgens() {
        let glue = format!(
            "a();\n{}\n    b = {{\n    }};\n}}\n\nc();\n{BEGINS}\nasync function __wbg_load(module) {{}}\n{ENDS}\n",
            OLD.0
        );
        let short = shorten("widget", &glue).unwrap();
        assert!(short.starts_with("a();\n\nc();\nlet wasm;\n"));
        assert!(!short.contains("__wbg_load"));
    }

    #[test]
    fn another_glue_is_an_error() {
        assert!(shorten("widget", "let wasm;").is_err());
    }
}
