//! The allocator of those modules that many readers load and that allocate little: some 2.4 kB
//! less, compressed, than the standard library's.
//!
//! It keeps one list of free pieces, in order of address, and joins neighbors: that suits strings
//! that are given back soon. A module that works on large tables or texts does without it.
//!
//! A crate of its own, because a program may name its allocator once only and the tests link
//! several modules into one. Whoever wants it writes `use small_allocator as _;`.

#![no_std]

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
