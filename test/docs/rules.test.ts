import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { citedIn, withoutCitations } from '../protocol/citations.ts';
import { allRules } from '../protocol/rules.ts';

/** Everything that may cite a rule, but for what is about citations themselves. */
const files = globSync(['{lambdas,local,infra,bench,test,docs}/**/*.{ts,md}', '*.md'])
  .filter((file) => !file.startsWith('test/protocol/') && !file.startsWith('test/docs/'))
  .filter((file) => !['docs/rules.md', 'docs/protocol.md'].includes(file));
/** A document may link the rule that it cites. */
const LINK = /\[([^\]]+)\]\([^)]*rules\.md#[^)]+\)/g;
const texts = files.map((file) => ({
  file,
  text: readFileSync(file, 'utf8').replaceAll(LINK, '$1'),
}));

/** What looks like the code of a rule; S3 is a service, and `M54.5` a diagnosis. */
const CODE = /\b(?:[KPMDWOF][1-9]\d?|S(?:10|[124-9]))\b(?![.%])|\b(?:[Rr]ule|[Ii]nvariant)s? \d+/g;

describe('docs/rules.md', () => {
  test('has every rule that is cited', () => {
    const known = new Set(allRules.map(({ id }) => id));
    const unknown = texts.flatMap(({ file, text }) =>
      citedIn(text).flatMap((id) => (known.has(id) ? [] : [`${file}: (${id})`])),
    );
    assert.deepEqual(unknown, []);
  });

  test('has no rule that nothing cites', () => {
    const cited = new Set(texts.flatMap(({ text }) => citedIn(text)));
    assert.deepEqual(
      allRules.map(({ id }) => id).filter((id) => !cited.has(id)),
      [],
    );
  });

  test('gives every rule one anchor of its own, by its id', () => {
    const anchors = allRules.map(({ anchor }) => anchor);
    assert.deepEqual(
      anchors,
      allRules.map(({ id }) => id.toLowerCase().replace(' ', '-')),
    );
    assert.equal(new Set(anchors).size, anchors.length);
  });

  test('links each source that it names in brackets', () => {
    const text = readFileSync('docs/rules.md', 'utf8').replaceAll(/`[^`]+`/g, '');
    const named = [...text.matchAll(/\[([^[\]]+)\](?:\[([^[\]]+)\])?(?![(:])/g)].map(
      ([, name = '', link = name]) => link,
    );
    const linked = [...text.matchAll(/^\[([^[\]]+)\]: \S+$/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(named)].sort(), linked.sort());
  });
});

test('rules are cited in one form, in parentheses', () => {
  const others = texts.flatMap(({ file, text }) =>
    [...withoutCitations(text).matchAll(CODE)].map(([code]) => `${file}: ${code}`),
  );
  assert.deepEqual(others, []);
});
