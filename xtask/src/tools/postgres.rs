//! PostgreSQL for the tests: where its programs are, and a server of its own in a temporary folder.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{apt_install, is_root, may_use_apt};
use crate::process;

/// Where Debian puts each version's programs, which are not all on the PATH.
const DEBIAN: &str = "/usr/lib/postgresql";
/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// It listens on a socket in its folder and on no port; what is committed is flushed, as in earnest.
const SETTINGS: [&str; 3] = ["--listen_addresses=", "--max_connections=400", "--fsync=on"];

/// The folder of PostgreSQL's programs: the system's, or on Debian, as root, installed. Elsewhere
/// `None`.
pub(crate) fn install_postgres() -> Result<Option<PathBuf>> {
    if find().is_none() && may_use_apt() {
        apt_install(&["postgresql"])?;
    }
    Ok(find())
}

fn find() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .filter(|(_, dir)| dir.join("postgres").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, dir)| dir);
    newest.or_else(|| Some(process::find("initdb")?.parent()?.to_owned()))
}

/// A running server; it ends when this is dropped, or with this process.
#[derive(Debug)]
pub(crate) struct Postgres {
    folder: PathBuf,
    server: Child,
}

impl Postgres {
    /// Starts a server with an empty cluster.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        // The name of a socket may have 107 bytes, which the folder of a build often has by itself.
        let folder =
            std::env::temp_dir().join(format!("binh-luan-postgres-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        if is_root() {
            process::run(process::command("chown").arg("postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        process::announce(&format!("a PostgreSQL server in {}", folder.display()));
        let mut init = as_its_user(&programs.join("initdb"));
        init.args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--no-instructions", "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null());
        process::run(&mut init)?;
        let log = std::fs::File::create(folder.join("log"))?;
        let mut server = as_its_user(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&data)
            .arg(format!("--unix_socket_directories={}", folder.display()))
            .args(SETTINGS);
        let server = server
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("cannot start `postgres`")?;
        let mut running = Self { folder, server };
        running.wait(programs)?;
        Ok(running)
    }

    /// Its address, without a database.
    pub(crate) fn url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{folder}")
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        loop {
            let mut ask = process::command(programs.join("pg_isready"));
            ask.arg("--quiet").arg("--host").arg(&self.folder);
            if ask.status()?.success() {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait()? {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL ended ({status})\n{}", log.trim_end());
            }
            if Instant::now() > end {
                bail!("PostgreSQL did not answer within {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Fast, not smart: whoever is still connected is cut off.
        let mut stop = process::command("kill");
        stop.arg("-INT").arg(self.server.id().to_string());
        if process::run(&mut stop).is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One of its programs, as a user that it takes: it refuses to run as root. It ends with us.
fn as_its_user(program: &Path) -> Command {
    let mut command = process::command("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program);
    command
}
