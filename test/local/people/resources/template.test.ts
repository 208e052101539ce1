import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, utf8 } from '../../../../local/people/resources/ndjson.ts';
import { fragment, jsonArray, template } from '../../../../local/people/resources/template.ts';

test('a template writes the JSON of its shape with its leaves filled in', () => {
  const write = template<{ name: string; age: number }>({
    kind: 'person',
    name: ({ name }) => name,
    ages: [({ age }) => age, 1, true],
    nested: { deep: [{ age: ({ age }) => age + 1 }] },
    empty: [],
  });
  assert.equal(
    fromUtf8(write({ name: utf8('陽菜 𠮷田'), age: 7 }).bytes),
    '{"kind":"person","name":"陽菜 𠮷田","ages":[7,1,true],"nested":{"deep":[{"age":8}]},"empty":[]}',
  );
});

test('constant strings are escaped', () => {
  const text = 'a "quoted" \\ line\nand Ü';
  assert.equal(fromUtf8(fragment({ text }).bytes), JSON.stringify({ text }));
});

test('a later member that gives undefined is left out', () => {
  const write = template<number | undefined>({ a: 1, b: (value) => value, c: 3 });
  assert.equal(write(undefined).bytes, '{"a":1,"c":3}');
  assert.equal(write(2).bytes, '{"a":1,"b":2,"c":3}');
});

test('a fragment is inserted into other JSON unchanged', () => {
  const items = jsonArray([fragment({ a: 1 }), fragment('ß')]);
  assert.equal(fromUtf8(fragment({ items }).bytes), '{"items":[{"a":1},"ß"]}');
});
