// Mounts and destroys the comments at a button's press.
const place = /** @type {Element} */ (document.querySelector('#place'));
document.querySelector('#open')?.addEventListener('click', () => {
  if (!place.firstElementChild) BinhLuan.mount(place, { endpoint: '/v1/sites/default', pageId: 'cach-ma-lenh', loading: 'eager' });
});
document.querySelector('#close')?.addEventListener('click', () => BinhLuan.destroy(place));
