//! The programs that are measured: started, looked at from outside, and stopped.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A server with a process of its own; it ends with this value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    /// Read to its end, so that it never fills.
    _lines: BufReader<ChildStdout>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The link with which the first editor comes in, where it printed one.
    pub(crate) first_editor: Option<String>,
    /// From the start of the process until it said that it is ready.
    pub(crate) started_in: Duration,
}

impl Running {
    /// Starts a program that prints its address and `ready`.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let start = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let out = child.stdout.take().context("it has no output")?;
        let mut lines = BufReader::new(out);
        let (mut address, mut first_editor, mut line) = (None, None, String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                let _ = child.kill();
                bail!("{command:?} ended before it was ready; run it by hand to see why");
            }
            match line.trim().split_once(": ") {
                Some(("article", url)) => address = Some(address_of(url)?),
                Some(("first editor", link)) => first_editor = Some(link.to_owned()),
                _ if line.trim() == "ready" => break,
                _ => {}
            }
        }
        Ok(Self {
            address: address.context("it named no address")?,
            started_in: start.elapsed(),
            _lines: lines,
            child,
            first_editor,
        })
    }

    /// Megabytes that it holds now, and at its most.
    pub(crate) fn memory(&self) -> Result<(f64, f64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("memory is read from /proc, which this system has not")?;
        let kilobytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let number = line.and_then(|line| line.split_whitespace().nth(1));
            number.and_then(|number| number.parse::<f64>().ok())
        };
        let both = kilobytes("VmRSS:").zip(kilobytes("VmHWM:"));
        let (now, most) = both.context("/proc names no memory")?;
        Ok((now / 1024.0, most / 1024.0))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What was measured is thrown away, so it need not end in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_of(url: &str) -> Result<SocketAddr> {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    host.parse().with_context(|| format!("{url} is no address"))
}

/// What this run measures, and with what.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    /// The server's program.
    pub(crate) program: &'a Path,
    /// Its folder.
    pub(crate) folder: &'a Path,
    /// Its database, where that is not in the folder.
    pub(crate) database_url: Option<&'a str>,
}

/// No limit that one address of many made-up readers would meet; one site publishes, one asks editors.
const CONFIG: &str = "
[rate_limits]
comments_per_minute = 0
comments_per_hour = 0
comments_per_day = 0
waiting_per_article = 0
reads_per_minute = 0
[connections]
per_address = 0
[sites.default]
publish = \"at_once\"
diacritics = \"off\"
[sites.held]
diacritics = \"off\"
";

impl Subject<'_> {
    /// Starts the server, on what it has already.
    pub(crate) fn start(&self) -> Result<Running> {
        let config = self.folder.join("bench.toml");
        fs::write(&config, CONFIG)?;
        let mut command = Command::new(self.program);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(self.folder)
            .arg("--config")
            .arg(config)
            // As an operator would run it, but for where the lines go.
            .env("BINH_LUAN_LOG", "info");
        if let Some(url) = self.database_url {
            command.args(["--database-url", url]);
        }
        Running::start(&mut command)
    }
}
