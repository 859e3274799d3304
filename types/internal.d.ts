/** What the loader, its scripts and the wasm modules hand to each other. No page may rely on it. */

import type { BinhLuanElement, BinhLuanSettings } from './binh-luan';

/** The address of a file of this build, or of `path` seen from `base`. */
export type At = (path: string | URL, base?: string) => string;

/** A wasm module's glue. */
export interface Glue {
  default(init: { module_or_path: Promise<Response> }): Promise<unknown>;
}

/** Imports a script of this build, checked against its hash. */
export type LoadModule = (path: string, integrity: string) => Promise<any>;

/** The glue of a module, and its wasm on the way. */
export type Load = (js: string, jsHash: string, wasm: string, integrity: string) => Promise<{ module: any; ready: Promise<unknown> }>;

/** Asks the endpoint, for a while. */
export type Ask = (address: string) => Promise<Response>;

/** What a mounted widget can be told. */
export interface Mounted {
  destroy(): void;
}

/** `<binh-luan>` as the scripts behind it know it. */
export interface Host extends BinhLuanElement {
  /** The mounting that goes on or is done; none while the widget is down. */
  started?: object | null;
  widget?: Mounted | null;
  /** Whether the next widget takes the keyboard over from this one. */
  keepsKeyboard?: boolean | null;
  /** Whether the reader sent the form before the widget was there. */
  pressed?: boolean;
  /** The fragment that was followed last. */
  followed?: string;
  shadowRoot: ShadowRoot;
  /** Shows what stands inside the element while the widget is down. */
  slotted: HTMLElement;
  start(): Promise<void>;
  stop(): void;
  showFallback(root: ShadowRoot): void;
}

/** Settings as `mount` takes them: attribute names, values as they came. */
export type RawSettings = Record<string, any>;

/** What an answer of the endpoint says; nothing where none of use came. */
export type Answer = Promise<unknown>;

/** The functions that the widget calls. */
export interface Parts {
  list(sort: string, cursor?: string, parent?: string): Answer;
  read(answer: Answer, then: (json: unknown) => void): Promise<void>;
  later(then: () => void): void;
  comment(id: string): Answer;
  linked(): string | undefined;
  isAlone(): boolean;
  participate(mountedIn: ShadowRoot, given: RawSettings, policy: unknown, then: (started: unknown) => void): Promise<void>;
  react(mountedIn: ShadowRoot, given: RawSettings, button: HTMLElement, then: (started: unknown) => void): Promise<void>;
}

/** The widget as wasm-bindgen hands it out. */
export interface Widget extends Mounted {
  refresh(answer: Answer): void;
  showLinked(): void;
}

/** Likes and reports, as the script that loads them knows them. */
export interface Reactions {
  press(button: HTMLElement): void;
  forgetSigner(): void;
  destroy(): void;
}

/** What reading on is to writing. */
export interface Participation {
  askWhoSigns(): void;
}

declare global {
  interface Window {
    /** Not in TypeScript's library yet, nor in every browser. */
    trustedTypes?: { createPolicy<Rules>(name: string, rules: Rules): Rules };
  }

  /** The widget's glue stands before `www/element.js` in one module. */
  function mount(host: Host, root: ShadowRoot, settings: RawSettings, liked: string[], firstList: Answer | undefined, parts: Parts): Widget;
}

export type { BinhLuanSettings };
