//! The program as a process of its own, as operators run it; and clients that misbehave.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A running program; it is killed when dropped.
pub(crate) struct Program {
    child: Child,
    /// Its data folder, and its log.
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    /// The one-time link of the first editor, where nobody may come to the desk yet.
    pub(crate) first_link: Option<String>,
}

impl Program {
    /// The program with these variables beside its defaults.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), variables)
    }

    /// The program on a folder that may have a database.
    pub(crate) fn start_in(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        let log = File::create(folder.path().join("log")).unwrap();
        Self::start_with(folder, variables, log.into())
    }

    /// The program with its log going elsewhere.
    pub(crate) fn start_with(folder: TempDir, variables: &[(&str, &str)], log: Stdio) -> Self {
        // As under a service manager that is sparing with files. A file that may not grow is an
        // error, and no signal that ends the process.
        let limits = "ulimit -Sn 256 && trap '' XFSZ && exec \"$0\" \"$@\"";
        let by = ["sh", "-c", limits];
        Self::start_by(&by, folder, variables, (Stdio::null(), log))
    }

    /// The program on a socket that is open already, as a service manager hands it over.
    pub(crate) fn start_on(
        socket: &TcpListener,
        folder: TempDir,
        variables: &[(&str, &str)],
    ) -> Self {
        let log = File::create(folder.path().join("log")).unwrap();
        let hand_over = "exec 3<&0 </dev/null && LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"";
        let socket = OwnedFd::from(socket.try_clone().unwrap());
        let by = ["sh", "-c", hand_over];
        Self::start_by(&by, folder, variables, (socket.into(), log.into()))
    }

    /// The program on a disk of its own, of so many megabytes; nothing, and a word on standard
    /// error, where the machine does not let this process mount one.
    pub(crate) fn start_on_disk(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let mount = format!(
            "mount -t tmpfs -o size={megabytes}m tmpfs '{}'",
            data.display()
        );
        // In a namespace of its own, where most machines let everybody mount.
        let by = ["unshare", "--map-root-user", "--mount", "sh", "-c"];
        let tried = Command::new(by[0]).args(&by[1..]).arg(&mount).output();
        if !tried.as_ref().is_ok_and(|tried| tried.status.success()) {
            let why = format!("NOT TESTED: no disk of its own can be mounted here: {tried:?}");
            let _ = writeln!(std::io::stderr(), "{why}");
            return None;
        }
        let start = format!("{mount} && exec \"$0\" \"$@\"");
        let by = [&by[..], &[&start]].concat();
        Some(Self::start_by(
            &by,
            folder,
            &[],
            (Stdio::null(), log.into()),
        ))
    }

    /// A path as the program sees it, whose disk may be its own.
    pub(crate) fn inside(&self, path: &Path) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.child.id()));
        root.join(path.strip_prefix("/").unwrap())
    }

    fn start_by(
        by: &[&str],
        folder: TempDir,
        variables: &[(&str, &str)],
        (input, log): (Stdio, Stdio),
    ) -> Self {
        let mut child = Command::new(by[0])
            .args(&by[1..])
            .arg(env!("CARGO_BIN_EXE_moderation-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder.path().join("data"))
            .env("BINH_LUAN_COMMENTS_PER_MINUTE", "0")
            .envs(variables.iter().copied())
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (mut address, mut first_link) = (None, None);
        for line in lines.by_ref().map_while(Result::ok) {
            if let Some(base) = line.strip_prefix("article: http://") {
                address = base.trim_end_matches('/').parse().ok();
            }
            if let Some(link) = line.strip_prefix("first editor: ") {
                first_link = Some(link.to_owned());
            }
            if line == "ready" {
                break;
            }
        }
        Self {
            child,
            folder,
            address: address.unwrap(),
            first_link,
        }
    }

    /// Lets it write files up to so many bytes, `unlimited` for all.
    pub(crate) fn limit_files(&self, bytes: &str) {
        let id = self.child.id().to_string();
        let limit = format!("--fsize={bytes}:");
        let set = Command::new("prlimit")
            .args(["--pid", &id, &limit])
            .status();
        assert!(set.unwrap().success());
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Status and body of a GET on a connection of its own.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        match agent.get(self.url(path)).call() {
            Ok(mut answer) => (
                answer.status().as_u16(),
                answer.body_mut().read_to_string().unwrap(),
            ),
            Err(_) => (0, String::new()),
        }
    }

    /// Sends a comment; the status.
    pub(crate) fn comment(&self, body: &Value) -> u16 {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        agent
            .post(self.url("/v1/sites/default/comments"))
            .header("content-type", "application/json")
            .send(body.to_string())
            .map_or(0, |answer| answer.status().as_u16())
    }

    /// One figure of `/metrics`.
    pub(crate) fn metric(&self, name: &str) -> u64 {
        let (_, text) = self.get("/metrics");
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
            .unwrap_or_else(|| panic!("{name} in {text}"))
    }

    /// Waits until a figure is what it shall become.
    #[track_caller]
    pub(crate) fn wait_for_metric(&self, name: &str, expected: impl Fn(u64) -> bool) {
        for _ in 0..500 {
            if expected(self.metric(name)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{name} stays at {}", self.metric(name));
    }

    /// How many files the process may have open: the soft limit, and the hard one.
    pub(crate) fn file_limits(&self) -> (u64, u64) {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", self.child.id())).unwrap();
        let line = limits
            .lines()
            .find(|line| line.starts_with("Max open files"));
        let numbers: Vec<u64> = line
            .unwrap()
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        (numbers[0], numbers[1])
    }

    /// Megabytes in memory, now and at their most.
    pub(crate) fn megabytes(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let of = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes = line.unwrap().trim().trim_end_matches("kB").trim();
            kilobytes.parse::<u64>().unwrap() / 1_024
        };
        (of("VmRSS:"), of("VmHWM:"))
    }

    /// Asserts the bound that every flood must keep.
    #[track_caller]
    pub(crate) fn assert_small(&self) {
        let (now, most) = self.megabytes();
        assert!(most <= 150, "{now} MB, {most} MB at most");
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until no connection is taken any more.
    pub(crate) fn wait_for_refusal(&self) {
        while TcpStream::connect(self.address).is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The folder, for another program to go on with.
    pub(crate) fn into_folder(mut self) -> TempDir {
        let _ = self.child.kill();
        let _ = self.child.wait();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    /// A connection that has sent this and nothing more.
    pub(crate) fn connect(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(bytes).unwrap();
        stream
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Carries out a command on a data folder.
pub(crate) fn command(words: &[&str], data: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_moderation-server"))
        .args(words)
        .arg("--data-dir")
        .arg(data)
        .output()
        .unwrap()
}

/// A start that is to fail; one that does not is ended.
pub(crate) fn serve_in_vain(data: &Path) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_moderation-server"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The last line of a start that works; an end without it otherwise.
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        if line == "ready" {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it started");
        }
    }
    child.wait_with_output().unwrap()
}

/// What still comes on a connection, until it is closed.
pub(crate) fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has said all it had to say.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Opens connections from addresses of this machine, so many from each, each with a beginning.
pub(crate) fn crowd(
    program: &Program,
    addresses: u8,
    of_each: usize,
    beginning: &[u8],
) -> Vec<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut streams = Vec::new();
    for last in 0..addresses {
        let from = SocketAddr::from((IpAddr::from([127, 0, 1, last + 1]), 0));
        for _ in 0..of_each {
            let stream = runtime.block_on(async {
                let socket = tokio::net::TcpSocket::new_v4().unwrap();
                socket.bind(from).unwrap();
                socket.set_recv_buffer_size(16 * 1_024).unwrap();
                let stream = socket.connect(program.address).await.unwrap();
                stream.into_std().unwrap()
            });
            stream.set_nonblocking(false).unwrap();
            let mut stream = stream;
            // Where the door is closed the writing fails, and that is as it should be.
            let _ = stream.write_all(beginning);
            streams.push(stream);
        }
    }
    streams
}

/// Lets this process have as many connections as a crowd needs.
pub(crate) fn many_files() {
    rlimit::increase_nofile_limit(8_192).unwrap();
}
