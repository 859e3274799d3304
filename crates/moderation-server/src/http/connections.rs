//! Connections: how long a client may take, and how they end when the server stops.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, header};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tower_service::Service;

use super::admission::{Admission, Place, RunningRequest};
use super::patient::Patient;

/// The head of a request, the longest address included. What is read at once may be as much again.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Connections that wait to be taken in; the system may allow fewer.
const BACKLOG: u32 = 4_096;
/// Open files that are kept for the database, the log and the widget's files.
const OTHER_FILES: u64 = 128;
/// Requests still running at a stop get this long: less than the ten seconds after which a
/// container is killed, so that the database is closed in order.
const STOP_PATIENCE: Duration = Duration::from_secs(8);
/// A connection that is in the middle of nothing when the server stops may still bring a request,
/// which is answered as the last one. Closed at once, it would lose the request that is on its way.
const IDLE_AT_STOP: Duration = Duration::from_millis(500);
/// Pause after a failed accept, which mostly means that there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// What a client over the bounds is told, if it listens.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\
      Content-Length: 0\r\nConnection: close\r\n\r\n";

/// Listens on an address.
///
/// # Errors
/// Where the address is in use or not this machine's.
pub(crate) fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address.ip() {
        IpAddr::V4(_) => TcpSocket::new_v4(),
        IpAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A server that starts again finds its port free.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Goes on with a socket that listens already.
///
/// # Errors
/// Where it is none that the runtime can wait for.
pub(crate) fn take_over(socket: std::net::TcpListener) -> std::io::Result<TcpListener> {
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket)
}

/// As many connections as are wanted, or as the limit of open files leaves.
pub(crate) fn affordable(wanted: u32) -> usize {
    let files = rlimit::Resource::NOFILE
        .get_soft()
        .unwrap_or(u64::from(wanted) + OTHER_FILES);
    let left = files.saturating_sub(OTHER_FILES).max(16);
    usize::try_from(left.min(u64::from(wanted))).unwrap_or(usize::MAX)
}

/// Answers until `stop` is done, then lets running requests end.
pub(crate) async fn answer_until(
    listener: TcpListener,
    router: Router,
    admission: Arc<Admission>,
    patience: Duration,
    stop: impl Future<Output = ()> + Send,
) {
    let (stopping, stopped) = watch::channel(false);
    // Closed when the last connection has ended.
    let (open, mut all_ended) = mpsc::channel::<()>(1);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match admission.enter(peer.ip().to_canonical()) {
                    Some(place) => {
                        let connection = Connection {
                            place,
                            patience,
                            stopped: stopped.clone(),
                            _open: open.clone(),
                        };
                        tokio::spawn(connection.answer(stream, peer, router.clone()));
                    }
                    // Its buffer is empty, so this does not wait; whether it arrives is all one.
                    None => drop(stream.try_write(REFUSAL)),
                },
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    drop(open);
    // Where nobody is connected there is nobody to be told.
    let _ = stopping.send(true);
    if tokio::time::timeout(STOP_PATIENCE, all_ended.recv())
        .await
        .is_err()
    {
        tracing::warn!("connections still open were cut");
    }
}

/// One connection.
struct Connection {
    place: Place,
    patience: Duration,
    stopped: watch::Receiver<bool>,
    _open: mpsc::Sender<()>,
}

impl Connection {
    async fn answer(mut self, stream: TcpStream, peer: SocketAddr, router: Router) {
        // Answers are small and whole; waiting to fill a packet only delays them. Where it cannot
        // be set, the connection works all the same.
        let _ = stream.set_nodelay(true);
        let seat = Arc::clone(&self.place.seat);
        let stopping = self.stopped.clone();
        let stream = Patient::new(stream, self.patience, Arc::clone(&seat));
        let service = service_fn(|mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            let running = seat.request();
            // A router is always ready.
            let answer = router.clone().call(request);
            let stopping = stopping.clone();
            async move {
                let mut answer = answer.await?;
                // The next request goes to whoever listens then.
                if *stopping.borrow() {
                    let close = HeaderValue::from_static("close");
                    answer.headers_mut().insert(header::CONNECTION, close);
                }
                // The request runs until its answer's body is gone.
                Ok::<_, std::convert::Infallible>(answer.map(|body| RunningBody {
                    body,
                    _running: running,
                }))
            }
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience)
            .max_buf_size(MAX_HEAD_BYTES);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let mut is_stopping = false;
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        // A client that hangs up; of no interest to anybody but a developer.
                        tracing::debug!(%error, "a connection broke");
                    }
                    break;
                }
                () = seat.asked_to_leave() => break,
                // Where the sender is gone, the server is stopping too.
                _ = self.stopped.changed(), if !is_stopping => is_stopping = true,
                () = tokio::time::sleep(IDLE_AT_STOP), if is_stopping => {
                    connection.as_mut().graceful_shutdown();
                    // Half a head holds up no stop.
                    if !seat.is_busy() {
                        break;
                    }
                }
            }
        }
    }
}

/// The body of an answer, and the knowledge that it is still on the way.
struct RunningBody {
    body: Body,
    _running: RunningRequest,
}

impl hyper::body::Body for RunningBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
