import assert from 'node:assert/strict';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { BULK_DATA, COLUMNS, ONE_UP, SINCE_V3 } from './columns.ts';
import { at, type Exported, FILES, feature, refused, requestsTo, works } from './feature.ts';
import { firstPage, listing, listingFiles } from './listing.ts';
import type { Opened } from './open-column.ts';

const HOUR = 3_600_000;
const PATIENTS = { types: ['Patient'] };

/** Lists that 1upHealth's manifests are not known to have are refused, because nothing would land them (M9–M11). */
const notLanded = (name: string, listed: object[]) =>
  at(ONE_UP, () =>
    refused({
      faults: () => listing((manifest) => ({ ...manifest, [name]: listed })),
      by: new RegExp(`^ManifestRefused: 1upHealth's manifest also lists ${name}: `),
    }),
  );

const lines = ({ result }: Exported, type: string) =>
  result.files.filter((file) => file.type === type).reduce((sum, file) => sum + file.lines, 0);

feature('pages of a finished manifest', {
  ...at(SINCE_V3, () =>
    works({
      server: () => ({ linesPerFile: 5, filesPerPage: 2 }),
      shows: (exported) => assert.equal(requestsTo(exported, /\/pages\//).length, 2),
    }),
  ),
  'bulk-publish': works({
    publishes: { filesPerPage: 1 },
    shows: (exported) => assert.ok(requestsTo(exported, /\/manifests\/root-page-/).length > 0),
  }),
  ...notLanded('link', [{ relation: 'next', url: 'https://any.example/next' }]),
});

feature('deleted', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ deletions: { count: 12, to: 'everybody' } }),
      shows: (exported) => assert.equal(lines(exported, 'bulk_deleted'), 2),
    }),
  ),
  'bulk-publish': works({
    publishes: { updateSeconds: HOUR / 1000, deletions: 4 },
    async run({ run, world }) {
      await run(PATIENTS);
      await world.clock.sleep(HOUR);
      return run(PATIENTS);
    },
    shows: (exported) => assert.equal(lines(exported, 'bulk_deleted'), 1),
  }),
  ...notLanded('deleted', [{ type: 'Bundle', url: 'https://any.example/deleted' }]),
});

feature('outcomes', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ outcomes: ['warning', 'information'] }),
      shows: (exported) => assert.equal(lines(exported, 'bulk_outcome'), 2),
    }),
  ),
  ...notLanded('error', [{ type: 'OperationOutcome', url: 'https://any.example/error' }]),
});

/** An export whose files differ from the manifest, and then one whose files match. */
const promising = (name: 'count' | 'fileSize') => {
  const faults: Fault[] = listingFiles((entry) => ({ ...entry, [name]: 1 }));
  return works({
    faults: () => faults,
    async run({ run, world }: Opened): Promise<ExportResult> {
      const { error } = await run(PATIENTS);
      assert.equal(error?.name, 'FileTruncated');
      assert.match(error.message, /the manifest promised 1$/);
      faults.length = 0;
      await world.clock.sleep(1000);
      return run(PATIENTS);
    },
    shows: ({ result }) => assert.ok(result.files.length > 0),
  });
};

feature(
  'count of a file',
  at(COLUMNS, () => promising('count')),
);

feature('fileSize of a file', { 'bulk-data v4': promising('fileSize') });

const withoutOrigin = (link: unknown) =>
  typeof link === 'string' ? new URL(link).pathname + new URL(link).search : link;

feature('relative links', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ relativeLinks: true }),
      shows: (exported) => assert.match(JSON.stringify(firstPage(exported)), /"url":"\/files\//),
    }),
  ),
  ...at(['bulk-publish', '1up-mte', '1up-gateway'], () =>
    works({
      faults: () => listingFiles((entry) => ({ ...entry, url: withoutOrigin(entry.url) })),
      shows: (exported) => assert.match(JSON.stringify(firstPage(exported)), /"url":"\//),
    }),
  ),
  '1up-ste': works({
    faults: () => listingFiles((entry) => ({ ...entry, file: withoutOrigin(entry.file) })),
    shows: (exported) => assert.match(JSON.stringify(firstPage(exported)), /"file":"\//),
  }),
});

feature('a missing list of errors', {
  ...at(BULK_DATA, () => works({ server: () => ({ omitEmptyLists: true }), shows: noErrors })),
  ...at(['bulk-publish', ...ONE_UP], () => works({ shows: noErrors })),
});

function noErrors(exported: Exported): void {
  const page = firstPage(exported);
  assert.ok('output' in page && !('error' in page) && !('outcome' in page));
}

const MARK = 'https://any.example/mark';

feature('extensions of a manifest', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ extension: { [MARK]: 'of no account' } }),
      shows: (exported) => assert.match(JSON.stringify(firstPage(exported)), /of no account/),
    }),
  ),
});

feature('a type without data', {
  ...at([...BULK_DATA, ...ONE_UP], () =>
    works({
      request: { types: ['Patient'], since: '2026-01-01T00:00:00Z' },
      shows(exported) {
        assert.deepEqual(exported.result.files, []);
        assert.deepEqual(requestsTo(exported, FILES), []);
      },
    }),
  ),
});
