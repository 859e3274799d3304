// The elements in Vue's templates and JSX.
import type { AllowedComponentProps, DefineComponent, HTMLAttributes } from 'vue';
import type { BinhLuanSettings, ReaderToken } from './index';

export * from './index';

interface BinhLuanProps extends Omit<HTMLAttributes, 'lang'> {
  endpoint?: string;
  pageId?: string;
  pageUrl?: string;
  pageTitle?: string;
  section?: string;
  diacritics?: BinhLuanSettings['diacritics'];
  comments?: BinhLuanSettings['comments'];
  sort?: BinhLuanSettings['sort'];
  pageSize?: number | string;
  lang?: BinhLuanSettings['lang'];
  theme?: BinhLuanSettings['theme'];
  loading?: BinhLuanSettings['loading'];
  readerToken?: ReaderToken | (() => ReaderToken | Promise<ReaderToken>);
}

interface BinhLuanCountProps extends HTMLAttributes {
  endpoint?: string;
  pageId?: string;
}

interface BinhLuanTopProps extends HTMLAttributes {
  endpoint?: string;
  window?: '1h' | '24h' | '7d' | '30d';
  section?: string;
  limit?: number | string;
}

declare module 'vue' {
  interface GlobalComponents {
    'binh-luan': DefineComponent<BinhLuanProps & AllowedComponentProps>;
    'binh-luan-count': DefineComponent<BinhLuanCountProps & AllowedComponentProps>;
    'binh-luan-top': DefineComponent<BinhLuanTopProps & AllowedComponentProps>;
  }
}
