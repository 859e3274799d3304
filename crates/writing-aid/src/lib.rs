//! Help with Vietnamese marks in the text box: a module of its own, fetched when the reader first
//! enters the box.
