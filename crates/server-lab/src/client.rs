//! One kept connection to a server, and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Nothing that is measured takes so long; without it a hung server would hang the measurement.
const PATIENCE: Duration = Duration::from_secs(60);

/// The status of an answer, 0 where there was none, and how long it took.
pub(crate) type Timed = (u16, Duration);

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The tag of the content, where it has one.
    pub(crate) etag: Option<String>,
    /// `name=value` of every cookie that was set.
    pub(crate) cookies: Vec<String>,
    /// The content.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The content, where the answer is a success.
    pub(crate) fn text(&self) -> Result<String> {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        if self.status >= 400 {
            bail!("the server answered {}: {text}", self.status);
        }
        Ok(text)
    }

    /// A member of the JSON object that is the content.
    pub(crate) fn member(&self, name: &str) -> Result<Option<String>> {
        let value: serde_json::Value = serde_json::from_str(&self.text()?)?;
        Ok(value[name].as_str().map(str::to_owned))
    }
}

/// A connection that is kept.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects.
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).context("cannot connect to the server")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) fn send(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut answer = Answer {
            status: status.context("that is no HTTP")?,
            ..Answer::default()
        };
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            match name {
                "content-length" => length = value.parse()?,
                "etag" => answer.etag = Some(value.to_owned()),
                "set-cookie" => {
                    let cookie = value.split(';').next().unwrap_or_default();
                    answer.cookies.push(cookie.to_owned());
                }
                "transfer-encoding" => bail!("the answer comes in chunks, which this reads not"),
                _ => {}
            }
        }
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }

    /// Sends a request; the answer, and how long it took.
    pub(crate) fn timed(&mut self, request: &str) -> Result<(Answer, Timed)> {
        let sent = Instant::now();
        let answer = self.send(request)?;
        let timed = (answer.status, sent.elapsed());
        Ok((answer, timed))
    }
}

/// A request without content.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n")
}

/// A request with content.
pub(crate) fn post(address: SocketAddr, path: &str, headers: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n{headers}\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The header of JSON.
pub(crate) const JSON: &str = "content-type: application/json\r\n";
