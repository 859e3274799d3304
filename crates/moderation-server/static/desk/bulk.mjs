// One decision about all picked comments: counted, asked for, and never over an edit.
import { decideAll } from './acts.mjs';
import { isRowEdited } from './box.mjs';
import { ask } from './confirm.mjs';
import { pickedRows, showPicked } from './pick.mjs';
import { tell } from './strip.mjs';
import { grouped, VERB } from './words.mjs';

/** @param {string} action */
export const decidePicked = async (action) => {
  const picked = pickedRows();
  if (picked.length === 0) {
    tell('Chưa chọn bình luận nào. Phím x chọn, Shift X chọn cả đoạn, * chọn tất cả.');
    return;
  }
  const ready = picked.filter((row) => !isRowEdited(row));
  const left = picked.length - ready.length;
  const more = left > 0 ? `${grouped(left)} bình luận đang sửa dở được giữ nguyên; xin xử lý riêng từng bình luận đó.` : '';
  if (ready.length === 0) {
    tell(more);
    return;
  }
  if (!(await ask(`${VERB[action]} ${grouped(ready.length)} bình luận?`, more, `${VERB[action]} ${grouped(ready.length)} bình luận`)))
    return;
  decideAll(ready, action);
  showPicked();
};

export const startBulk = () => {
  document.getElementById('bulk')?.addEventListener('submit', (event) => {
    event.preventDefault();
    decidePicked(/** @type {HTMLButtonElement} */ (event.submitter).value);
  });
};
