import assert from 'node:assert/strict';
import { test } from 'node:test';
import { citedIn, withoutCitations } from './citations.ts';

const texts: Record<string, string[]> = {
  'v4 repeats the entry (rule 14)': ['rule 14'],
  'an export (rules 12–15)': ['rule 12', 'rule 13', 'rule 14', 'rule 15'],
  'a token (rules 3, 7, 9–10)': ['rule 3', 'rule 7', 'rule 9', 'rule 10'],
  'a job of 14 days (P13, rule 25)': ['P13', 'rule 25'],
  'an assertion (rule 8, RFC 7523 §3)': ['rule 8'],
  'deletions (M10, rule 36; https://hl7.org/fhir/R4/bundle.html)': ['M10', 'rule 36'],
  'pages are followed to the end (M9–M11)': ['M9', 'M10', 'M11'],
  'a list of errors (rule 35, M11) › again (rule 35)': ['rule 35', 'M11'],
  'states carry no group id (invariant 6)': ['invariant 6'],
  'links in file and in url (1up 6, 7)': ['1up 6', '1up 7'],
  'an abort runs no Catch (F3, O6)': ['F3', 'O6'],
  'a commented list (D14,\n * D24)': ['D14', 'D24'],
  'uploads that a kill leaves (S3)': ['S3'],
  'it lies in S3, under a manifest': [],
  'a bucket (S3, where it lies)': [],
  'a 429 of KMS (429), in 12 parts (12)': [],
  "[D01] of 'AWS::S3::Bucket'": [],
};

for (const [text, ids] of Object.entries(texts))
  test(`${JSON.stringify(text)} cites ${ids.length} rules`, () =>
    assert.deepEqual(citedIn(text), ids));

test('a text without its citations is the rest of it', () => {
  assert.equal(
    withoutCitations('K3: waits (K3), as (it) does (rule 23)'),
    'K3: waits (), as (it) does ()',
  );
});
