//! The files of `deploy/`: what they start is understood, and they are what systemd and nginx take.

use std::fs;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::care::{is_refused, succeeds};
use crate::harness::by;
use crate::program::Program;

const SERVER: &str = env!("CARGO_BIN_EXE_moderation-server");

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
    fs::read_to_string(path.join(name)).unwrap()
}

/// Runs a tool; nothing, and a word on standard error, where the machine has none.
fn tool(words: &[&str]) -> Option<Output> {
    let ran = Command::new(words[0]).args(&words[1..]).output();
    if let Err(error) = &ran {
        let _ = writeln!(std::io::stderr(), "NOT TESTED: {}: {error}", words[0]);
    }
    ran.ok()
}

/// A folder with a widget and the settings, as an operator lays them out.
fn installed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("dist")).unwrap();
    fs::write(folder.path().join("dist/binh-luan.js"), "").unwrap();
    fs::write(folder.path().join("binh-luan.toml"), file("binh-luan.toml")).unwrap();
    folder
}

/// The words of a command line, its paths those of this machine.
fn here(line: &str, folder: &Path) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    line.replace("/usr/local/bin/moderation-server", SERVER)
        .replace("/etc/binh-luan", folder)
        .replace("/usr/local/share/binh-luan", folder)
        .replace("/var/lib/binh-luan", &format!("{folder}/data"))
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

fn run(words: &[String]) -> Output {
    let (program, words) = words.split_first().unwrap();
    let mut command = Command::new(program);
    // What these tests themselves are told is no setting.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BINH_LUAN_") {
            command.env_remove(name);
        }
    }
    command.args(words).output().unwrap()
}

