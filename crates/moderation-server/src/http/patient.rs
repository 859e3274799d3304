//! A stream whose other end must take what it asked for: who never reads is let go.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use super::admission::Seat;

/// What a client must take within its patience while an answer waits for it: a phone on the worst
/// of lines does, a client that takes a byte now and then to keep its place does not.
const LEAST_TAKEN: usize = 16 * 1024;

/// The stream.
#[derive(Debug)]
pub(crate) struct Patient<S> {
    inner: S,
    patience: Duration,
    seat: Arc<Seat>,
    /// Runs while the other end takes nothing.
    deadline: Pin<Box<Sleep>>,
    is_waiting: bool,
    taken: usize,
}

impl<S> Patient<S> {
    pub(crate) fn new(inner: S, patience: Duration, seat: Arc<Seat>) -> Self {
        Self {
            inner,
            patience,
            seat,
            deadline: Box::pin(tokio::time::sleep(patience)),
            is_waiting: false,
            taken: 0,
        }
    }

    fn after_write(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                self.seat.set_unflushed(true);
                self.taken += bytes;
                if self.taken >= LEAST_TAKEN {
                    self.is_waiting = false;
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                if !self.is_waiting {
                    self.is_waiting = true;
                    self.taken = 0;
                    let end = Instant::now() + self.patience;
                    self.deadline.as_mut().reset(end);
                }
                self.deadline.as_mut().poll(context).map(|()| {
                    let told = "the client does not take its answer";
                    Err(io::Error::new(io::ErrorKind::TimedOut, told))
                })
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.after_write(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.after_write(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    /// Asked for when everything is written: the answer is out of our hands.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(context);
        if flushed.is_ready() {
            self.is_waiting = false;
            self.seat.set_unflushed(false);
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_let_go_and_who_reads_slowly_is_not() {
        let (server, mut client) = tokio::io::duplex(1_024);
        let mut patient = Patient::new(server, PATIENCE, Arc::default());
        let reading = tokio::spawn(async move {
            let mut buffer = [0; 1_024];
            // 1 KB a second for a minute, then nothing any more.
            for _ in 0..60 {
                tokio::time::sleep(Duration::from_secs(1)).await;
                client.read_exact(&mut buffer).await.unwrap();
            }
            tokio::time::sleep(Duration::from_secs(3_600)).await;
        });
        let start = Instant::now();
        let error = patient.write_all(&vec![0; 200_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let took = start.elapsed().as_secs();
        assert!((60..=100).contains(&took), "{took} s");
        reading.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_now_and_then_does_not_keep_the_place() {
        let (server, mut client) = tokio::io::duplex(64);
        let mut patient = Patient::new(server, PATIENCE, Arc::default());
        let reading = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(5)).await;
                if client.read_u8().await.is_err() {
                    break;
                }
            }
        });
        let error = patient.write_all(&vec![0; 200_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        reading.abort();
    }
}
