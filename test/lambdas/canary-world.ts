import { kickOff } from '../../lambdas/1-kick-off/kick-off.ts';
import { poll } from '../../lambdas/2-poll/poll.ts';
import { plan } from '../../lambdas/3-plan/plan.ts';
import { download } from '../../lambdas/4-download/download.ts';
import { publish } from '../../lambdas/5-publish/publish.ts';
import { settleExport } from '../../lambdas/settlement/settle-export.ts';
import {
  aDownload,
  aSource,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
} from '../fakes/builders.ts';
import { NOW } from '../fakes/manual-clock.ts';
import type { Scripted } from '../fakes/scripted-http.ts';
import { type StepDeps, stepDeps } from '../fakes/step-deps.ts';

/** What must never be told: of secrets, of patients, and the id of the group. */
export const MARKERS = ['SECRET-marker', 'PHI-marker', 'GROUP-marker'];

const TOKEN_URL = 'https://auth.example/token';
const STATUS_URL = `${BASE_URL}/$export/job/PHI-marker`;
const FILE_URL = 'https://files.example/PHI-marker.ndjson';

const good = {
  token: { body: '{"access_token":"SECRET-marker","token_type":"Bearer","expires_in":7200}' },
  group: {
    body: '{"resourceType":"Group","member":[{"entity":{"reference":"Patient/PHI-marker"}}]}',
  },
  kickOff: { status: 202, headers: { 'content-location': STATUS_URL } },
  status: {
    body: JSON.stringify({
      transactionTime: '2026-11-22T02:59:00Z',
      output: [{ type: 'Patient', file: FILE_URL }],
      note: 'PHI-marker',
    }),
  },
  file: { body: '{"resourceType":"Patient","id":"PHI-marker"}\n' },
  cancel: { status: 202 },
} satisfies Record<string, Scripted>;

/** A group export of a source that logs in by client credentials, with some answers going wrong. */
export function canaryWorld(wrong: Partial<Record<keyof typeof good, Scripted>>): StepDeps {
  const answers = { ...good, ...wrong };
  const source = aSource({
    dialect: '1up-ste',
    auth: { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl: TOKEN_URL },
    fhirUrl: 'https://api.example/r4',
    exports: { nightly: { level: 'group', group: 'GROUP-marker' } },
  });
  const routes = {
    [`POST ${TOKEN_URL}`]: answers.token,
    'GET https://api.example/r4/Group/GROUP-marker': answers.group,
    [`GET ${BASE_URL}/Group/GROUP-marker/$export`]: answers.kickOff,
    [`GET ${STATUS_URL}`]: answers.status,
    [`GET ${FILE_URL}`]: answers.file,
    [`DELETE ${STATUS_URL}`]: answers.cancel,
  };
  const secrets = { 'sluice/acme': { client_id: 'SECRET-marker', client_secret: 'SECRET-marker' } };
  return stepDeps({ routes, source, secrets });
}

/** Everything that leaves an export for people and machines to read. */
export type Outputs = {
  results: readonly unknown[];
  errors: readonly unknown[];
  lines: readonly unknown[];
  announcements: readonly unknown[];
  failure: string;
};

const event = { exportId: EXPORT_ID, source: 'acme' };
const plannedSoFar = { pages: 0, units: 0 };

/** Runs the five steps one after another, and Clean up where one fails, as the machine does. */
export async function runExport(deps: StepDeps): Promise<Outputs> {
  const results: unknown[] = [];
  const errors: unknown[] = [];
  const steps = [
    () =>
      kickOff(
        { exportId: EXPORT_ID, executionArn: EXECUTION_ARN, startedAt: NOW, start: aStart() },
        deps,
      ),
    () => poll({ ...event, polls: 0, plannedSoFar }, deps, () => 900_000),
    () => plan({ ...event, plannedSoFar }, deps),
    () => download(aDownload(), deps, () => 900_000),
    () => publish(event, deps),
  ];
  try {
    for (const step of steps) results.push(await step());
  } catch (error) {
    errors.push(asLambdaReports(error));
    const failure = { Error: 'Failed', Cause: JSON.stringify(asLambdaReports(error)) };
    results.push(await settleExport({ ...event, failure }, deps));
  }
  const { lines } = deps.log;
  const { announcements } = deps.announcer;
  const failure = (await deps.storage.read(keys.failure))?.text ?? '';
  return { results, errors, lines, announcements, failure };
}

/** Lambda reports name, message and stack, and logs what else an error carries openly. */
function asLambdaReports(error: unknown) {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return { ...error, errorType: name, errorMessage: message, trace: stack?.split('\n') };
}
