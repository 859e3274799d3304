/** What a page may write from TypeScript, and what it may not: checked, never run. */

import type { BinhLuanElement, BinhLuanError } from './binh-luan';

const place: Element = document.body;

const widget: BinhLuanElement = BinhLuan.mount(place, { pageId: 'dan-van-1512', sort: 'oldest', pageSize: 50 });
window.BinhLuan.destroy(place);

widget.readerToken = async () => (await fetch('/token')).text();
widget.readerToken = 'a token that the page already holds';
BinhLuan.mount(place, { readerToken: () => undefined });

widget.addEventListener('binhluan-submit', (event) => {
  const body: unknown = JSON.parse(event.detail);
  if (body === null) event.preventDefault();
});
document.addEventListener('binhluan-error', (event) => {
  const why: BinhLuanError = event.detail;
  console.warn(why);
});
document.querySelector('binh-luan-count')?.setAttribute('page-id', 'dan-van-1512');

// @ts-expect-error: there is no such order.
BinhLuan.mount(place, { sort: 'random' });
// @ts-expect-error: a setting that does not exist.
BinhLuan.mount(place, { articleId: 'dan-van-1512' });
// @ts-expect-error: the detail is a text, not the comment itself.
widget.addEventListener('binhluan-submitted', (event) => event.detail.id);
