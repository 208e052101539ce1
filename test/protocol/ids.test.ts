import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsIn } from './ids.ts';

const names: Record<string, string[]> = {
  'rule 14: v4 repeats the entry': ['rule 14'],
  'rules 12–15: an export': ['rule 12', 'rule 13', 'rule 14', 'rule 15'],
  'rules 3, 7 and 9-10: a token': ['rule 3', 'rule 7', 'rule 9', 'rule 10'],
  'K3: a busy server': ['K3'],
  'P13, rule 25: a job of 14 days': ['rule 25', 'P13'],
  'states carry no group id (invariant 6)': ['invariant 6'],
  'links in file and in url (1up 6, 7)': ['1up 6', '1up 7'],
  'an abort runs no Catch (F3, O6)': ['F3', 'O6'],
  'rule 45, M15: links that live three seconds': ['rule 45', 'M15'],
  'pages are followed to the end (M9–M11)': ['M9', 'M10', 'M11'],
  'a list of errors (rule 35, M11) › rule 35: again': ['rule 35', 'M11'],
  'a 429 of KMS, in 12 parts': [],
  'D14, D24: a file that takes longer than a call': ['D14', 'D24'],
  'open uploads are given up after a day (S3, S9)': ['S3', 'S9'],
  'S3: uploads that a kill leaves': ['S3'],
  'direct, https: S1–S3: a part': ['S1', 'S2', 'S3'],
  'results lie in S3, under a manifest, or in S3: there': [],
  'after 503 of S3 (D21)': ['D21'],
  "[D01] of 'AWS::S3::Bucket'": [],
};

for (const [name, ids] of Object.entries(names))
  test(`"${name}" names ${ids.length} ids`, () => assert.deepEqual(idsIn(name), ids));
