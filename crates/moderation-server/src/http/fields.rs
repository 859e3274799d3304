//! The fields of a form or of a query.

/// The fields of a form or of a query.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormFields(pub Vec<(String, String)>);

impl FormFields {
    /// The first value of a field; empty counts as missing.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, value)| field == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field that was sent, be it empty: where an emptied box means something
    /// else than no box.
    #[must_use]
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field, or nothing.
    #[must_use]
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }
}
