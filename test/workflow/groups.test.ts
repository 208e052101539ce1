import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ExportResult } from '../../local/exports/export-result.ts';
import { groupOf } from '../../local/servers/export/groups.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { landedContent, serverContent } from './lake-content.ts';
import { oneUpServers, people, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

const TYPES = ['Patient', 'Encounter', 'Coverage'];
const GROUP = 'oncology-cohort-2026';
const request = { level: 'group' as const, group: GROUP, types: TYPES };
const members = people.patientIds(9);

describe('a group export', () => {
  const clock = virtualClock();
  const { http, groups } = oneUpServers(clock);
  let world: World;
  before(async () => {
    world = await openWorld({ settings, secrets, http, clock });
  });
  after(() => world.close());

  const isOf = (patients: string[]) => groups.write(GROUP, groupOf(patients));
  /** The next hour's export, every type compared with the server's data of these patients. */
  const hourly = async (source: string, patients: string[]): Promise<ExportResult> => {
    await clock.sleep(3_600_000);
    const result = await world.run(source, request);
    assert.equal(result.error, null);
    const since = result.since === null ? undefined : new Date(result.since);
    const until = new Date(result.transactionTime ?? '');
    const window = { since, until, patients: new Set(patients) };
    for (const type of TYPES)
      assert.ok(landedContent(world.lake, result, type) === serverContent(type, window), type);
    return result;
  };

  for (const source of ['ste', 'mte-headers', 'gateway'])
    test(`of ${source} lands all data of its members, and of no other patient`, async () => {
      isOf(members.slice(2, 7));
      const { files } = await hourly(source, members.slice(2, 7));
      const patients = files.filter(({ type }) => type === 'Patient');
      assert.equal(
        patients.reduce((sum, { lines }) => sum + lines, 0),
        5,
      );
    });

  test('is incremental while its members stay, in whatever order (W6, rule 41)', async () => {
    const last = await hourly('ste', members.slice(2, 7));
    isOf(members.slice(2, 7).reverse());
    assert.equal((await hourly('ste', members.slice(2, 7))).since, last.transactionTime);
  });

  test('is full when a member was added, whose older data would be missed (W6, rule 41)', async () => {
    isOf(members.slice(2, 8));
    assert.equal((await hourly('ste', members.slice(2, 8))).since, null);
    assert.notEqual((await hourly('ste', members.slice(2, 8))).since, null);
  });

  test('is full when a member was removed (W6, rule 41)', async () => {
    isOf(members.slice(3, 8));
    assert.equal((await hourly('ste', members.slice(3, 8))).since, null);
  });

  test('names neither the group nor a member in a key, a state or an event', async () => {
    const { exportId } = await hourly('ste', members.slice(3, 8));
    const written = [
      ...allFiles(world.lake),
      JSON.stringify(world.laptop.measured(exportId)?.history),
      ...contents(join(world.lake, '.sluice', 'executions')),
      ...contents(join(world.lake, '.sluice', 'events.ndjson')),
      ...contents(join(world.lake, 'exports', exportId, 'download')),
    ].join('\n');
    for (const secret of [GROUP, ...members]) assert.ok(!written.includes(secret), secret);
  });
});

/** The paths below a folder, and the text of its files. */
const allFiles = (folder: string) => readdirSync(folder, { recursive: true }).map(String);
const contents = (path: string) =>
  (statSync(path).isFile() ? [path] : allFiles(path).map((name) => join(path, name)))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'));
