//! What the widget and any moderation endpoint agree on.
