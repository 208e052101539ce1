import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listed, template, written } from '../../../local/people/template.ts';
import { decoded, utf8 } from '../../../local/people/utf8.ts';

test('a template writes the JSON of its shape with its leaves filled in', () => {
  const write = template<{ name: string; age: number }>({
    kind: 'person',
    name: ({ name }) => name,
    ages: [({ age }) => age, 1, true],
    nested: { deep: [{ age: ({ age }) => age + 1 }] },
    empty: [],
  });
  assert.equal(
    decoded(write({ name: utf8('陽菜 𠮷田'), age: 7 }).bytes),
    '{"kind":"person","name":"陽菜 𠮷田","ages":[7,1,true],"nested":{"deep":[{"age":8}]},"empty":[]}',
  );
});

test('what is constant is escaped', () => {
  const text = 'a "quoted" \\ line\nand Ü';
  assert.equal(decoded(written({ text }).bytes), JSON.stringify({ text }));
});

test('a later member that gives undefined is left out', () => {
  const write = template<number | undefined>({ a: 1, b: (value) => value, c: 3 });
  assert.equal(write(undefined).bytes, '{"a":1,"c":3}');
  assert.equal(write(2).bytes, '{"a":1,"b":2,"c":3}');
});

test('written JSON stands inside other JSON as it is', () => {
  const items = listed([written({ a: 1 }), written('ß')]);
  assert.equal(decoded(written({ items }).bytes), '{"items":[{"a":1},"ß"]}');
});
