import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import {
  childrenOf,
  escapeXml,
  readXml,
  textOf,
  type XmlElement,
} from '../../../../../lambdas/shared/aws/s3/xml.ts';

const builder = new XMLBuilder({ suppressEmptyNode: true });
const parser = new XMLParser({ parseTagValue: false, trimValues: false, ignoreDeclaration: true });

/** Text that XML can carry: what a key may be, with all that must be escaped. */
const text = fc
  .array(
    fc.constantFrom('<', '>', '&', '"', "'", ';', '&amp;', 'lt;', '#38;', 'a', '/', 'ä', '😀', ' '),
  )
  .map((pieces) => pieces.join(''));
const record = fc.record(
  { Key: text, Size: fc.nat().map(String), ETag: text },
  { noNullPrototype: true },
);

test('a listing reads as a full parser of XML reads it', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(record, { minLength: 1 }),
      fc.boolean(),
      (name, contents, isTruncated) => {
        const document = {
          ListBucketResult: { Name: name, IsTruncated: isTruncated, Contents: contents },
        };
        const xml = `<?xml version="1.0" encoding="UTF-8"?>\n\n${builder.build(document)}`;
        const read = readXml(xml);
        assert.ok(read);
        const theirs = parser.parse(xml).ListBucketResult;
        assert.equal(textOf(read, 'Name'), theirs.Name);
        assert.equal(textOf(read, 'IsTruncated'), theirs.IsTruncated);
        assert.deepEqual(childrenOf(read, 'Contents').map(fields), [theirs.Contents].flat());
        assert.deepEqual(childrenOf(read, 'Contents').map(fields), contents);
      },
    ),
  );
});

const fields = (element: XmlElement) =>
  Object.fromEntries(element.children.map((child) => [child.name, child.text]));

test('text that was escaped is read back', () => {
  fc.assert(
    fc.property(text, (value) => {
      const read = readXml(`<a><b>${escapeXml(value)}</b></a>`);
      assert.equal(read && textOf(read, 'b'), value);
    }),
  );
});

test('characters by their number are read, and an entity that is unknown stays', () => {
  const read = readXml('<a>&#38;&#x41;&#128512;&nbsp;&quot;</a>');
  assert.equal(read?.text, '&A😀&nbsp;"');
});

test('attributes, comments, empty elements and blanks around an answer are passed over', () => {
  const read = readXml(
    '  <?xml version="1.0"?>\n<a xmlns="http://x/"><!-- c --><b/><b x="1">2</b></a>\n',
  );
  assert.deepEqual(read && childrenOf(read, 'b').map(({ text }) => text), ['', '2']);
});

for (const broken of [
  '',
  'hello',
  '<a>',
  '<a></b>',
  '</a>',
  '<a></a><b></b>',
  '<a></a>text',
  '<a',
  '<a><b></a></b>',
])
  test(`what is no XML, ${JSON.stringify(broken)}, is undefined`, () => {
    assert.equal(readXml(broken), undefined);
  });
