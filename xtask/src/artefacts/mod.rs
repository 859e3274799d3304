//! `cargo xtask build`: the artefacts of `wasm-pack.toml`, hashed and compressed, in `dist/`.

mod compress;
mod dist;
mod earlier;
mod loader;
mod minify;
mod recipe;
mod sections;
mod short_names;
mod short_start;
mod wasm;

use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::{Arg::Long, Parser, ValueExt as _};

pub(crate) use dist::{Artefact, Dist};
pub(crate) use recipe::Recipe;

use crate::{cache, process, tools, workspace};

/// `cargo xtask build`.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let mut keep_days = 0;
    while let Some(arg) = args.next()? {
        match arg {
            Long("keep-assets") => keep_days = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let _builds = cache::share_builds()?;
    let dist = build_and_keep(Optimize::Always, keep_days)?;
    for artefact in &dist.artefacts {
        println!("{:>9} {}", artefact.compressed.brotli.len(), artefact.path);
    }
    Ok(())
}

/// Whether artefacts may be left larger than they need to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Optimize {
    /// Minifier and wasm-opt are wanted; without Node.js it is an error.
    Always,
    /// They are used where Node.js is there.
    IfPossible,
}

/// The folder that the server serves.
pub(crate) fn dist_dir() -> PathBuf {
    workspace::path("dist")
}

/// Builds everything; what has not changed since the last time is quick.
pub(crate) fn build(optimize: Optimize) -> Result<Dist> {
    build_and_keep(optimize, 0)
}

/// The same, and files of earlier builds stay for some days.
fn build_and_keep(optimize: Optimize, keep_days: u16) -> Result<Dist> {
    let recipe = Recipe::read()?;
    tools::install_for_artefacts()?;
    let optimized = optimize == Optimize::Always || tools::node_is_there();
    if optimized {
        tools::ensure_build_tools()?;
    } else {
        process::announce(
            "no Node.js of version 20 or newer: scripts are not minified and wasm-opt is left out",
        );
    }

    let mut dist = Dist::default();
    // The glue of a module `with` a script names other artefacts and comes behind them.
    let mut joined = Vec::new();
    for (name, module) in &recipe.wasm {
        let built = wasm::build(name, module, optimized.then_some(&recipe.wasm_opt))?;
        let built = wasm::Built {
            glue: short_start::shorten(name, &built.glue)?,
            wasm: built.wasm,
        };
        let built = short_names::shorten(name, &built)?;
        let wasm = dist.add(
            &format!("{name}.wasm"),
            built.wasm,
            module.budget_wasm,
            module.first_view,
        )?;
        // The glue's own idea of where its module lies becomes true, though our loader tells it.
        let glue = built.glue.replace(&format!("{name}_bg.wasm"), &wasm);
        match &module.with {
            Some(script) => joined.push((name, module, glue, script)),
            None => add_glue(&mut dist, name, module, &glue, optimized)?,
        }
    }
    // Those that name others come last.
    let (naming, plain): (Vec<_>, Vec<_>) =
        recipe.file.iter().partition(|(_, file)| file.names_others);
    for (name, file) in plain.into_iter().chain(naming) {
        let path = workspace::path(&file.source);
        if !path.is_file() {
            dist.missing
                .push(format!("{name}: there is no {}", file.source));
            continue;
        }
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", file.source))?;
        let bytes = if file.minify && optimized {
            let text = String::from_utf8(bytes)
                .with_context(|| format!("{} is not UTF-8", file.source))?;
            minify::by_name(name, &text)?.into_bytes()
        } else {
            bytes
        };
        let bytes = if file.names_others {
            let text = String::from_utf8(bytes)
                .with_context(|| format!("{} is not UTF-8", file.source))?;
            loader::with_names(&dist, &file.source, &text)?.into_bytes()
        } else {
            bytes
        };
        dist.add(name, bytes, file.budget, file.first_view)?;
    }
    for (name, module, glue, script) in joined {
        let source = loader::with_styles(&workspace::read(script)?, optimized)?;
        let script = loader::with_names(&dist, script, &source)?;
        add_glue(
            &mut dist,
            name,
            module,
            &format!("{glue}\n{script}"),
            optimized,
        )?;
    }
    loader::add(&mut dist, &recipe.loader, optimized)?;
    dist.write(&dist_dir(), keep_days)?;
    for missing in &dist.missing {
        process::announce(&format!("left out: {missing}"));
    }
    Ok(dist)
}

/// The loader as it is written, with the names and hashes of a build.
pub(crate) fn loader_source(dist: &Dist) -> Result<String> {
    let file = Recipe::read()?.loader.source;
    loader::with_names(dist, &file, &workspace::read(&file)?)
}

/// Builds a module that is measured and not shipped, as the module `like` is built; gives its folder.
pub(crate) fn build_probe(name: &str, dir: &str, like: &str) -> Result<PathBuf> {
    let recipe = Recipe::read()?;
    let shipped = recipe.wasm.get(like);
    let shipped = shipped.with_context(|| format!("wasm-pack.toml has no module `{like}`"))?;
    tools::install_for_artefacts()?;
    tools::ensure_build_tools()?;
    let out_dir = format!("target/wasm-pack/{name}");
    let module = recipe::Module {
        dir: dir.to_owned(),
        with: None,
        target: "web".to_owned(),
        out_dir: out_dir.clone(),
        profile: shipped.profile.clone(),
        text_engine_opt_level: shipped.text_engine_opt_level.clone(),
        without_std: false,
        budget_js: usize::MAX,
        budget_wasm: usize::MAX,
        first_view: false,
    };
    wasm::build(name, &module, Some(&recipe.wasm_opt))?;
    Ok(workspace::path(&out_dir))
}

fn add_glue(
    dist: &mut Dist,
    name: &str,
    module: &recipe::Module,
    glue: &str,
    optimized: bool,
) -> Result<()> {
    let glue = if optimized {
        minify::script(glue)?
    } else {
        glue.to_owned()
    };
    let name = format!("{name}.js");
    dist.add(
        &name,
        glue.into_bytes(),
        module.budget_js,
        module.first_view,
    )?;
    Ok(())
}
