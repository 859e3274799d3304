//! The reference moderation endpoint.
