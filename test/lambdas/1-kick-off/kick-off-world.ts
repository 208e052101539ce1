import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { type Begin, JobRecord } from '../../../lambdas/lake/export-records.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { readRecord, writeRecord } from '../../../lambdas/lake/record.ts';
import { type LastCommitRecord, scopeOf } from '../../../lambdas/lake/scope-records.ts';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import {
  aRequest,
  aRequestRecord,
  aSource,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
} from '../../fakes/builders.ts';
import type { Routes, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

export const KICK_OFF = `GET ${BASE_URL}/$export`;
export const GROUP = 'https://api.example/r4/Group/members';

/** A server that accepts, and names the job. */
export const accepting: Scripted = {
  status: 202,
  headers: { 'content-location': '$export/job/1' },
};

type World = { routes?: Routes; source?: Source; request?: ExportRequest; begin?: Begin };

/** An export of the source `acme` that waits to be kicked off. */
export async function kickOffWorld({
  routes = {},
  source = aSource(),
  request = aRequest(),
  begin = { kind: 'kick-off' },
}: World) {
  const deps = stepDeps({ routes, source });
  const startedAt = deps.clock.now().toISOString();
  await writeRecord(keys.request, aRequestRecord({ request, begin }), deps.storage);
  await deps.executions.start(EXPORT_ID, aStart());
  return {
    ...deps,
    scope: scopeOf('acme', request),
    start: (exportId = EXPORT_ID) =>
      kickOff({ exportId, executionArn: EXECUTION_ARN, startedAt, start: aStart() }, deps),
    job: () => readRecord(keys.job, JobRecord, deps.storage),
    lastCommitWas: (last: LastCommitRecord) =>
      writeRecord(scopeKeys('acme', scopeOf('acme', request)).lastCommit, last, deps.storage),
  };
}

/** Kicks off once with the server's answer. */
export async function kickOffWith(answer: Scripted | Scripted[], source = aSource()) {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: answer }, source });
  const result = await world.start();
  return { ...world, result };
}

/** The group export of those settings that read groups. */
export const groupRequest = aRequest({ level: 'group', group: 'members' });
export const groupSource = aSource({ fhirUrl: 'https://api.example/r4/' });
export const GROUP_KICK_OFF = `GET ${BASE_URL}/Group/members/$export`;

/** A Group resource of those patients. */
export const aGroup = (...patients: string[]): Scripted => ({
  body: JSON.stringify({
    resourceType: 'Group',
    member: patients.map((id) => ({ entity: { reference: `Patient/${id}` } })),
  }),
});
