//! The measure of what HTTP itself costs: a bare handler that answers the same bytes.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};

use crate::process::Running;

/// Starts this program again as a server of its own, which answers the content of `file`.
pub(crate) fn start(file: &Path) -> Result<Running> {
    let program = std::env::current_exe().context("this program does not know where it lies")?;
    Running::start(Command::new(program).arg("bare").arg(file))
}

/// Answers until it is killed.
#[tokio::main]
pub(crate) async fn serve(file: &Path) -> Result<()> {
    let body = Bytes::from(std::fs::read(file)?);
    let answer = move |_content: Bytes| {
        let body = body.clone();
        async move { ([(CONTENT_TYPE, "application/json")], body) }
    };
    let router = Router::new()
        .route("/", get(answer.clone()))
        .route("/", post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("article: http://{}/", listener.local_addr()?);
    println!("ready");
    axum::serve(listener, router).await?;
    Ok(())
}
