//! The migrations of both databases: the same numbers and names, from the file on with which
//! PostgreSQL begins.

use std::collections::BTreeSet;
use std::path::Path;

fn names(database: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(database);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn each_database_has_the_same_migrations() {
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let first = postgres.first().unwrap();
    let since: BTreeSet<String> = sqlite
        .iter()
        .filter(|name| *name >= first)
        .cloned()
        .collect();
    assert_eq!(postgres, since);
}
