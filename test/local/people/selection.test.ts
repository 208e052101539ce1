import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Window } from '../../../local/people/selection.ts';
import { after, aPopulation, EPOCH } from './small-population.ts';

const people = aPopulation();
const Line = z.looseObject({ id: z.string(), meta: z.looseObject({ lastUpdated: z.string() }) });

/** Newest versions by type and id. */
function held(window: Window): Map<string, string> {
  const byId = new Map<string, string>();
  for (const type of people.types)
    for (const line of people.lines(type, window)) {
      const { id } = Line.parse(JSON.parse(line));
      assert.ok(!byId.has(`${type}/${id}`), 'one version of each');
      byId.set(`${type}/${id}`, line);
    }
  return byId;
}

const updated = (line: string) => Line.parse(JSON.parse(line)).meta.lastUpdated;

test('a full export and the increments after it are the same as a later full export', () => {
  const times = [EPOCH, after(13.7), after(13.701), after(14), after(400)];
  const kept = held({ until: EPOCH });
  for (const [nth, until] of times.entries()) {
    const since = times[nth - 1];
    if (since) for (const [id, line] of held({ since, until })) kept.set(id, line);
    assert.deepEqual(kept, held({ until }));
  }
});

test('an increment is what changed: strictly later than since, and not later than until', () => {
  const since = after(100);
  const until = after(160);
  const increment = held({ since, until });
  for (const line of increment.values()) {
    assert.ok(updated(line) > since.toISOString());
    assert.ok(updated(line) <= until.toISOString());
  }
  assert.equal([...increment.keys()].filter((id) => id.startsWith('Encounter/')).length, 60);
});

test('a visit exactly at until is in this increment and not in the next', () => {
  const at = (from: number, to: number) =>
    people.count('Encounter', { since: after(from), until: after(to) });
  assert.equal(at(0, 1), 1);
  assert.equal(at(1, 1.999), 0);
  assert.equal(at(1, 2), 1);
});

test('an increment within the year before the epoch is exact, too', () => {
  const since = after(-100 * 24 * 3600);
  const expected = new Map(
    [...held({ until: EPOCH })].filter(([, line]) => updated(line) > since.toISOString()),
  );
  assert.ok(expected.size > 100);
  const increment = held({ since, until: EPOCH });
  assert.deepEqual(new Map([...increment].sort()), new Map([...expected].sort()));
});

test('a patient updated at a visit keeps name and birth date, moves, and changes version', () => {
  const before = held({ until: EPOCH });
  const changed = [...held({ since: EPOCH, until: after(300) })].filter(([id]) =>
    id.startsWith('Patient/'),
  );
  const Person = z.looseObject({
    name: z.array(z.looseObject({ text: z.string() })),
    birthDate: z.string(),
    address: z.array(z.unknown()),
    meta: z.looseObject({ versionId: z.string() }),
  });
  assert.ok(changed.length > 10);
  for (const [id, line] of changed) {
    const now = Person.parse(JSON.parse(line));
    const then = Person.parse(JSON.parse(before.get(id) ?? ''));
    assert.equal(now.name[0]?.text, then.name[0]?.text);
    assert.equal(now.birthDate, then.birthDate);
    assert.notDeepEqual(now.address, then.address);
    assert.ok(Number(now.meta.versionId) > Number(then.meta.versionId));
  }
});

test('a window of patients has their compartments and no practitioners, organizations or locations', () => {
  const members = people.patientIds(5);
  const window = { until: after(120), patients: new Set([...members, 'pat-60', 'nobody']) };
  const everything = held({ until: after(120) });
  const theirs = new Map(
    [...everything].filter(([id, line]) =>
      members.some((member) => id === `Patient/${member}` || line.includes(`"Patient/${member}"`)),
    ),
  );
  const provenance = [...held(window)].filter(([id]) => id.startsWith('Provenance/'));
  const others = new Map([...held(window)].filter(([id]) => !id.startsWith('Provenance/')));
  assert.deepEqual(new Map([...others].sort()), new Map([...theirs].sort()));
  assert.equal(provenance.length, people.count('Encounter', window));
  for (const type of ['Practitioner', 'Organization', 'Location'])
    assert.equal(people.count(type, window), 0);
});

test('an increment for patients is their part of the increment', () => {
  const window = { since: EPOCH, until: after(200) };
  const patients = new Set(people.patientIds(50));
  const all = held({ ...window });
  assert.deepEqual(new Map([...held({ ...window, patients })].sort()), new Map([...all].sort()));
});

test('the count is the number of lines, in every window', () => {
  const patients = new Set(people.patientIds(9));
  const windows: Window[] = [
    { until: EPOCH },
    { since: after(20), until: after(90) },
    { since: after(20), until: after(90), patients },
    { since: after(90), until: after(20) },
    { until: new Date('2024-01-01') },
  ];
  for (const window of windows)
    for (const type of people.types)
      assert.equal(people.count(type, window), [...people.lines(type, window)].length, type);
});
