//! Tools from crates.io: wasm-pack, the wasm-bindgen CLI and cargo-deny, compiled once into the cache.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{cache, process, workspace};

/// A program on crates.io in one exact version.
#[derive(Debug)]
pub(crate) struct CargoTool {
    /// The package.
    pub(crate) package: &'static str,
    /// The program whose `--version` is asked.
    pub(crate) program: &'static str,
    /// Whether its own lockfile is used.
    pub(crate) locked: bool,
}

/// Builds the module and its glue, and runs the browser tests.
pub(crate) const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    program: "wasm-pack",
    locked: true,
};
const WASM_PACK_VERSION: &str = "0.15.1";

/// wasm-pack takes the CLI only in the version of the library in `Cargo.lock`. Its own lockfile
/// names a release that some mirrors of crates.io do not carry, hence not `--locked`.
const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    locked: false,
};

/// Licences, bans, sources and advisories of all dependencies.
const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    locked: true,
};
const CARGO_DENY_VERSION: &str = "0.20.2";

/// cargo-deny, in the version that deny.toml was written for.
pub(crate) fn ensure_cargo_deny() -> Result<()> {
    CARGO_DENY.ensure(CARGO_DENY_VERSION)
}

/// wasm-pack, in the version that the recipe was tried with.
pub(crate) fn ensure_wasm_pack() -> Result<()> {
    WASM_PACK.ensure(WASM_PACK_VERSION)
}

/// The wasm-bindgen CLI and test runner, in the version of the library.
pub(crate) fn ensure_wasm_bindgen() -> Result<()> {
    WASM_BINDGEN.ensure(&workspace::locked_version("wasm-bindgen")?)
}

impl CargoTool {
    /// Makes the tool be found by every program that we start.
    pub(crate) fn ensure(&self, version: &str) -> Result<()> {
        if self.on_path_is(version) {
            return Ok(());
        }
        let root = cache::dir()?
            .join("tools")
            .join(format!("{}-{version}", self.package));
        let program = self.program_in(&root);
        if !program.is_file() {
            let _lock = cache::lock(&root)?;
            if !program.is_file() {
                self.install(version, &root)?;
            }
        }
        process::prefer_tools_in(root.join("bin"));
        Ok(())
    }

    fn on_path_is(&self, version: &str) -> bool {
        process::find(self.program).is_some()
            && process::output(process::command(self.program).arg("--version")).is_ok_and(|said| {
                String::from_utf8_lossy(&said)
                    .split_whitespace()
                    .any(|word| word == version)
            })
    }

    fn program_in(&self, root: &std::path::Path) -> PathBuf {
        root.join("bin")
            .join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))
    }

    fn install(&self, version: &str, root: &std::path::Path) -> Result<()> {
        process::announce(&format!(
            "compiling {} {version} into {} (once; a few minutes)",
            self.package,
            root.display()
        ));
        // Kept until all is done, so that an interrupted installation goes on where it stopped.
        let build_dir = cache::dir()?.join("tools/build").join(self.package);
        let mut install = process::cargo();
        install
            .args(["install", self.package, "--version", version, "--root"])
            .arg(root);
        if self.locked {
            install.arg("--locked");
        }
        // Quick to compile counts here; these tools run for seconds.
        install
            .env("CARGO_TARGET_DIR", &build_dir)
            .env_remove("CARGO_BUILD_BUILD_DIR")
            .env_remove("RUSTFLAGS")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        process::run(&mut install).with_context(|| {
            format!(
                "could not install {} {version} from crates.io",
                self.package
            )
        })?;
        let _ = std::fs::remove_dir_all(&build_dir);
        Ok(())
    }
}
