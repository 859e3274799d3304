//! Counters for the operator, as Prometheus reads them. Nothing in them tells a reader from another,
//! and no label holds what a client chose.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::http::admission::ConnectionCounts;

/// The media type of what [`Metrics::render`] writes.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the duration buckets, in seconds; trouble shows in the last four.
const BOUNDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 2.0, 5.0, 10.0, 30.0,
];

/// The name of a registered method; `None` for what a client made up.
#[must_use]
pub(crate) fn method_name(method: &Method) -> Option<&'static str> {
    Some(match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => return None,
    })
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    /// As written in the router.
    route: String,
    status: u16,
}

/// All counters of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Histogram, fn() -> Histogram>,
    panics: Counter,
}

impl Metrics {
    /// No request counted yet.
    #[must_use]
    pub fn new(connections: Arc<ConnectionCounts>) -> Self {
        let mut registry = Registry::with_prefix("binh_luan");
        let new_histogram: fn() -> Histogram = || Histogram::new(BOUNDS);
        let requests = Family::new_with_constructor(new_histogram);
        let panics = Counter::default();
        registry.register(
            "request_duration_seconds",
            "Time to answer a request",
            requests.clone(),
        );
        registry.register(
            "panics",
            "Requests that met a fault of the program",
            panics.clone(),
        );
        registry.register(
            "build",
            "What runs",
            Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register_collector(Box::new(Connections(connections)));
        registry.register_collector(Box::new(Process));
        Self {
            registry,
            requests,
            panics,
        }
    }

    /// Counts one answered request.
    pub fn record(&self, method: &'static str, route: String, status: u16, took: Duration) {
        let labels = Request {
            method,
            route,
            status,
        };
        self.requests
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// Counts a handler that panicked.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// Everything, and `gauges` of name, help and value.
    #[must_use]
    pub fn render(&self, gauges: &[(&str, &str, i64)]) -> String {
        let mut out = String::new();
        let mut more = Registry::with_prefix("binh_luan");
        for (name, help, value) in gauges {
            let gauge = Gauge::<i64>::default();
            gauge.set(*value);
            more.register(*name, *help, gauge);
        }
        // Writing to a string cannot fail.
        let _ = encode_registry(&mut out, &self.registry);
        let _ = encode_registry(&mut out, &more);
        let _ = encode_eof(&mut out);
        out
    }
}

#[derive(Debug)]
struct Connections(Arc<ConnectionCounts>);

impl Collector for Connections {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        gauge(
            &mut encoder,
            "connections",
            "Connections open now",
            self.0.open(),
        )?;
        let refused = ConstCounter::new(self.0.refused());
        refused.encode(encoder.encode_descriptor(
            "connections_refused",
            "Connections over the bounds",
            None,
            refused.metric_type(),
        )?)
    }
}

/// What the process takes, where the system tells.
#[derive(Debug)]
struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        if let Some(bytes) = resident_bytes() {
            gauge(
                &mut encoder,
                "resident_memory_bytes",
                "Memory that the process holds",
                bytes,
            )?;
        }
        match std::fs::read_dir("/proc/self/fd") {
            Ok(files) => gauge(
                &mut encoder,
                "open_files",
                "Files and connections that the process holds open",
                files.count().try_into().unwrap_or(u64::MAX),
            ),
            Err(_) => Ok(()),
        }
    }
}

fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    value: u64,
) -> Result<(), std::fmt::Error> {
    let gauge = ConstGauge::new(value);
    gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_what_the_router_knows() {
        let metrics = Metrics::new(Arc::default());
        let took = Duration::from_millis(3);
        for _ in 0..2 {
            metrics.record("GET", String::from("/healthz"), 200, took);
        }
        let text = metrics.render(&[("comments_pending", "Comments that wait", 7)]);
        let labels = "method=\"GET\",route=\"/healthz\",status=\"200\"";
        let name = "binh_luan_request_duration_seconds";
        for line in [
            &format!("{name}_count{{{labels}}} 2"),
            &format!("{name}_bucket{{le=\"0.0025\",{labels}}} 0"),
            &format!("{name}_bucket{{le=\"0.005\",{labels}}} 2"),
            "binh_luan_comments_pending 7",
            "binh_luan_connections 0",
            "binh_luan_panics_total 0",
            "# EOF",
        ] {
            assert!(
                text.lines().any(|written| written == line),
                "{line}\n{text}"
            );
        }
    }

    #[test]
    fn a_method_that_somebody_made_up_has_no_name() {
        assert_eq!(method_name(&Method::GET), Some("GET"));
        assert_eq!(method_name(&"get".parse().unwrap()), None);
        assert_eq!(method_name(&"BREW".parse().unwrap()), None);
    }
}
