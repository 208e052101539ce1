import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aManifest, aRequest, aSource, EXPORT_ID } from '../../fakes/builders.ts';
import { planWorld } from './plan-world.ts';

/** A server that is asked with `handling=lenient` may drop `_type` (rule 17, K8). */

const listing = (...types: string[]) =>
  aManifest({ output: types.map((type) => ({ type, url: `/f/${type}` })) });

const worldOf = (lenient: boolean, ...types: string[]) =>
  planWorld(
    listing(...types),
    { request: aRequest({ types: ['Patient'] }) },
    aSource({ dialect: 'bulk-data', bulkData: { lenient } }),
  );

test('types that were not asked for are landed from a lenient server, and told of (rule 17)', async () => {
  const { plan, log } = await worldOf(true, 'Patient', 'Provenance', 'Claim');
  assert.equal((await plan()).files, 3);
  const [warned] = log.lines;
  assert.deepEqual(warned, {
    ...{ level: 'warn', event: 'plan.unasked' },
    fields: { exportId: EXPORT_ID, types: 'Claim,Provenance' },
  });
});

test('where the types are those that were asked for, nothing is told of (rule 17)', async () => {
  const { plan, log } = await worldOf(true, 'Patient');
  await plan();
  assert.deepEqual(
    log.lines.map(({ event }) => event),
    ['plan.done'],
  );
});

test('from a server that is not asked so, they are refused (M13)', async () => {
  const { plan } = await worldOf(false, 'Patient', 'Provenance');
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /lists Provenance/ });
});

test('a type that is none is refused of a lenient server, too (M8)', async () => {
  const { plan } = await worldOf(true, 'Patient', '../x');
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /no FHIR resource type/ });
});
