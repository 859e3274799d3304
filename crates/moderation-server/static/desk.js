// The keyboard of the desk, and decisions without a new page. Everything works without it.
(() => {
  'use strict';
  /** @type {() => HTMLElement[]} */
  const cards = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.queue .card, main > .card'))];
  const open = () => cards().filter((card) => !card.classList.contains('done'));
  // A page of one comment needs no choosing.
  /** @type {() => HTMLElement | null} */
  const current = () => document.activeElement?.closest?.('.card') ?? document.querySelector('main > .card');
  /** @type {{ card: HTMLElement, form: HTMLFormElement } | null} */
  let last = null;

  /** What was refused, by its code. @type {Record<string, string | undefined>} */
  const FAULTS = {
    text_empty: 'ô nội dung trống (viết lại, hoặc bấm Từ chối)',
    text_too_long: 'nội dung quá dài',
    text_forbidden_characters: 'nội dung có ký tự điều khiển không hiển thị được',
    reason_too_long: 'lý do quá dài',
    comment_not_found: 'không thấy bình luận này nữa',
    revision_conflict: 'bình luận đã đổi từ lúc trang này được mở',
    forbidden: 'không được phép, hoặc người gửi đã rút lại',
  };
  /** @param {any} told */
  const fault = (told) => FAULTS[told.errors?.[0]?.code ?? told.code] ?? told.title;

  /**
   * An element that the desk's pages always have.
   * @type {(within: ParentNode, selector: string) => any}
   */
  const part = (within, selector) => within.querySelector(selector);

  /** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
  const field = (form, name) => /** @type {any} */ (form.elements.namedItem(name));

  /** @param {HTMLElement | null} [card] */
  const focus = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  };

  /** @param {ParentNode | null} within @param {string} selector */
  const focusField = (within, selector) => /** @type {HTMLElement | null | undefined} */ (within?.querySelector(selector))?.focus();

  /** @param {number} by */
  const step = (by) => {
    const all = open();
    const card = current();
    const at = card ? all.indexOf(card) : -1;
    focus(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  /** @param {string} action */
  const pressForPicked = (action) => {
    if (document.querySelector('.pick :checked')) part(document, `#bulk [value="${action}"]`).click();
  };

  /** @param {HTMLElement | null} card @param {string} selector */
  const click = (card, selector) => /** @type {HTMLElement | null | undefined} */ (card?.querySelector(selector))?.click();

  /** @param {HTMLElement | null} card @param {string} action */
  const press = (card, action) => click(card, `.decide [value="${action}"]`);

  /** @param {HTMLElement} card @param {string} text @param {boolean} [failed] @returns {HTMLElement} */
  const say = (card, text, failed) => {
    const line = part(card, '.outcome');
    line.classList.toggle('failed', Boolean(failed));
    line.textContent = text;
    return line;
  };

  /** @type {Record<string, string>} */
  const WORDS = { published: 'Đã đăng', rejected: 'Đã từ chối', spam: 'Đã đánh dấu spam', pending: 'Đã đưa về hàng chờ' };

  // Whoever is signed out is sent to the sign-in page.
  const SIGNED_OUT = 'Phiên làm việc đã hết. Mở thẻ mới để đăng nhập rồi bấm lại; chữ bạn sửa vẫn còn đây.';

  // A button named `action` hides the property of that name.
  /** @param {HTMLFormElement} form */
  const address = (form) => form.getAttribute('action') ?? '';

  /** @param {HTMLFormElement} form @param {string} action */
  const send = async (form, action) => {
    const card = /** @type {HTMLElement} */ (form.closest('.card'));
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    body.set('action', action);
    card.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(address(form), { method: 'POST', body, headers: { accept: 'application/json' } });
      if (answer.redirected) {
        say(card, SIGNED_OUT, true);
        return;
      }
      const told = await answer.json();
      if (answer.ok) {
        field(form, 'revision').value = told.revision;
        finish(card, form, told.status);
      } else if (told.code === 'revision_conflict') {
        // The page for this shows the other editor's work and keeps this one's text.
        const hidden = document.createElement('input');
        hidden.type = 'hidden';
        hidden.name = 'action';
        hidden.value = action;
        form.append(hidden);
        form.submit();
      } else {
        say(card, `Chưa được: ${fault(told) ?? answer.status}. Chữ bạn sửa vẫn còn đây.`, true);
      }
    } catch {
      say(card, 'Không nối được với máy chủ. Chữ bạn sửa vẫn còn đây, bấm lại khi có mạng.', true);
    } finally {
      card.removeAttribute('aria-busy');
    }
  };

  /** @param {HTMLElement} card @param {HTMLFormElement} form @param {string} status */
  const finish = (card, form, status) => {
    const all = open();
    const at = all.indexOf(card);
    const who = card.querySelector('.who strong')?.textContent ?? '';
    if (!card.closest('.queue')) {
      location.assign(field(form, 'back').value || '/desk');
      return;
    }
    card.classList.add('done');
    part(card, '.pick input').checked = false;
    const line = say(card, `${WORDS[status] ?? status}: ${who}. `);
    const undo = document.createElement('button');
    undo.type = 'button';
    undo.className = 'quiet';
    undo.textContent = 'Hoàn tác';
    undo.addEventListener('click', () => revert(card, form));
    line.append(undo);
    last = { card, form };
    const count = document.querySelector('.tabs [aria-current] .count');
    if (count) count.textContent = String(Math.max(0, Number(count.textContent) - 1));
    const next = all[at + 1] ?? all[at - 1];
    if (next) focus(next);
    else undo.focus();
  };

  /** @param {HTMLElement} card @param {HTMLFormElement} form */
  const revert = async (card, form) => {
    const body = new URLSearchParams({ csrf: field(form, 'csrf').value, revision: field(form, 'revision').value, action: 'return' });
    try {
      const answer = await fetch(address(form), { method: 'POST', body, headers: { accept: 'application/json' } });
      if (answer.redirected) {
        say(card, SIGNED_OUT, true);
        return;
      }
      const told = await answer.json();
      if (!answer.ok) {
        say(card, `Chưa hoàn tác được: ${fault(told) ?? answer.status}.`, true);
        return;
      }
      field(form, 'revision').value = told.revision;
      card.classList.remove('done');
      say(card, 'Đã đưa về hàng chờ.');
      part(card, '.pick input').value = `${card.dataset.id}:${told.revision}:${field(form, 'page_shown').value}`;
      const count = document.querySelector('.tabs [aria-current] .count');
      if (count) count.textContent = String(Number(count.textContent) + 1);
      focus(card);
    } catch {
      say(card, 'Không nối được với máy chủ, chưa hoàn tác.', true);
    }
  };

  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!form.matches('.decide') || submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    if (!form.closest('[aria-busy]')) send(form, submitter?.value ?? 'publish');
  });

  document.addEventListener('keydown', (event) => {
    const { key } = event;
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (event.altKey || event.metaKey || event.isComposing) return;
    const card = current();
    if (target.matches('input:not([type=checkbox]), textarea, select')) {
      if (key === 'Escape') {
        event.preventDefault();
        if (card) focus(card);
        else target.blur();
      } else if (key === 'Enter' && target.name === 'reason') {
        event.preventDefault();
        press(card, 'reject');
      } else if (key === 'Enter' && event.ctrlKey && target.name === 'text') {
        event.preventDefault();
        press(card, 'publish');
      }
      return;
    }
    if (event.ctrlKey) return;
    if (key === 'Escape' && card && card !== target) {
      event.preventDefault();
      focus(card);
      return;
    }
    /** @type {Record<string, () => unknown>} */
    const keys = {
      j: () => step(1),
      k: () => step(-1),
      p: () => press(card, 'publish'),
      s: () => press(card, 'spam'),
      r: () => focusField(card, '[name=reason]'),
      e: () => {
        const edit = card && part(card, '.edit');
        if (!edit) return;
        edit.open = true;
        focusField(edit, 'textarea');
      },
      d: () => click(card, '.restore'),
      x: () => click(card, '.pick input'),
      P: () => pressForPicked('publish'),
      R: () => pressForPicked('reject'),
      S: () => pressForPicked('spam'),
      h: () => card?.closest('.queue') && location.assign(`/desk/comments/${card.dataset.id}`),
      n: () => location.assign(part(document, 'a[rel=next]')?.href ?? (document.querySelector('.queue, .empty') ? location.href : '/desk')),
      u: () => last && revert(last.card, last.form),
      '/': () => document.getElementById('search')?.focus(),
    };
    if (Object.hasOwn(keys, key)) {
      event.preventDefault();
      keys[key]();
    }
  });

  // Who opens a comment that waits tells the others. Where that fails they see it all the same,
  // and two who decide are told so.
  const opened = /** @type {HTMLElement | null} */ (document.querySelector('main > .card[data-claim]'));
  if (opened) {
    fetch(`/v1/desk/comments/${opened.dataset.claim}/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': part(opened, '[name=csrf]').value },
      body: '{}',
    }).catch(() => {});
  }
})();
