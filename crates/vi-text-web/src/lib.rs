//! `vi-text` as a WebAssembly module of its own.
