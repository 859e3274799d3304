// The keyboard of the desk, and decisions without a new page. Everything works without it.
(() => {
  'use strict';
  const cards = () => [...document.querySelectorAll('.queue .card, main > .card')];
  const open = () => cards().filter((card) => !card.classList.contains('done'));
  // A page of one comment needs no choosing.
  const current = () => document.activeElement?.closest?.('.card') ?? document.querySelector('main > .card');
  let last = null;

  const focus = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  };

  const step = (by) => {
    const all = open();
    const at = all.indexOf(current());
    focus(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  const pressForPicked = (action) => {
    if (document.querySelector('.pick :checked')) document.querySelector(`#bulk [value="${action}"]`).click();
  };

  const press = (card, action) => card?.querySelector(`.decide [value="${action}"]`)?.click();

  const say = (card, text, failed) => {
    const line = card.querySelector('.outcome');
    line.classList.toggle('failed', Boolean(failed));
    line.textContent = text;
    return line;
  };

  const WORDS = { published: 'Đã đăng', rejected: 'Đã từ chối', spam: 'Đã đánh dấu spam', pending: 'Đã đưa về hàng chờ' };

  // Whoever is signed out is sent to the sign-in page.
  const SIGNED_OUT = 'Phiên làm việc đã hết. Mở thẻ mới để đăng nhập rồi bấm lại; chữ bạn sửa vẫn còn đây.';

  // A button named `action` hides the property of that name.
  const address = (form) => form.getAttribute('action');

  const send = async (form, action) => {
    const card = form.closest('.card');
    const body = new URLSearchParams(new FormData(form));
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
        form.elements.revision.value = told.revision;
        finish(card, form, told.status);
      } else if (told.code === 'revision_conflict') {
        // The page for this shows the other editor's work and keeps this one's text.
        const field = document.createElement('input');
        field.type = 'hidden';
        field.name = 'action';
        field.value = action;
        form.append(field);
        form.submit();
      } else {
        say(card, `Chưa được: ${told.title ?? answer.status}. Chữ bạn sửa vẫn còn đây.`, true);
      }
    } catch {
      say(card, 'Không nối được với máy chủ. Chữ bạn sửa vẫn còn đây, bấm lại khi có mạng.', true);
    } finally {
      card.removeAttribute('aria-busy');
    }
  };

  const finish = (card, form, status) => {
    const all = open();
    const at = all.indexOf(card);
    const who = card.querySelector('.who strong')?.textContent ?? '';
    if (!card.closest('.queue')) {
      location.assign(form.elements.back.value || '/desk');
      return;
    }
    card.classList.add('done');
    card.querySelector('.pick input').checked = false;
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

  const revert = async (card, form) => {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, revision: form.elements.revision.value, action: 'return' });
    try {
      const answer = await fetch(address(form), { method: 'POST', body, headers: { accept: 'application/json' } });
      if (answer.redirected) {
        say(card, SIGNED_OUT, true);
        return;
      }
      const told = await answer.json();
      if (!answer.ok) {
        say(card, `Chưa hoàn tác được: ${told.title ?? answer.status}.`, true);
        return;
      }
      form.elements.revision.value = told.revision;
      card.classList.remove('done');
      say(card, 'Đã đưa về hàng chờ.');
      const pick = card.querySelector('.pick input');
      pick.value = `${card.dataset.id}:${told.revision}`;
      const count = document.querySelector('.tabs [aria-current] .count');
      if (count) count.textContent = String(Number(count.textContent) + 1);
      focus(card);
    } catch {
      say(card, 'Không nối được với máy chủ, chưa hoàn tác.', true);
    }
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('.decide') || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    if (!form.closest('[aria-busy]')) send(form, event.submitter?.value ?? 'publish');
  });

  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.altKey || event.metaKey || event.isComposing) return;
    const card = current();
    if (target.matches('input:not([type=checkbox]), textarea, select')) {
      if (key === 'Escape') {
        event.preventDefault();
        card ? focus(card) : target.blur();
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
    const keys = {
      j: () => step(1),
      k: () => step(-1),
      p: () => press(card, 'publish'),
      s: () => press(card, 'spam'),
      r: () => card?.querySelector('[name=reason]')?.focus(),
      e: () => {
        const edit = card?.querySelector('.edit');
        if (!edit) return;
        edit.open = true;
        edit.querySelector('textarea').focus();
      },
      d: () => card?.querySelector('.restore')?.click(),
      x: () => card?.querySelector('.pick input')?.click(),
      P: () => pressForPicked('publish'),
      R: () => pressForPicked('reject'),
      S: () => pressForPicked('spam'),
      h: () => card?.closest('.queue') && location.assign(`/desk/comments/${card.dataset.id}`),
      n: () => location.assign(document.querySelector('a[rel=next]') ?? (document.querySelector('.queue, .empty') ? location.href : '/desk')),
      u: () => last && revert(last.card, last.form),
      '/': () => document.getElementById('search')?.focus(),
    };
    if (Object.hasOwn(keys, key)) {
      event.preventDefault();
      keys[key]();
    }
  });
})();
