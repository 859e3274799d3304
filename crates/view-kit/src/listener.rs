//! Hears events until it is dropped.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

/// One function for several events of one target; dropping it removes it.
#[must_use = "a listener that is dropped hears nothing"]
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    events: &'static [&'static str],
    function: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Calls `handle` for each of `events` on `target`. It may be entered again while it runs:
    /// moving the keyboard inside a press fires events too.
    pub fn new(
        target: &EventTarget,
        events: &'static [&'static str],
        handle: impl Fn(&Event) + 'static,
    ) -> Self {
        let function = Closure::<dyn Fn(Event)>::new(move |event: Event| handle(&event));
        for event in events {
            let _ =
                target.add_event_listener_with_callback(event, function.as_ref().unchecked_ref());
        }
        Self {
            target: target.clone(),
            events,
            function,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for event in self.events {
            let _ = self
                .target
                .remove_event_listener_with_callback(event, self.function.as_ref().unchecked_ref());
        }
    }
}
