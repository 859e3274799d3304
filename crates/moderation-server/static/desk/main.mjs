// The desk's scripts, put together. Everything works without them, with a page for each step.
import { afterActs, onSettled, startActs, unsent } from './acts.mjs';
import { readFirst, trim } from './arrivals.mjs';
import { startBulk } from './bulk.mjs';
import { startContext } from './context.mjs';
import { settleCounts } from './counts.mjs';
import { onCurrent, startLine } from './current.mjs';
import { editedRows, restoreDrafts, startDrafts } from './drafts.mjs';
import { startElsewhere } from './elsewhere.mjs';
import { startKeyboard } from './keyboard.mjs';
import { startMarks } from './marks.mjs';
import { fill } from './more.mjs';
import { startNews } from './news.mjs';
import { startPane } from './pane.mjs';
import { startPlace } from './place.mjs';
import { startPicking } from './pick.mjs';
import { startReasons } from './reasons.mjs';
import { field, formOf, isShared, onlyRow, rows } from './rows.mjs';
import { startShare } from './share.mjs';

const { classList } = document.documentElement;
classList.add('scripted');
classList.toggle('at-work', document.querySelector('.work') !== null);
// Other pages have no comments to decide about.
if (document.querySelector('.work') || onlyRow()) startKeyboard();
else {
  classList.add('bare');
  for (const bar of document.querySelectorAll('.commands')) bar.remove();
}
startReasons();
startPane();
startContext();
startLine();
if (document.querySelector('.work')) startPlace();
startMarks();
startPicking();
startBulk();
startDrafts();

const only = onlyRow();
// The browser puts old words back into boxes after this; a page that it kept comes with them.
window.addEventListener('pageshow', () => restoreDrafts([...rows(), ...(only ? [only] : [])]));

window.addEventListener('beforeunload', (event) => {
  if (editedRows().length > 0 || unsent() > 0) event.preventDefault();
});

startActs();
startElsewhere();
// After the next comment has been painted.
afterActs(() => setTimeout(trim, 50));
onSettled(settleCounts);
if (isShared) startShare();
else {
  readFirst();
  afterActs(fill);
  onCurrent(fill);
  fill();
}
if (document.querySelector('.work') || only) startNews();

// Who opens a comment that waits tells the others. Where that fails they see it all the same,
// and two who decide are told so.
const form = only && formOf(only);
if (only?.dataset.status === 'pending' && form) {
  fetch(`/v1/desk/comments/${only.dataset.id}/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': field(form, 'csrf').value },
    body: '{}',
  }).catch(() => {});
}
