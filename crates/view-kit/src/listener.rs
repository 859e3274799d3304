//! Hears events until it is dropped.

use alloc::rc::Rc;

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

/// Hears `events` for something that goes on living only as long as its owner does.
pub fn listen<T: 'static>(
    owner: &Rc<T>,
    target: &EventTarget,
    events: &'static [&'static str],
    handle: fn(&Rc<T>, &Event),
) -> Listener {
    let weak = Rc::downgrade(owner);
    Listener::new(target, events, move |event| {
        if let Some(owner) = weak.upgrade() {
            handle(&owner, event);
        }
    })
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
