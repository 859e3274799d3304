//! The reference moderation endpoint: start and stop.

use std::io::Write;
use std::net::TcpListener;
use std::process::ExitCode;

use moderation_server::cli::{Cli, Command, ServeArgs};
use moderation_server::config::{Config, unknown_variables};
use moderation_server::logging;
use moderation_server::server::{Bound, Options};
use moderation_server::service_manager::{self, State};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "moderation-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match Cli::read().command {
        Command::OpenApi => print(&moderation_server::openapi::document_text())?,
        Command::Editor(args) => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            print(&runtime.block_on(moderation_server::commands::editor(args))?)?;
        }
        Command::Key(command) => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            print(&runtime.block_on(moderation_server::commands::key(command))?)?;
        }
        Command::Backup(args) => print(&moderation_server::commands::backup(&args)?)?,
        Command::Restore(args) => print(&moderation_server::commands::restore(&args)?)?,
        Command::Check(args) => print(&moderation_server::commands::check(&args)?)?,
        Command::CheckConfig(args) => {
            print(&moderation_server::commands::check_config(
                &args,
                env,
                variables(),
            )?)?;
        }
        Command::Serve(args) => {
            // While there is one thread.
            let sockets = service_manager::sockets()?;
            let _log = logging::start(env)?;
            for name in unknown_variables(variables()) {
                tracing::warn!(name, "this variable is no setting; is it mistyped?");
            }
            let config = Config::load(args.config.as_deref(), env)?;
            // Each connection is an open file, and the usual soft limit is for desktops. Where it
            // cannot be raised, the bound on connections follows it.
            let _ = rlimit::increase_nofile_limit(u64::MAX);
            tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()?
                .block_on(serve(args, config, sockets))?;
        }
    }
    Ok(())
}

async fn serve(
    args: ServeArgs,
    config: Config,
    sockets: Vec<TcpListener>,
) -> Result<(), Box<dyn std::error::Error>> {
    let ServeArgs {
        listen,
        data,
        assets,
        earlier_assets,
        demo,
        ..
    } = args;
    // Before `ready` is printed, so that a signal right after it is not missed.
    let stop = stop_signal()?;
    for doubt in config.doubts() {
        tracing::warn!("{doubt}");
    }
    let options = Options {
        listen,
        key_file: data.key_file(),
        database: data.database(),
        assets,
        earlier_assets,
        demo,
        config,
    };
    let bound = Bound::open_on(sockets, options).await?;
    let (base, desk) = (bound.base_url(), bound.desk_base_url());
    let mut lines = format!("article: {base}/\ndesk: {desk}/desk\n");
    if let Some(link) = bound.first_editor_link().await? {
        lines.push_str(&format!("first editor: {link}\n"));
    }
    lines.push_str("ready\n");
    print(&lines)?;
    tell(State::Ready);
    bound
        .run(async {
            stop.await;
            tell(State::Stopping);
        })
        .await?;
    Ok(())
}

/// The names of this process's variables.
fn variables() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())
}

/// Tells the service manager, where there is one.
fn tell(state: State) {
    if let Some(to) = std::env::var_os(service_manager::NOTIFY_SOCKET)
        && let Err(error) = service_manager::tell(&to, state)
    {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

/// Done at the first `SIGTERM` or `SIGINT`; the second ends the process at once. `SIGHUP` is
/// ignored: the terminal or the log of a service may go, the server stays.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // To listen to it is what keeps it from ending the process.
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move { while hangup.recv().await.is_some() {} });
    let mut next = async move || {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    Ok(async move {
        next().await;
        tokio::spawn(async move {
            next().await;
            tracing::warn!("stopped at once");
            std::process::exit(1);
        });
    })
}

fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
