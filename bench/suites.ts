import { measureBundles } from './bundles/measure-bundles.ts';
import { cost } from './cost/cost.ts';
import { headToHead } from './data-path/head-to-head.ts';
import { receiving } from './data-path/receiving.ts';
import type { Suite } from './measure/suite.ts';
import { planning } from './planning/planning.ts';
import { profile } from './profile/profile.ts';
import { sizes } from './sizes/sizes.ts';
import { smallFiles } from './small-files/small-files.ts';
import { verifications } from './verification/verifications.ts';
import { manyFiles } from './workflow/many-files.ts';

/** A suite under the name that `--only` takes, and the document that its tables stand in. */
export type NamedSuite = { name: string; suite: Suite; document: 'performance' | 'cost' };

const performance = (name: string, suite: Suite): NamedSuite => ({
  ...{ name, suite, document: 'performance' },
});

/** All there are, in the order they run: what a later one builds upon, an earlier one has measured. */
export const suites: readonly NamedSuite[] = [
  performance('data-path', headToHead),
  performance('receiving', receiving),
  performance('sizes', sizes),
  performance('verification', verifications),
  performance('small-files', smallFiles),
  performance('planning', planning),
  performance('workflow', manyFiles),
  performance('bundles', measureBundles),
  performance('profile', profile()),
  { name: 'cost', suite: cost, document: 'cost' },
];
