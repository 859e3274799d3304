// Accounts for the editors of a measurement, made as a newsroom makes them: by invitations.

/** @typedef {{ login: string, name: string, password: string, cookies: string, csrf: string }} Account */

const PASSWORD = 'bến cũ nước trong chiều nay';
const NAMES = ['Mai', 'Hai', 'Bảy', 'Lựu', 'Sáu', 'Điệp', 'Chín', 'Tư'];

/** @param {Response} answer */
const cookiesOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** A form sent as a browser sends it. @param {string} url @param {Record<string, string>} fields @param {string} [cookies] */
const post = (url, fields, cookies = '') =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(url).origin, cookie: cookies },
    body: new URLSearchParams(fields),
  });

/** Signs in as a program. @param {string} origin @param {{ login: string, name: string }} who @returns {Promise<Account>} */
export async function signIn(origin, { login, name }) {
  const answer = await fetch(`${origin}/v1/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  if (answer.status !== 201) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`);
  const { csrf_token: csrf } = await answer.json();
  return { login, name, password: PASSWORD, cookies: cookiesOf(answer), csrf };
}

/** Ends a session at the server; the browser that has it is not told. @param {string} origin @param {string} cookies */
export async function endSession(origin, cookies) {
  const headers = { cookie: cookies, origin };
  const session = await fetch(`${origin}/v1/desk/session`, { headers });
  const { csrf_token: csrf } = await session.json();
  await fetch(`${origin}/v1/desk/session`, { method: 'DELETE', headers: { ...headers, 'x-csrf-token': csrf } });
}

/**
 * The administrator, and as many editors.
 * @param {{ desk: string, firstEditor: string }} server @param {number} count
 * @returns {Promise<{ head: Account, editors: Account[] }>}
 */
export async function makePeople(server, count) {
  const { origin } = new URL(server.desk);
  const chief = { login: 'truong.ban', name: 'Trưởng ban' };
  await post(server.firstEditor, { ...chief, password: PASSWORD });
  const head = await signIn(origin, chief);
  const editors = [];
  for (let at = 0; at < count; at += 1) {
    const who = { login: `bien.tap.${at + 1}`, name: `${NAMES[at % NAMES.length]} ${at + 1}` };
    const form = { csrf: head.csrf, note: who.name, role: 'editor', where: 'everywhere' };
    const invited = await post(`${origin}/desk/editors`, form, head.cookies);
    const link = /\/desk\/setup\/[^"<]+/.exec(await invited.text())?.[0];
    if (!link) throw new Error(`no invitation for ${who.login}: ${invited.status}`);
    await post(`${origin}${link}`, { ...who, password: PASSWORD });
    editors.push(await signIn(origin, who));
  }
  return { head, editors };
}
