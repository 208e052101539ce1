import { parseArgs } from 'node:util';
import { profile } from './profile/profile.ts';
import { type NamedSuite, suites } from './suites.ts';

/** What is run, how much of it, and whether the documents are written: not with a part of the tables. */
export type Options = { isQuick: boolean; chosen: readonly NamedSuite[]; writes: boolean };

/** Reads the command line. Throws where it names no suite that there is. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const isQuick = values.quick;
  if (values.profile) return { isQuick, chosen: [KEPT_PROFILE], writes: false };
  const { only } = values;
  if (only === undefined) return { isQuick, chosen: suites, writes: true };
  const chosen = suites.filter(({ name }) => name === only);
  if (chosen.length === 0) {
    const names = suites.map(({ name }) => name).join(', ');
    throw new Error(`--only takes one of ${names}, not "${only}"`);
  }
  return { isQuick, chosen, writes: false };
}

const KEPT_PROFILE: NamedSuite = {
  ...{ name: 'profile', suite: profile(true), document: 'performance' },
};
