import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

/** docs/protocol.md is generated, and has a test of its own. */
const documents = globSync(['*.md', '{lambdas,local,infra,bench,test,docs}/**/*.md']).filter(
  (file) => file !== join('docs', 'protocol.md'),
);

const CODE = /```[\s\S]*?```|`[^`]*`/g;
/** `[text](target)` and `[name]: target`, but for what is in the web. */
const LINK = /(?:\]\(|^\[[^\]]+\]: )(?!https?:)([^)\s]+)/gm;

test('every link of a document leads to a file, and to a heading or an anchor in it', () => {
  const links = documents.flatMap((file) =>
    [...readFileSync(file, 'utf8').replaceAll(CODE, '').matchAll(LINK)].map(([, target = '']) => ({
      file,
      target,
    })),
  );
  assert.ok(links.length > 0);
  assert.deepEqual(
    links.filter(({ file, target }) => !leadsSomewhere(file, target)),
    [],
  );
});

function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? file : join(dirname(file), path);
  if (!existsSync(to)) return false;
  return anchor === undefined || (statSync(to).isFile() && anchorsIn(to).includes(anchor));
}

/** Anchors that are written down, and those that GitHub makes of headings. */
function anchorsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const written = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...written, ...headings];
}
