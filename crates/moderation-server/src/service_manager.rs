//! What a service manager such as systemd gives, and wants to be told: sockets that outlive the
//! process, and whether it is ready.

use std::ffi::OsStr;
use std::io::Result;
use std::net::TcpListener;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Where it listens: a path, or on Linux a name that begins with `@`.
pub const NOTIFY_SOCKET: &str = "NOTIFY_SOCKET";

/// What it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Requests are answered.
    Ready,
    /// The process ends once running requests have their answers.
    Stopping,
}

impl State {
    fn message(self) -> &'static str {
        match self {
            Self::Ready => "READY=1",
            Self::Stopping => "STOPPING=1",
        }
    }
}

/// The sockets that were opened for this process, in the order of the unit file. Asked for once,
/// before there are other threads: it takes their number out of the environment.
///
/// # Errors
/// Where something else than a TCP socket was handed over.
pub fn sockets() -> Result<Vec<TcpListener>> {
    let mut given = listenfd::ListenFd::from_env();
    (0..given.len())
        .filter_map(|at| given.take_tcp_listener(at).transpose())
        .collect()
}

/// Tells the service manager that listens at `to`.
///
/// # Errors
/// Where nobody listens there.
pub fn tell(to: &OsStr, state: State) -> Result<()> {
    let address = match to.as_bytes().strip_prefix(b"@") {
        Some(name) => abstract_address(name)?,
        None => SocketAddr::from_pathname(to)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.message().as_bytes(), &address)?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn abstract_address(name: &[u8]) -> Result<SocketAddr> {
    use std::os::linux::net::SocketAddrExt;
    SocketAddr::from_abstract_name(name)
}

#[cfg(not(target_os = "linux"))]
fn abstract_address(_: &[u8]) -> Result<SocketAddr> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_by_path_and_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let name = format!("binh-luan-test-{}", std::process::id());
        let by_path = UnixDatagram::bind(&path).unwrap();
        let by_name = UnixDatagram::bind_addr(&abstract_address(name.as_bytes()).unwrap()).unwrap();
        let mut buffer = [0; 64];
        for (socket, to) in [
            (&by_path, path.as_os_str()),
            (&by_name, OsStr::new(&format!("@{name}"))),
        ] {
            tell(to, State::Ready).unwrap();
            let bytes = socket.recv(&mut buffer).unwrap();
            assert_eq!(&buffer[..bytes], b"READY=1");
        }
        drop(by_path);
        assert!(tell(path.as_os_str(), State::Stopping).is_err(), "nobody");
    }
}
