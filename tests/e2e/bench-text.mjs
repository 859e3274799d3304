// `cargo xtask bench text speed` calls this: times the check and the restoration of the probe module
// in Chromium and in this Node.js, and prints the microseconds as JSON. The argument is a file that
// says where the module is and which texts there are.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { chromium } from '@playwright/test';

const job = JSON.parse(await readFile(process.argv[2], 'utf8'));
const files = { tables: await readFile(job.tables), model: await readFile(job.model), wasm: await readFile(job.wasm) };

/** Runs in the page and here alike. */
function measure({ CheckProbe, RestoreProbe }, { tables, model }, { texts, comment }) {
  const time = (call, times) => {
    const start = performance.now();
    for (let i = 0; i < times; i += 1) call();
    return ((performance.now() - start) / times) * 1000;
  };
  // A browser's clock is coarse: each sample lasts some milliseconds.
  const typical = (call) => {
    let times = 1;
    while (time(call, times) * times < 4000) times *= 2;
    const samples = [];
    for (const end = performance.now() + 400; performance.now() < end; ) samples.push(time(call, times));
    return samples.sort((a, b) => a - b)[Math.floor(samples.length / 4)];
  };
  const started = performance.now();
  const checker = new CheckProbe(tables);
  const tablesRead = (performance.now() - started) * 1000;
  const check = texts.map(({ text }) => ({ judge: typical(() => checker.judge(text)), check: typical(() => checker.check(text)) }));
  const begun = performance.now();
  const restorer = new RestoreProbe(model);
  const modelRead = (performance.now() - begun) * 1000;
  const first = time(() => restorer.restore(comment), 1);
  return { check, restore: { tables: tablesRead, model: modelRead, first, warm: typical(() => restorer.restore(comment)) } };
}

async function inChromium() {
  const browser = await chromium.launch({
    executablePath: process.env.BINH_LUAN_CHROMIUM || undefined,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const served = {
      '/': ['text/html', '<!doctype html><title>Bench</title>'],
      '/probe.js': ['text/javascript', await readFile(job.module)],
      '/probe.wasm': ['application/wasm', files.wasm],
      '/tables': ['application/octet-stream', files.tables],
      '/model': ['application/octet-stream', files.model],
    };
    // Nothing leaves this machine: each request is answered here.
    await page.route('**/*', (route) => {
      const found = served[new URL(route.request().url()).pathname];
      return found ? route.fulfill({ contentType: found[0], body: found[1] }) : route.abort();
    });
    await page.goto('http://bench.test/');
    return await page.evaluate(
      async ({ source, texts, comment }) => {
        /** @type {string} */
        const address = '/probe.js';
        const probe = await import(address);
        await probe.default({ module_or_path: '/probe.wasm' });
        const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
        const run = new Function(`return ${source}`)();
        return run(probe, { tables: await bytes('/tables'), model: await bytes('/model') }, { texts, comment });
      },
      { source: measure.toString(), texts: job.texts, comment: job.comment },
    );
  } finally {
    await browser.close();
  }
}

async function inNode() {
  const probe = await import(pathToFileURL(job.module).href);
  probe.initSync({ module: files.wasm });
  return measure(probe, files, job);
}

console.log(JSON.stringify({ chromium: await inChromium(), node: await inNode() }));
