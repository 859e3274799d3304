// The elements in JSX, for React 18 and 19.
import type * as React from 'react';
import type { BinhLuanCountElement, BinhLuanElement, BinhLuanSettings, BinhLuanTopElement } from './index';

export * from './index';

type Shared<Element> = React.DetailedHTMLProps<React.HTMLAttributes<Element>, Element>;

interface BinhLuanAttributes extends Omit<Shared<BinhLuanElement>, 'lang'> {
  endpoint?: string;
  'page-id'?: string;
  'page-url'?: string;
  'page-title'?: string;
  section?: string;
  diacritics?: BinhLuanSettings['diacritics'];
  comments?: BinhLuanSettings['comments'];
  sort?: BinhLuanSettings['sort'];
  'page-size'?: number | string;
  lang?: BinhLuanSettings['lang'];
  theme?: BinhLuanSettings['theme'];
  loading?: BinhLuanSettings['loading'];
  'reader-token'?: string;
}

interface BinhLuanCountAttributes extends Shared<BinhLuanCountElement> {
  endpoint?: string;
  'page-id'?: string;
}

interface BinhLuanTopAttributes extends Shared<BinhLuanTopElement> {
  endpoint?: string;
  window?: '1h' | '24h' | '7d' | '30d';
  section?: string;
  limit?: number | string;
}

interface Elements {
  'binh-luan': BinhLuanAttributes;
  'binh-luan-count': BinhLuanCountAttributes;
  'binh-luan-top': BinhLuanTopAttributes;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}

declare global {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