#[test]
fn what_the_unit_starts_is_understood() {
    let folder = installed();
    let unit = file("binh-luan.service");
    let line = |name: &str| {
        unit.lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
    };
    let told = succeeds(&run(&here(line("ExecStartPre="), folder.path())));
    for part in [
        "readers: https://binhluan.example.vn\n",
        "desk: https://binhluan.example.vn/desk\n",
        "site default: pages of https://bao.example.vn; comments are published after review\n",
        "understood\n",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("warning"), "{told}");
    // What is started is what was looked at.
    let mut words = here(line("ExecStart="), folder.path());
    assert_eq!(words[1], "serve");
    words[1] = String::from("check-config");
    succeeds(&run(&words));
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn what_the_container_starts_is_understood() {
    let folder = installed();
    let container = file("Containerfile");
    let list = |name: &str| -> Vec<String> {
        let line = container.lines().find_map(|line| line.strip_prefix(name));
        serde_json::from_str(line.unwrap()).unwrap()
    };
    let mut words = list("ENTRYPOINT ");
    words.extend(list("CMD "));
    assert_eq!(words[1], "serve");
    words[1] = String::from("check-config");
    let told = succeeds(&run(&here(&words.join(" "), folder.path())));
    assert!(told.contains("readers: http://0.0.0.0:8080\n"), "{told}");
}

#[test]
fn settings_that_cannot_be_meant_are_told_without_a_start() {
    let folder = installed();
    let config = folder.path().join("binh-luan.toml");
    let check = |text: &str, assets: &str| {
        fs::write(&config, text).unwrap();
        Command::new(SERVER)
            .args(["check-config", "--config"])
            .arg(&config)
            .arg("--assets")
            .arg(folder.path().join(assets))
            .env("BINH_LUAN_LISTENS", "x")
            .output()
            .unwrap()
    };
    for (text, assets, because) in [
        ("public_ulr = \"https://a.vn\"", "dist", "public_ulr"),
        ("public_url = \"xin chao\"", "dist", "public_url"),
        (
            "[sites.default]\nmax_text_chars = 0",
            "dist",
            "max_text_chars",
        ),
        ("", "dits", "`--assets` names its folder"),
    ] {
        is_refused(&check(text, assets), because);
    }
    let told = succeeds(&check("trusted_proxies = [\"127.0.0.1\"]", "dist"));
    assert!(told.contains("warning: `BINH_LUAN_LISTENS`"), "{told}");
    assert!(
        told.contains("warning: there are trusted proxies"),
        "{told}"
    );
}

#[test]
fn the_units_are_what_systemd_understands_and_give_little_away() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str| -> PathBuf {
        let text = file(name).replace("/usr/local/bin/moderation-server", SERVER);
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (service, socket) = (written("binh-luan.service"), written("binh-luan.socket"));
    let (service, socket) = (service.to_str().unwrap(), socket.to_str().unwrap());
    let Some(verified) = tool(&["systemd-analyze", "verify", service, socket]) else {
        return;
    };
    let told = succeeds(&verified);
    assert!(!told.contains("binh-luan"), "{told}");
    // In tenths; a unit without any of it has 9.6.
    succeeds(
        &tool(&[
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=15",
            "--no-pager",
            service,
        ])
        .unwrap(),
    );
}

#[test]
fn nginx_passes_on_what_the_server_needs() {
    let program = Program::start(&[
        ("BINH_LUAN_TRUSTED_PROXIES", "127.0.0.1"),
        ("BINH_LUAN_COMMENTS_PER_MINUTE", "1"),
    ]);
    let folder = program.folder.path();
    let socket = folder.join("nginx.sock");
    let site = file("nginx.conf")
        .replace("127.0.0.1:8080", &program.address.to_string())
        .replace(
            "listen 443 ssl http2;",
            &format!(
                "listen unix:{};\n    set_real_ip_from unix:;",
                socket.display()
            ),
        )
        .lines()
        .filter(|line| !line.contains("ssl_certificate"))
        .collect::<Vec<_>>()
        .join("\n");
    let config = format!(
        "daemon off;\npid {0}/nginx.pid;\nerror_log {0}/nginx.log;\nevents {{}}\n\
         http {{\n access_log off;\n client_body_temp_path {0}/1;\n proxy_temp_path {0}/2;\n \
         fastcgi_temp_path {0}/3;\n uwsgi_temp_path {0}/4;\n scgi_temp_path {0}/5;\n\
         real_ip_header X-Reader;\n{site}\n}}\n",
        folder.display()
    );
    let path = folder.join("nginx.conf");
    fs::write(&path, config).unwrap();
    let path = path.to_str().unwrap();
    let Some(tested) = tool(&["nginx", "-t", "-q", "-c", path]) else {
        return;
    };
    succeeds(&tested);
    let mut nginx = Command::new("nginx")
        .args(["-c", path])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while UnixStream::connect(&socket).is_err() {
        assert!(nginx.try_wait().unwrap().is_none(), "nginx ended");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let ask = |request: String| {
        let mut stream = UnixStream::connect(&socket).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
        answer
    };
    let post = |reader: &str| {
        let body = by("An", "p/q", "Tôi rất thích bài này.").to_string();
        ask(format!(
            "POST /v1/sites/default/comments HTTP/1.1\r\nhost: binhluan.example.vn\r\n\
             x-reader: {reader}\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    // Readers are told apart, and one of them is slowed down alone.
    let answers = ["203.0.113.1", "203.0.113.2", "203.0.113.1"].map(post);
    let get = |path: &str| {
        ask(format!(
            "GET {path} HTTP/1.1\r\nhost: binhluan.example.vn\r\nconnection: close\r\n\r\n"
        ))
    };
    let (thread, metrics) = (get("/v1/sites/default/threads/p%2Fq"), get("/metrics"));
    Command::new("nginx")
        .args(["-c", path, "-s", "stop"])
        .status()
        .unwrap();
    nginx.wait().unwrap();
    for (answer, status) in std::iter::zip(answers, ["202", "202", "429"]) {
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
    }
    assert!(thread.starts_with("HTTP/1.1 200 "), "{thread}");
    assert!(metrics.starts_with("HTTP/1.1 403 "), "{metrics}");
}
