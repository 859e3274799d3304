// Pages of the desk that a script asks for: parsed by the browser as such, so that no text becomes markup.

/** How long an answer may take. */
const PATIENCE_MS = 15_000;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Document | null} page
 * @property {string} path of what answered, after all redirections
 */

/**
 * Asks for a page, or sends a form and gets one; fails where nobody answers.
 * @param {string} address @param {Record<string, string>} [fields]
 * @returns {Promise<Answer>}
 */
export const askFor = (address, fields) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(fields ? 'POST' : 'GET', address);
    request.responseType = 'document';
    request.timeout = PATIENCE_MS;
    request.onload = () =>
      resolve({ status: request.status, page: request.responseXML, path: new URL(request.responseURL, location.href).pathname });
    request.onerror = () => reject(new Error('no answer'));
    request.ontimeout = request.onerror;
    request.send(fields ? new URLSearchParams(fields) : null);
  });
