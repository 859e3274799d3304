//! Connections to PostgreSQL: how they are made, how many there are, and whether what is committed
//! over them is kept.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::url::PostgresUrl;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// How long a connection may take to be made.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// How long an act waits for a connection.
const POOL_PATIENCE: Duration = Duration::from_secs(10);
/// Of every connection. Statements are planned for their values: of a status or a section there may be
/// a handful or most of all, and a plan for the average walks a million rows for a handful. Whoever
/// asked is told after 30 s that nothing was done: statements, and
/// transactions that nobody goes on with, end by then.
const SESSION: &str = "SET application_name = 'binh-luan';
     SET statement_timeout = '25s'; SET lock_timeout = '10s';
     SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC';
     SET client_connection_check_interval = '2s'; SET plan_cache_mode = force_custom_plan";

/// How connections are made.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
}

impl Connector {
    pub(super) fn new(url: &PostgresUrl) -> StoreResult<Self> {
        let mut config = url.config().clone();
        // Of several hosts, the one that takes writes: a failover is followed.
        config
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .connect_timeout(CONNECT_PATIENCE)
            .keepalives_idle(Duration::from_secs(30));
        Ok(Self {
            tls: tls(&config)?,
            config,
        })
    }

    /// So many connections at most, made when they are needed.
    pub(super) fn pool(&self, size: usize) -> StoreResult<Pool> {
        let how = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = Manager::from_config(self.config.clone(), self.tls.clone(), how);
        Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(POOL_PATIENCE))
            .create_timeout(Some(CONNECT_PATIENCE))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move { prepare(client).await.map_err(HookError::Backend) })
            }))
            .build()
            .map_err(|error| StoreError::new(StoreErrorKind::Unusable, error))
    }
}

/// Sets up a new connection.
pub(super) async fn prepare(client: &Client) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(SESSION).await
}

/// TLS with the roots of the machine. Without need of it none are read.
fn tls(config: &Config) -> StoreResult<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    let over_network = config
        .get_hosts()
        .iter()
        .any(|host| matches!(host, Host::Tcp(_)));
    if over_network && config.get_ssl_mode() != SslMode::Disable {
        let (_, _) =
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::new(StoreErrorKind::Unusable, error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Settings with the values that they must not have, and why.
const UNSAFE: [(&str, &str, &str); 4] = [
    ("fsync", "off", "a power cut damages the database"),
    (
        "full_page_writes",
        "off",
        "a power cut damages the database",
    ),
    (
        "synchronous_commit",
        "off",
        "a crash loses comments that were answered",
    ),
    (
        "server_encoding",
        "SQL_ASCII",
        "it does not know the letters of comments; make it with `ENCODING 'UTF8'`",
    ),
];

/// Refuses a database that does not keep what it says it has.
pub(super) async fn refuse_forgetful(client: &Client) -> StoreResult<()> {
    for (setting, wrong, why) in UNSAFE {
        let row = client
            .query_one("SELECT current_setting($1)", &[&setting])
            .await?;
        let value: String = row.try_get(0)?;
        if value == wrong {
            let reason = format!("its setting `{setting}` is `{value}`: {why}");
            return Err(StoreError::new(StoreErrorKind::Unusable, reason));
        }
    }
    Ok(())
}
