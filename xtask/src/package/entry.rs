//! `index.js` of the package for npm: the loader as a module whose files a bundler finds.

use anyhow::{Result, bail};

use crate::artefacts::Dist;

/// What the loader says of itself, and what it is to say in a module. Each must be met once, so that
/// a change of the loader cannot be missed here.
const CHANGES: [(&str, &str); 3] = [
    // A module is no element: its address is its own, a nonce that of any script of the page.
    (
        "const script = /** @type {HTMLScriptElement} */ (document.currentScript || document.querySelector('script[src*=\"binh-luan.js\"]') || {});",
        "const script = { src: import.meta.url, nonce: document.querySelector('script[nonce]')?.nonce || '' };",
    ),
    // Where the bundler has put a file; what is none of ours is an address already.
    (
        "new URL(path, base).href;",
        "files[path] || new URL(path, base).href;",
    ),
    // Vite's development server writes into every script that it serves.
    (
        "const loadModule = async (path, integrity) => {",
        "const loadModule = async (path, hash) => {\n    const integrity = import.meta.env?.DEV ? '' : hash;",
    ),
];

/// The module. `loader` is its source with names and hashes filled in.
pub(super) fn module(dist: &Dist, loader: &str) -> Result<String> {
    let mut loader = loader.to_owned();
    for (from, to) in CHANGES {
        if loader.matches(from).count() != 1 {
            bail!(
                "www/binh-luan.js no longer has `{from}` once; change xtask/src/package/entry.rs with it"
            );
        }
        loader = loader.replace(from, to);
    }
    let files = dist
        .artefacts
        .iter()
        .filter(|artefact| artefact.path.starts_with("assets/"))
        // A file inside the script as `data:` would be refused by a strict policy.
        .map(|artefact| {
            let path = &artefact.path;
            format!("    '{path}': new URL('./dist/{path}?no-inline', import.meta.url).href,\n")
        })
        .collect::<String>();
    // On a server that draws pages there are no elements to define.
    Ok(format!(
        "// Made by `cargo xtask package` from www/binh-luan.js.\n\n\
         if (typeof window !== 'undefined' && typeof customElements !== 'undefined') {{\n\
         \x20 const files = {{\n{files}  }};\n\n{loader}}}\n\n\
         export const BinhLuan = globalThis.BinhLuan;\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn the_loader_of_today_can_be_a_module() {
        let loader = workspace::read("www/binh-luan.js").unwrap();
        let module = module(&Dist::default(), &loader).unwrap();
        assert!(module.contains("src: import.meta.url") && !module.contains("currentScript"));
        let error = super::module(&Dist::default(), "another").unwrap_err();
        assert!(error.to_string().contains("entry.rs"), "{error}");
    }
}
