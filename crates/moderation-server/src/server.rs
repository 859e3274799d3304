//! Opening, running and stopping a server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::App;
use crate::clock::{self, DAY, HOUR, Millis};
use crate::config::Config;
use crate::error::AppError;
use crate::http::admission::Admission;
use crate::http::connections;
use crate::http::files::Folders;
use crate::key_custody::{self, CustodyError};
use crate::router::{build_desk_router, build_router};
use crate::secret::{random_token, sha256};
use crate::store::record::{InvitedBy, NewInvitation, Role, Scope};
use crate::store::{self, DatabaseUrl, FolderLock, StoreError};

/// How long the link for the first editor works.
const FIRST_LINK_LIFE: clock::Millis = DAY;
/// How long an idempotency key is remembered.
const KEY_LIFE: clock::Millis = 7 * DAY;

/// What a server is started with.
#[derive(Debug)]
pub struct Options {
    /// Address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Where the database is.
    pub database: DatabaseUrl,
    /// File of the server's keys; `server.key` in the database's folder where none is named.
    pub key_file: Option<PathBuf>,
    /// Folder of the built widget.
    pub assets: Option<PathBuf>,
    /// Folders of widgets built earlier.
    pub earlier_assets: Vec<PathBuf>,
    /// Folder of the demo page.
    pub demo: Option<PathBuf>,
    /// Settings.
    pub config: Config,
}

/// The server did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is in use or not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server's keys.
    #[error(transparent)]
    Keys(#[from] CustodyError),
    /// Serving ended.
    #[error("serving ended: {0}")]
    Io(#[from] std::io::Error),
}

/// A server that listens, but does not answer yet.
#[derive(Debug)]
pub struct Bound {
    /// State.
    pub app: App,
    // Given back after everything else.
    _folder: Option<FolderLock>,
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    desk: Option<(TcpListener, SocketAddr)>,
}

impl Bound {
    /// Opens the port and the database. A second server on the folder, or one whose port is taken,
    /// is refused before it touches the database.
    ///
    /// # Errors
    /// [`ServeError`] with what could not be opened.
    pub async fn open(options: Options) -> Result<Self, ServeError> {
        Self::open_on(Vec::new(), options).await
    }

    /// Opens the database, and takes over sockets that are open already: the first for readers, the
    /// second for the desk, where it has an address of its own. What is missing is opened.
    ///
    /// # Errors
    /// [`ServeError`] with what could not be opened.
    pub async fn open_on(
        sockets: Vec<std::net::TcpListener>,
        options: Options,
    ) -> Result<Self, ServeError> {
        let folder = store::hold(&options.database)?;
        let mut sockets = sockets.into_iter();
        let (listener, address) = listen(options.listen, sockets.next())?;
        let desk = options.config.desk_listen;
        let desk = desk
            .map(|address| listen(address, sockets.next()))
            .transpose()?;
        let store = store::open_held(&options.database, folder.as_ref()).await?;
        let key_file = key_custody::place(options.key_file, &options.database);
        let keys = key_custody::open(&store, &key_file).await?;
        let folders = Folders {
            assets: options.assets,
            earlier_assets: options.earlier_assets,
            demo: options.demo,
        };
        let app = App::new(options.config, store, keys, folders);
        Ok(Self {
            app,
            _folder: folder,
            listener,
            address,
            desk,
        })
    }

    /// Where the desk listens, if it has an address of its own.
    #[must_use]
    pub fn desk_address(&self) -> Option<SocketAddr> {
        self.desk.as_ref().map(|(_, address)| *address)
    }

    /// The desk's address as editors open it, `/desk` left out.
    #[must_use]
    pub fn desk_base_url(&self) -> String {
        let listens = self.desk_address().unwrap_or(self.address);
        match self.app.config.desk_origin() {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{listens}"),
        }
    }

    /// The address as people open it.
    #[must_use]
    pub fn base_url(&self) -> String {
        match &self.app.config.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.address),
        }
    }

    /// A one-time link for the first editor, where nobody may come to the desk. Those of starts
    /// before go on working, until one of them is used.
    ///
    /// # Errors
    /// [`AppError`] where the database fails.
    pub async fn first_editor_link(&self) -> Result<Option<String>, AppError> {
        if self.app.store.count_active_editors().await? > 0 {
            return Ok(None);
        }
        let token = random_token()?;
        let now = clock::now();
        let hash = sha256(token.as_bytes());
        self.app
            .store
            .create_invitation(NewInvitation {
                token_hash: hash,
                by: InvitedBy::FirstStart,
                role: Role::Administrator,
                scope: Scope::Everywhere,
                note: None,
                at: now,
                expires_at: now + FIRST_LINK_LIFE,
            })
            .await?;
        Ok(Some(format!("{}/desk/setup/{token}", self.desk_base_url())))
    }

    /// Answers until `stop` is done, then lets running requests end.
    ///
    /// # Errors
    /// [`ServeError::Store`] where the database was taken away meanwhile: nothing can be stored any
    /// more, and whoever watches over the server is to know.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let sweeper = tokio::spawn(sweep_hourly(self.app.clone()));
        let config = Arc::clone(&self.app.config);
        let admission = Admission::new(
            connections::affordable(config.connections.total),
            Arc::clone(&config),
            Arc::clone(&self.app.connections),
        );
        let patience = config.connections.patience();
        let (stop_desk, desk_stops) = oneshot::channel::<()>();
        let desk = self.desk.map(|(listener, _)| {
            let router = build_desk_router(self.app.clone());
            // Dropped or sent, it stops.
            let stop = async { drop(desk_stops.await) };
            connections::answer_until(listener, router, Arc::clone(&admission), patience, stop)
        });
        let (app, mut lost) = (self.app.clone(), None);
        let stop = async {
            tokio::select! {
                () = stop => {}
                error = until_lost(&app) => lost = Some(error),
            }
            app.store.hurry();
            // They would stay open until they are cut.
            app.streams.end_all();
            drop(stop_desk);
        };
        let router = build_router(self.app);
        let readers = connections::answer_until(self.listener, router, admission, patience, stop);
        match desk {
            None => readers.await,
            Some(desk) => drop(tokio::join!(readers, desk)),
        }
        sweeper.abort();
        lost.map_or(Ok(()), |error| Err(error.into()))
    }
}

fn listen(
    address: SocketAddr,
    open: Option<std::net::TcpListener>,
) -> Result<(TcpListener, SocketAddr), ServeError> {
    let listener = match open {
        Some(socket) => connections::take_over(socket),
        None => connections::listen(address),
    };
    let listener = listener.map_err(|e| ServeError::Listen(address, e))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Done when the database is not the one that was opened.
async fn until_lost(app: &App) -> StoreError {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        if let Err(error) = app.store.still_there() {
            tracing::error!(%error, "the server stops");
            return error;
        }
    }
}

async fn sweep_hourly(app: App) {
    let hour = Duration::from_millis(u64::try_from(HOUR).unwrap_or(3_600_000));
    let mut tick = tokio::time::interval(hour);
    loop {
        tick.tick().await;
        let now = clock::now();
        if let Err(error) = app.store.sweep(now, now - KEY_LIFE).await {
            tracing::error!(%error, "sweeping failed");
        }
        for (site, settings) in &app.config.sites {
            let kept = Millis::from(settings.email_days) * DAY;
            if kept > 0
                && let Err(error) = app.store.erase_emails(site.clone(), now - kept).await
            {
                tracing::error!(%error, "e-mails past their time were not erased");
            }
        }
    }
}
