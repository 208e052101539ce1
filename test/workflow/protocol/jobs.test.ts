import assert from 'node:assert/strict';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { missing } from '../../../local/servers/faults/error-responses.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { BULK_DATA, ONE_UP_JOBS } from './columns.ts';
import { at, type ExportSetup, feature, refused, requestsTo, works } from './feature.ts';

const PATIENTS = { types: ['Patient'] };
const JOB = /\/jobs?\/[^/]+$/;
const KICK_OFF = /\$(export|bulk-publish)$/;

feature('DELETE of the job, once its data is published', {
  ...at(BULK_DATA, () =>
    works({
      shows: (exported) => assert.match(requestsTo(exported, JOB).at(-1) ?? '', /^DELETE /),
    }),
  ),
});

feature('DELETE of a job that is given up', {
  ...at([...BULK_DATA, '1up-ste'], () =>
    works({
      source: { deleteJob: 'on-failure' },
      faults: () => [{ on: 'job', times: 1, failure: 'fails' }],
      async run(opened) {
        const { error } = await opened.run(PATIENTS);
        assert.equal(error?.name, 'ServerJobFailed');
        const { requests } = opened.server;
        assert.match(requestsTo({ requests }, JOB).at(-1) ?? '', /^DELETE /);
        return opened.run(PATIENTS);
      },
      shows: (exported) => assert.equal(requestsTo(exported, KICK_OFF).length, 2),
    }),
  ),
});

/** An export that fails because its files are missing, and is resumed when they exist. */
const resuming = (): Pick<ExportSetup, 'faults' | 'run'> => {
  const faults: Fault[] = [{ on: 'file', intercept: missing }];
  return {
    faults: () => faults,
    async run({ run, resume }) {
      const failed = await run(PATIENTS);
      assert.equal(failed.status, 'failed');
      faults.length = 0;
      return resume(failed.exportId);
    },
  };
};

feature('resume of a failed export', {
  ...at([...BULK_DATA, ...ONE_UP_JOBS], () =>
    works({
      ...resuming(),
      shows: (exported) => assert.equal(requestsTo(exported, KICK_OFF).length, 1),
    }),
  ),
  ...at(['1up-mte', 'bulk-publish'], () =>
    refused({
      ...resuming(),
      by: /^SettingsInvalid: export \S+ cannot be resumed: the server answered its kick-off without a job/,
    }),
  ),
});

const full = ExportRequest.parse({ ...PATIENTS, mode: 'full' });

feature('adoption of a job of another client', {
  ...at([...BULK_DATA, ...ONE_UP_JOBS], () =>
    works({
      source: { deleteJob: 'never' },
      async run({ run, adopt, server }) {
        await run(PATIENTS);
        const status = server.requests.find(({ url }) => JOB.test(url.pathname));
        return adopt(full, status?.url.href ?? '');
      },
      shows: (exported) => assert.equal(requestsTo(exported, KICK_OFF).length, 1),
    }),
  ),
  'bulk-publish': refused({
    run: ({ adopt }) => adopt(full, 'https://directory.example/jobs/1'),
    by: /^SettingsInvalid: adopt: the source serves a publication, which has no jobs/,
  }),
});
