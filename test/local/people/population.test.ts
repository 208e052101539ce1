import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { after, aPopulation, EPOCH } from './small-population.ts';

const Line = z.looseObject({
  resourceType: z.string(),
  id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  meta: z.looseObject({ lastUpdated: z.iso.datetime() }),
});
const parsed = (line: string) => Line.parse(JSON.parse(line));
const full = { until: EPOCH };

test('the same settings give the same lines, other seeds others', () => {
  const lines = (seed: number) => [...aPopulation({ seed }).lines('Patient', full)];
  assert.deepEqual(lines(1), lines(1));
  assert.notDeepEqual(lines(1), lines(2));
});

test('there are sixteen types, each with resources, and no others', () => {
  const people = aPopulation();
  assert.equal(people.types.length, 16);
  for (const type of people.types) assert.ok(people.count(type, full) > 0, type);
  assert.equal(people.count('Basic', full), 0);
  assert.deepEqual([...people.lines('constructor', full)], []);
});

test('each line is a resource of its type with an id of its own, updated in the year before the epoch', () => {
  const people = aPopulation();
  for (const type of people.types) {
    const resources = [...people.lines(type, full)].map(parsed);
    assert.equal(resources.length, people.count(type, full), type);
    assert.equal(new Set(resources.map(({ id }) => id)).size, resources.length, type);
    for (const { resourceType, meta } of resources) {
      assert.equal(resourceType, type);
      assert.ok(meta.lastUpdated >= '2025-01-01' && meta.lastUpdated <= EPOCH.toISOString());
    }
  }
});

test('every reference points at a resource that exists at that time', () => {
  const people = aPopulation();
  for (const until of [EPOCH, after(-200 * 24 * 3600), after(60)]) {
    const held = new Set<string>();
    const referenced = new Set<string>();
    for (const type of people.types)
      for (const line of people.lines(type, { until })) {
        held.add(`${type}/${parsed(line).id}`);
        for (const [, reference] of line.matchAll(/"reference":"([^"]+)"/g))
          referenced.add(reference ?? '');
      }
    assert.ok(referenced.size > 50);
    assert.deepEqual([...referenced.difference(held)], []);
  }
});

test('names come in many scripts, one of them outside of Unicode’s first plane, in valid UTF-8', () => {
  const people = aPopulation({ people: 3000 });
  const decode = new TextDecoder('utf-8', { fatal: true });
  const text = [...people.ndjson('Patient', full)].map((chunk) => decode.decode(chunk)).join('');
  for (const script of ['Latin', 'Arabic', 'Hebrew', 'Han', 'Hangul', 'Thai', 'Cyrillic', 'Tamil'])
    assert.match(text, new RegExp(`\\p{Script=${script}}`, 'u'), script);
  assert.match(text, /𠮷田/u);
  assert.match(text, /"family":"Muñoz"/);
});

test('lines have realistic lengths', () => {
  const people = aPopulation();
  const between: Record<string, [number, number]> = {
    Patient: [1000, 2500],
    Observation: [800, 1700],
    ExplanationOfBenefit: [4000, 11_000],
  };
  for (const [type, [least, most]] of Object.entries(between))
    for (const line of people.lines(type, full))
      assert.ok(line.length >= least && line.length <= most, `${type} ${line.length}`);
});

test('NDJSON is the lines, each with its newline, in chunks that end with a line', () => {
  const people = aPopulation();
  const chunks = [...people.ndjson('Observation', full)];
  assert.ok(chunks.length > 10);
  for (const chunk of chunks) assert.equal(chunk.at(-1), 0x0a);
  const lines = [...people.lines('Observation', full)];
  assert.equal(Buffer.concat(chunks).toString(), lines.map((line) => `${line}\n`).join(''));
});

test('any slice can be read without the lines before it', () => {
  const people = aPopulation();
  const patients = new Set(people.patientIds(7));
  for (const window of [full, { since: EPOCH, until: after(40) }, { ...full, patients }])
    for (const type of people.types) {
      const all = [...people.lines(type, window)];
      for (const [from, to] of [
        [0, 3],
        [3, 11],
        [Math.max(0, all.length - 1), all.length + 5],
        [5, 5],
      ] as const)
        assert.deepEqual([...people.lines(type, window, { from, to })], all.slice(from, to), type);
    }
});

test('a slice far into a huge population is read at once', () => {
  const people = aPopulation({ people: 50_000_000 });
  const from = 1_000_000_000;
  const [line = ''] = people.lines('Observation', full, { from, to: from + 1 });
  assert.equal(parsed(line).id, `obs-${from}`);
});

test('the throughput on one core', (t) => {
  const people = aPopulation({ people: 5000 });
  const started = process.cpuUsage();
  let bytes = 0;
  for (const type of people.types)
    for (const chunk of people.ndjson(type, full, { from: 0, to: 8000 })) bytes += chunk.length;
  const { user, system } = process.cpuUsage(started);
  t.diagnostic(`${(bytes / 1e6).toFixed(0)} MB, ${(bytes / (user + system)).toFixed(0)} MB/s`);
  assert.ok(bytes > 50_000_000);
});
