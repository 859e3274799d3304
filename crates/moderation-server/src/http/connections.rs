//! Connections: how long a client may take, and how they end when the server stops.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower_service::Service;

/// A client that needs longer for the head of a request only holds a connection; it also bounds
/// how long an idle one is kept.
const HEAD_PATIENCE: Duration = Duration::from_secs(20);
/// Requests still running at a stop get this long.
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// Pause after a failed accept, which mostly means that there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Answers until `stop` is done, then lets running requests end.
pub(crate) async fn answer_until(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send,
) {
    let running = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => answer(&running, stream, peer, router.clone()),
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(STOP_PATIENCE, running.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("connections still open were cut");
    }
}

fn answer(running: &GracefulShutdown, stream: TcpStream, peer: SocketAddr, router: Router) {
    // Answers are small and whole; waiting to fill a packet only delays them. Where it cannot be
    // set, the connection works all the same.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // A router is always ready.
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let connection = running.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            // A client that hangs up; of no interest to anybody but a developer.
            tracing::debug!(%error, "a connection broke");
        }
    });
}
