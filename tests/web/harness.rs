//! Mounts a widget into the test page and finds things in it as a reader would.

use binh_luan::Widget;
use js_sys::{Function, JSON, Object, Promise, Reflect, Uint8Array};
use vi_text::input_method::InputMethod;
use vi_text::repair::decode_as;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, Response, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// A mounted widget; taken off the page on drop.
pub struct Mounted {
    pub host: HtmlElement,
    pub root: ShadowRoot,
    pub widget: Option<Widget>,
}

/// Nothing listens there: the discard port on this machine.
pub const NOBODY: &str = "http://127.0.0.1:9/v1/sites/default";

/// Mounts a widget with these settings (JSON, attribute spelling) and this answer to its first
/// question for comments.
pub fn mount(settings: &str, first_list: Option<Promise>) -> Mounted {
    let document = web_sys::window().unwrap().document().unwrap();
    let host: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&host).unwrap();
    let root = host
        .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .unwrap();
    let mut mounted = Mounted {
        host,
        root,
        widget: None,
    };
    mounted.mount_again(settings, first_list);
    mounted
}

impl Mounted {
    /// Mounts into the same element, as a reload would.
    pub fn mount_again(&mut self, settings: &str, first_list: Option<Promise>) {
        self.widget = None;
        let all = JSON::parse(&format!(
            r#"{{"endpoint":"{NOBODY}","page-id":"bai-1","page-url":"https://bao.example/bai-1",
                "page-title":"Bài 1","page-size":20}}"#
        ))
        .unwrap();
        let settings = JSON::parse(settings).unwrap();
        Object::assign(
            all.unchecked_ref::<Object>(),
            settings.unchecked_ref::<Object>(),
        );
        if Reflect::get(&all, &"lang".into()).unwrap() == "en" {
            let words = include_str!("../../www/words-en.txt");
            Reflect::set(&all, &"words".into(), &words.into()).unwrap();
        }
        let parts = JSON::parse("{}").unwrap();
        // In a page the loader fetches the second module and its tables; here they are linked in.
        let participate = Closure::<dyn Fn(ShadowRoot, JsValue, JsValue, Function)>::new(
            |root, settings, policy, then: Function| {
                let participation =
                    participation::participate(root, settings, policy, later_parts());
                let participation = JsValue::from(participation.unwrap());
                // Later, as a fetch would be.
                wasm_bindgen_futures::spawn_local(async move {
                    then.call1(&JsValue::NULL, &participation).unwrap();
                });
            },
        );
        let linked = Closure::<dyn Fn() -> JsValue>::new(|| JsValue::UNDEFINED);
        let read = Function::new_with_args(
            "answer, then",
            "answer.then((response) => response.ok ? response.json() : undefined).catch(() => {}).then(then)",
        );
        let later = Function::new_with_args("then", "setTimeout(then)");
        view_kit::node::clear_styles(&self.root);
        view_kit::node::add_styles(&self.root, include_str!("../../src/view/widget.css"));
        for (name, function) in [
            ("later", later.as_ref()),
            ("participate", participate.as_ref()),
            ("linked", linked.as_ref()),
            ("read", read.as_ref()),
        ] {
            Reflect::set(&parts, &name.into(), function).unwrap();
        }
        participate.forget();
        linked.forget();
        let liked = Reflect::get(&all, &"liked".into()).unwrap();
        let liked = if liked.is_undefined() {
            js_sys::Array::new()
        } else {
            liked.unchecked_into()
        };
        let widget = binh_luan::mount(
            self.host.clone(),
            self.root.clone(),
            all,
            liked,
            first_list,
            parts.unchecked_into(),
        );
        self.widget = Some(widget.unwrap());
    }

    pub fn find(&self, selector: &str) -> web_sys::Element {
        self.root
            .query_selector(selector)
            .unwrap()
            .unwrap_or_else(|| panic!("no {selector}"))
    }

    pub fn text_of(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap()
    }

    pub fn is_hidden(&self, selector: &str) -> bool {
        self.find(selector).has_attribute("hidden")
    }

    /// Enters the form, as a reader does before anything else, and waits until that has effect.
    pub async fn enter(&self) {
        self.find("#text")
            .unchecked_into::<HtmlElement>()
            .focus()
            .unwrap();
        self.until("the form to come alive", |widget| !widget.is_hidden("#who"))
            .await;
        // The tables of the check come a moment later.
        next_turn().await;
    }

    /// Types into a field as a person does: the value changes, then `input` is fired.
    pub fn fill(&self, id: &str, value: &str) {
        let field = self.find(&format!("#{id}"));
        Reflect::set(&field, &"value".into(), &value.into()).unwrap();
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict("input", &init).unwrap();
        field.dispatch_event(&event).unwrap();
    }

    pub fn value_of(&self, id: &str) -> String {
        let field = self.find(&format!("#{id}"));
        Reflect::get(&field, &"value".into())
            .unwrap()
            .as_string()
            .unwrap()
    }

    pub fn press(&self, selector: &str) {
        self.find(selector).unchecked_into::<HtmlElement>().click();
    }

    /// Waits until `condition` holds; the test fails by naming `what` if it never does.
    pub async fn until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if condition(self) {
                return;
            }
            next_turn().await;
        }
        panic!("waited in vain for: {what}\n{}", self.root.inner_html());
    }
}

/// What a page fetches later still: here the tables, and what decodes keystrokes, linked in.
fn later_parts() -> participation::marks::Parts {
    let decode =
        Closure::<dyn Fn(String, String) -> Option<String>>::new(|text: String, method: String| {
            let method = InputMethod::from_name(&method)?;
            Some(decode_as(&text, method).text)
        });
    let module = Object::new();
    Reflect::set(&module, &"decode".into(), decode.as_ref()).unwrap();
    decode.forget();
    let decoder =
        Closure::<dyn Fn() -> Promise>::new(move || Promise::resolve::<JsValue>(module.as_ref()));
    let tables = Closure::<dyn Fn() -> Promise>::new(|| {
        let tables = include_bytes!("../../crates/vi-text/data/check.tables");
        Promise::resolve(&JsValue::from(Uint8Array::from(&tables[..])))
    });
    let parts = Object::new();
    for (name, function) in [("decoder", decoder.as_ref()), ("tables", tables.as_ref())] {
        Reflect::set(&parts, &name.into(), function).unwrap();
    }
    decoder.forget();
    tables.forget();
    parts.unchecked_into()
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // It keeps the draft when it goes, so it goes before the storage is cleared.
        self.widget = None;
        self.host.remove();
        let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
        storage.clear().unwrap();
        web_sys::window()
            .unwrap()
            .session_storage()
            .unwrap()
            .unwrap()
            .clear()
            .unwrap();
    }
}

/// An answer as `fetch` would give it.
pub fn answer(status: u16, body: &str) -> Option<Promise> {
    let init = web_sys::ResponseInit::new();
    init.set_status(status);
    let response = Response::new_with_opt_str_and_init(Some(body), &init).unwrap();
    Some(Promise::resolve::<JsValue>(response.as_ref()))
}

/// A list with these comments.
pub fn list(comments: &str) -> Option<Promise> {
    answer(
        200,
        &format!(
            r#"{{"page":{{"id":"bai-1","state":"open"}},
                "policy":{{"diacritics":"ask","max_text_chars":2000,"max_name_chars":80,"guests":true}},
                "count":1,"comments":[{comments}],"next_cursor":null}}"#
        ),
    )
}

pub async fn next_turn() {
    let promise = Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}
