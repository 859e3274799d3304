//! Vietnamese text: marks, syllables, the check, typing and restoration.
