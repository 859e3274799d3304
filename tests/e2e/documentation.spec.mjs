// docs/embedding.md names every setting, event, part and custom property that exists, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const embedding = read('docs/embedding.md');
/** All that the widget is made of, as one text per kind of file. */
const sources = (extension) =>
  ['src', 'crates/participation/src', 'www']
    .flatMap((folder) => readdirSync(new URL(`${folder}/`, root), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith(extension))
    .map(read)
    .join('\n');
const unique = (values) => [...new Set(values)].sort();

/** The code words in the first column of the table whose head starts with `head`. */
function firstColumn(head) {
  const table = embedding.split('\n\n').find((block) => block.startsWith(`| ${head} |`));
  expect(table, `a table with the head "${head}"`).toBeTruthy();
  return unique(
    table
      .split('\n')
      .slice(2)
      .map((row) => /^\| `([^`]+)`/.exec(row)?.[1]),
  );
}

test('settings', () => {
  const [, names] = /const SETTINGS = '([^']+)'/.exec(read('www/element.js'));
  expect(firstColumn('attribute')).toEqual(unique(names.split(' ')));
});

test('events', () => {
  const code = [sources('.rs'), sources('.js')].join('\n');
  expect(firstColumn('event')).toEqual(unique(code.match(/binhluan-[a-z]+(?:-[a-z]+)*/g)));
});

test('parts', () => {
  const parts = [...sources('.view').matchAll(/ part=(\S+)/g)].flatMap(([, names]) => names.split('+'));
  expect(firstColumn('`::part()`')).toEqual(unique(parts));
});

test('custom properties', () => {
  expect(firstColumn('custom property')).toEqual(unique(sources('widget.css').match(/--binh-luan-[a-z-]+/g)));
});

test('every way of embedding is listed', () => {
  const pages = readdirSync(new URL('www/variants/', root)).filter((name) => name.endsWith('.html') && name !== 'index.html');
  const listed = [...read('www/variants/index.html').matchAll(/<li><a href="([^"]+)"/g)].map(([, name]) => name);
  expect(unique(listed)).toEqual(unique(pages));
});
