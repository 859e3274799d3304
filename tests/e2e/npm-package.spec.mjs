// The package for npm in a site that Vite has built: `cargo xtask test` packs, installs and builds it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { required } from './fixtures/server.mjs';
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TYPES = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };

test.use({ serverConfig: '[sites.default]\nallowed_origins = ["*"]\n' });

/**
 * Serves the built site under a strict policy.
 * @param {string} endpointOrigin
 */
async function startSite(endpointOrigin) {
  const folder = required('BINH_LUAN_PACKAGE_SITE');
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const name = pathname === '/' ? '/index.html' : pathname;
    const bytes = await readFile(path.join(folder, path.normalize(name))).catch(() => undefined);
    if (!bytes) return response.writeHead(404).end();
    const extension = /** @type {keyof typeof TYPES} */ (path.extname(name).slice(1));
    const headers = {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'content-security-policy': `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${endpointOrigin}; img-src data:; require-trusted-types-for 'script'`,
    };
    return response.writeHead(200, headers).end(bytes);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

test('a built site shows the form, offers marks and sends, all from its own files', async ({ page, server }) => {
  const { origin } = new URL(server.article);
  const site = await startSite(origin);
  /** @type {string[]} */
  const foreign = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.origin)) foreign.push(new URL(request.url()).pathname);
  });
  await page.goto(`${site.origin}/?endpoint=${origin}/v1/sites/default`);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan noi het loi.' });
  await form.send.click();
  await form.restoreMarks.click();
  await page.locator('binh-luan').getByRole('button', { name: 'Dùng bản này' }).click();
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  expect(foreign.filter((address) => !address.startsWith('/v1/sites/default/'))).toEqual([]);
  site.stop();
});

test('in the development server of Vite too', async ({ page, server }, testInfo) => {
  const root = fileURLToPath(new URL('../package/', import.meta.url));
  const vite = await import(pathToFileURL(createRequire(`${root}main.js`).resolve('vite')).href);
  const development = await vite.createServer({
    root,
    configFile: false,
    cacheDir: testInfo.outputPath('vite'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0 },
  });
  await development.listen();
  const { origin } = new URL(server.article);
  await page.goto(`${development.resolvedUrls.local[0]}?endpoint=${origin}/v1/sites/default`);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Cách nhúng này chạy tốt, cảm ơn tòa soạn.' });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  await development.close();
});
