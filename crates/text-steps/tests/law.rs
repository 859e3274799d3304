//! Twice the text costs at most 2.5 times the steps: instructions are counted, nothing is timed.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

use text_steps::families::FAMILIES;
use text_steps::functions::FUNCTIONS;
use wasmi::{Config, Engine, ExternType, Linker, Module, Store, TypedFunc, Val};

/// Characters of the shorter text: more than any word, token or memo is bounded by.
const CHARS: u32 = 300;
/// Steps of the longer text for 10 of the shorter one.
const MOST: u64 = 25;
/// Steps that a function may take for anything, however short: reading tables, a memo.
const FIXED: u64 = 100_000;

/// This crate as WebAssembly.
fn module() -> Vec<u8> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("steps");
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "text-steps",
            "--lib",
        ])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo runs");
    assert!(
        built.success(),
        "is the target there? rustup target add wasm32-unknown-unknown"
    );
    fs::read(target.join("wasm32-unknown-unknown/release/text_steps.wasm")).expect("it is built")
}

/// The module, ready to run.
struct Counter {
    store: Store<()>,
    run: TypedFunc<(u32, u32, u32), u32>,
}

impl Counter {
    fn new(wasm: &[u8]) -> Self {
        let mut config = Config::default();
        config.consume_fuel(true);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, wasm).expect("the module is valid");
        let mut store = Store::new(&engine, ());
        store.set_fuel(u64::MAX).unwrap();
        let mut linker = Linker::new(&engine);
        // What wasm-bindgen's glue would give; none of it is called but to describe the exports.
        for import in module.imports() {
            if let ExternType::Func(ty) = import.ty() {
                let results = ty.results().to_vec();
                linker
                    .func_new(
                        import.module(),
                        import.name(),
                        ty.clone(),
                        move |_, _, out| {
                            for (place, ty) in out.iter_mut().zip(&results) {
                                *place = Val::default_for_ty(*ty);
                            }
                            Ok(())
                        },
                    )
                    .expect("each import has a name of its own");
            }
        }
        let instance = linker
            .instantiate_and_start(&mut store, &module)
            .expect("it starts");
        // wasm-bindgen puts a hash behind the name.
        let name = instance
            .exports(&store)
            .map(|export| export.name().to_owned())
            .find(|name| name.starts_with("run_"))
            .expect("it exports run");
        let run = instance.get_typed_func(&store, &name).unwrap();
        Self { store, run }
    }

    /// The instructions that a call takes.
    fn steps(&mut self, function: usize, family: usize, chars: u32) -> u64 {
        self.store.set_fuel(u64::MAX).unwrap();
        let number = |index: usize| u32::try_from(index).unwrap();
        self.run
            .call(&mut self.store, (number(function), number(family), chars))
            .expect("it does not trap");
        u64::MAX - self.store.get_fuel().unwrap()
    }
}

#[test]
fn twice_the_text_costs_at_most_two_and_a_half_times_the_steps() {
    let mut counter = Counter::new(&module());
    let mut broken = Vec::new();
    for (function, (name, _)) in FUNCTIONS.iter().enumerate() {
        // Tables and models are read at the first call.
        counter.steps(function, 0, 1);
        for (family, (text, _, _)) in FAMILIES.iter().enumerate() {
            let once = counter.steps(function, family, CHARS);
            let twice = counter.steps(function, family, 2 * CHARS);
            if twice * 10 > once * MOST + FIXED {
                broken.push(format!("{name}, {text}: {once} steps, then {twice}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
