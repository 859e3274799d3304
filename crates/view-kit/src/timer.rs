//! Does something a while later, unless it is dropped before.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(function: &JsValue, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

/// Something that is going to be done; dropping it calls it off.
#[must_use = "a timer that is dropped does nothing"]
#[derive(Debug)]
pub struct Timer {
    id: JsValue,
    /// Lives as long as the browser may call it.
    _function: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `function` once, `milliseconds` from now.
    pub fn after(milliseconds: u32, function: impl FnOnce() + 'static) -> Self {
        let function = Closure::once(function);
        Self {
            id: set_timeout(function.as_ref(), milliseconds),
            _function: function,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
