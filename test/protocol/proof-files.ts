import { globSync, readFileSync } from 'node:fs';
import { citedIn } from './citations.ts';

/** Tests of features are known by their folder. */
export const FEATURES = 'test/workflow/protocol/';

/**
 * The test files that prove something of the protocol. Those of the local servers prove what these do,
 * and nothing of Sluice.
 */
export const proofFiles = (): string[] =>
  globSync('test/**/*.test.ts')
    .filter((file) => !file.startsWith('test/local/servers/') && !file.startsWith('test/protocol/'))
    .filter((file) => file.startsWith(FEATURES) || citedIn(readFileSync(file, 'utf8')).length > 0)
    .sort();
