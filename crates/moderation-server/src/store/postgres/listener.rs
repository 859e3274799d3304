//! Tells other processes that something was stored, and hears it from them.
//!
//! What was stored is told after it was committed, and not within the transaction: a transaction
//! that notifies holds a lock of the whole database over its flush to the disk. Where a process dies
//! between the two, or the connection is gone for a while, the others look again when they hear the
//! next word, and whatever they remember ages by itself.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client};

use super::pool::Connector;
use crate::secret::{hex, random_bytes};

const LISTEN: &str = "SET application_name = 'binh-luan news'; LISTEN binh_luan";
const TELL: &str = "SELECT pg_notify('binh_luan', $1)";
/// Others are told of all that was stored in this time together.
const TOGETHER: Duration = Duration::from_millis(20);
/// Before a connection is made anew.
const REST: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Listener {
    changes: Arc<watch::Sender<u64>>,
    stored: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listener {
    pub(super) fn start(connector: Connector) -> Self {
        let changes = Arc::new(watch::Sender::new(0));
        let stored = Arc::new(Notify::new());
        let task = tokio::spawn(listen(connector, Arc::clone(&changes), Arc::clone(&stored)));
        Self {
            changes,
            stored,
            task,
        }
    }

    /// Something was stored by this process.
    pub(super) fn tell(&self) {
        self.changes.send_modify(|change| *change += 1);
        self.stored.notify_one();
    }

    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

async fn listen(connector: Connector, changes: Arc<watch::Sender<u64>>, stored: Arc<Notify>) {
    let own = random_bytes::<8>().map_or_else(|_| String::from("one"), |bytes| hex(&bytes));
    let mut was_away = false;
    loop {
        let Ok((client, mut connection)) = connector.config.connect(connector.tls.clone()).await
        else {
            was_away = true;
            tokio::time::sleep(REST).await;
            continue;
        };
        let hear = async {
            // Ends with the connection, and gives every word that comes.
            while let Some(Ok(message)) = poll_fn(|task| connection.poll_message(task)).await {
                if let AsyncMessage::Notification(word) = message
                    && word.payload() != own
                {
                    changes.send_modify(|change| *change += 1);
                }
            }
        };
        let speak = async {
            client.batch_execute(LISTEN).await?;
            if was_away {
                // What was told meanwhile is not told again.
                changes.send_modify(|change| *change += 1);
            }
            tell_others(&client, &own, &stored).await
        };
        tokio::select! {
            () = hear => tracing::warn!("the connection for news ended"),
            Err(error) = speak => {
                tracing::warn!(%error, "others are not told of what is stored");
            }
        }
        was_away = true;
        tokio::time::sleep(REST).await;
    }
}

/// Goes on until the connection fails.
async fn tell_others(
    client: &Client,
    own: &String,
    stored: &Notify,
) -> Result<std::convert::Infallible, tokio_postgres::Error> {
    let tell = client.prepare(TELL).await?;
    loop {
        stored.notified().await;
        tokio::time::sleep(TOGETHER).await;
        client.execute(&tell, &[own]).await?;
    }
}
