/**
 * What a page may say to Bình luận from script: the elements, their settings and events, and
 * `BinhLuan`. `docs/embedding.md` explains each; `tests/e2e/documentation.spec.mjs` compares.
 */

/** A signed token of a reader whom the house knows, or nothing for a guest. */
export type ReaderToken = string | null | undefined;

/** Settings by the names that JSON inside the element and `BinhLuan.mount` use. */
export interface BinhLuanSettings {
  /** Base address of the moderation endpoint. */
  endpoint?: string;
  /** The article's stable id; comments with the same id stand together. */
  pageId?: string;
  /** The article's address, sent along with a comment. */
  pageUrl?: string;
  /** Its title. */
  pageTitle?: string;
  /** Its section, such as `thoi-su`. */
  section?: string;
  /** What happens to Vietnamese without its marks. */
  diacritics?: 'ask' | 'require' | 'off';
  /** `off` for a form without a list. */
  comments?: 'show' | 'off';
  sort?: 'newest' | 'oldest' | 'most_liked';
  /** Comments fetched at a time, 1 to 100. */
  pageSize?: number | string;
  /** Language of the widget's own words. */
  lang?: 'vi' | 'en';
  theme?: 'light' | 'dark' | 'auto';
  loading?: 'lazy' | 'eager';
  /** The token itself, or for `mount` a function that is asked before each thing that is sent. */
  readerToken?: ReaderToken | (() => ReaderToken | Promise<ReaderToken>);
}

/** `<binh-luan>`: the form and the published comments. Its attributes are the settings in kebab-case. */
export interface BinhLuanElement extends HTMLElement {
  /** Wins over the attribute `reader-token`. */
  readerToken?: BinhLuanSettings['readerToken'];
}

/** `<binh-luan-count page-id endpoint>`: becomes the number of published comments. */
export interface BinhLuanCountElement extends HTMLElement {}

/** `<binh-luan-top window section limit endpoint>`: becomes a list of the most commented pages. */
export interface BinhLuanTopElement extends HTMLElement {}

/** Why a comment did not go out, or the widget did not come. */
export type BinhLuanError =
  | 'validation_failed'
  | 'too_fast'
  | 'closed'
  | 'refused'
  | 'unauthorized'
  | 'offline'
  | 'timeout'
  | 'down'
  | 'nonsense'
  | 'load_failed';

/** The events, which bubble from `<binh-luan>`. */
export interface BinhLuanEventMap {
  /** Before a comment is sent; `detail` is the JSON about to go out. Canceled, the text stays in the box. */
  'binhluan-submit': CustomEvent<string>;
  /** The endpoint has taken it; `detail` is the comment's id. */
  'binhluan-submitted': CustomEvent<string>;
  /** The reader wants to sign in, at an endpoint that takes no guests. */
  'binhluan-sign-in': CustomEvent<string>;
  'binhluan-error': CustomEvent<BinhLuanError>;
  /** The comments are on the page. */
  'binhluan-loaded': CustomEvent<null>;
}

/** The global `BinhLuan`. */
export interface BinhLuanApi {
  /** Appends a `<binh-luan>` with these settings and returns it. */
  mount(element: Element, options?: BinhLuanSettings): BinhLuanElement;
  /** Removes every `<binh-luan>` inside, and the element itself if it is one. */
  destroy(element: Element): void;
}

declare global {
  interface Window {
    BinhLuan: BinhLuanApi;
  }
  var BinhLuan: BinhLuanApi;
  interface HTMLElementTagNameMap {
    'binh-luan': BinhLuanElement;
    'binh-luan-count': BinhLuanCountElement;
    'binh-luan-top': BinhLuanTopElement;
  }
  interface HTMLElementEventMap extends BinhLuanEventMap {}
  interface DocumentEventMap extends BinhLuanEventMap {}
}
