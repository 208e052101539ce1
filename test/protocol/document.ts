import { featureTable } from './feature-table.ts';
import type { Proof } from './proofs.ts';
import { type Rule, sections } from './rules.ts';
import type { FileRun } from './run-file.ts';

const HEAD = `# What of the protocol is proven

Written by \`npm run protocol\` from the tests that passed; not to be edited by hand.

## Features

Each cell is a whole export from a server of that kind, under a virtual clock. ✓: it landed what the server
holds, byte for byte, and the server was asked for the feature. *refused*: the version or the dialect does
not have it, and the export ended by an error that says so, before a file was asked for. Empty: there is
no test. \`bulk-data\` is the HL7 Bulk Data Access guide, v4 being its ballot.
`;

const PROOFS = `Under each rule stand the tests that cite it in their name and passed.
`;

/** `docs/protocol.md`. */
export const document = (runs: readonly FileRun[], proofs: ReadonlyMap<string, Proof[]>): string =>
  [
    HEAD,
    ...featureTable(runs),
    '',
    ...sections.flatMap(({ title, rules }) => [
      `## ${title}\n`,
      PROOFS,
      ...rules.map((rule) => ruleText(rule, proofs.get(rule.id) ?? [])),
    ]),
  ].join('\n');

const ruleText = ({ id, anchor, what }: Rule, proofs: readonly Proof[]): string =>
  [`**[${id}](rules.md#${anchor})** ${what}\n`, ...proofs.map(proofText), ''].join('\n');

/** Of tests that come from one table, a few tell enough. */
const MAX_NAMES = 3;

function proofText({ file, names }: Proof): string {
  const shown = names.slice(0, MAX_NAMES).map(code).join(' · ');
  const more = names.length > MAX_NAMES ? ` · and ${names.length - MAX_NAMES} more` : '';
  return `- [${file}](../${file}): ${shown}${more}`;
}

/** A code span; a backtick of the name would end it. */
const code = (name: string): string => `\`${name.replaceAll('`', "'")}\``;
const SPANS = /`([^`]+)`/g;

/** The proofs in a part of the document, as {@link document} wrote them. */
export const proofsIn = (text: string): Proof[] =>
  [...text.matchAll(/^- \[(.+?)\]\(\.\.\/.+?\): (.+)$/gm)].map(([, file = '', names = '']) => ({
    file,
    names: [...names.matchAll(SPANS)].map(([, name = '']) => name),
  }));
