import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cloudOver } from '../../local/cloud/local-cloud.ts';
import { catalogCases, catalogOver } from './catalog-cases.ts';

/** The catalog's contract over the local cloud; `test/moto` runs it over moto. */
describe('the Glue catalog over the local cloud', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-catalog-'));
  const cloud = cloudOver(directory);
  after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [i, { name, run }] of catalogCases.entries())
    test(name, async () => run(await catalogOver({ kind: 'in-process', cloud }, `case_${i}`)));
});
