// docs/embedding.md names every setting, event, part and custom property that exists, and no other;
// so do the two descriptions for machines below types/.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const embedding = read('docs/embedding.md');
/** All that the widget is made of, as one text per kind of file. */
const sources = (extension) =>
  ['src', 'crates/participation/src', 'crates/reactions/src', 'www']
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

/** The description of an element in the manifest. @param {string} tag */
const described = (tag) => JSON.parse(read('types/custom-elements.json')).modules[0].declarations.find(({ tagName }) => tagName === tag);
/** @param {{ name: string }[]} things */
const namesOf = (things) => unique(things.map(({ name }) => name));

test('the manifest of the widget', () => {
  const manifest = described('binh-luan');
  expect(namesOf(manifest.attributes)).toEqual(firstColumn('attribute'));
  expect(namesOf(manifest.events)).toEqual(firstColumn('event'));
  expect(namesOf(manifest.cssParts)).toEqual(firstColumn('`::part()`'));
  expect(namesOf(manifest.cssProperties)).toEqual(firstColumn('custom property'));
});

test('the manifest of the small elements', () => {
  const script = read('www/side.js');
  const [, inLoop] = /for \(const name of \[([^\]]+)\]\)/.exec(script);
  const top = inLoop.match(/[a-z-]+/g);
  const others = [...script.matchAll(/getAttribute\('([^']+)'\)/g)].map(([, name]) => name);
  expect(namesOf(described('binh-luan-top').attributes)).toEqual(unique(['endpoint', ...top]));
  expect(namesOf(described('binh-luan-count').attributes)).toEqual(unique(others));
});

test('the declarations for TypeScript', () => {
  const declarations = read('types/binh-luan.d.ts');
  /** @param {string} head */
  const block = (head) => declarations.slice(declarations.indexOf(head)).split(/^}/m)[0];
  const kebab = (name) => name.replace(/[A-Z]/g, '-$&').toLowerCase();
  const settings = [...block('interface BinhLuanSettings').matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => kebab(name));
  expect(unique(settings)).toEqual(firstColumn('attribute'));
  const events = [...block('interface BinhLuanEventMap').matchAll(/^ {2}'([^']+)':/gm)].map(([, name]) => name);
  expect(unique(events)).toEqual(firstColumn('event'));
  const tags = [...declarations.matchAll(/^ {4}'([^']+)': BinhLuan\w*Element;/gm)].map(([, name]) => name);
  expect(unique(tags)).toEqual(
    unique(['binh-luan', ...[...read('www/binh-luan.js').matchAll(/'(count|top)'/g)].map(([, name]) => `binh-luan-${name}`)]),
  );
  const [row] = embedding.split('\n').filter((line) => line.startsWith('| `binhluan-error`'));
  const [, told] = row.split('|').slice(1);
  const errors = [...declarations.matchAll(/^ {2}\| '([^']+)'/gm)].map(([, code]) => code);
  expect(unique(errors)).toEqual(unique([...told.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code).filter((code) => code !== 'detail')));
});

test('every way of embedding is listed', () => {
  const pages = readdirSync(new URL('www/variants/', root)).filter((name) => name.endsWith('.html') && name !== 'index.html');
  const listed = [...read('www/variants/index.html').matchAll(/<li><a href="([^"]+)"/g)].map(([, name]) => name);
  expect(unique(listed)).toEqual(unique(pages));
});
