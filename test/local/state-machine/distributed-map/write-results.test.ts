import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named, outcome } from '../run-machine.ts';
import { bucketWith, runMap } from './run-map.ts';

const ID = '80808080-8080-4080-8080-808080808080';
const FOLDER = `exports/x/download/${ID}`;
const MAP_RUN = `arn:aws:states:us-east-1:000000000000:mapRun:sluice/Download:${ID}`;

const writer = {
  MaxConcurrency: 1,
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'lake', Prefix: "{% 'exports/x/download' %}" },
  },
};

const work = (n: unknown) => {
  if (n === 1) throw named('Broken', 'this one');
  return [n, 'done'];
};

/** Runs over numbers, of which 1 fails; the results are in `storage`. */
async function written(items: number[]) {
  const storage = await bucketWith(JSON.stringify(items));
  const result = await runMap([], work, writer, { storage });
  const text = async (name: string) => (await storage.read(`${FOLDER}/${name}`))?.text ?? '';
  return { result, text, keys: [...storage.objects.keys()] };
}

test('results are in S3 by status, listed by a manifest, and the Map gives its location', async () => {
  const { result, text } = await written([0]);
  assert.deepEqual(outcome(result), {
    MapRunArn: MAP_RUN,
    ResultWriterDetails: { Bucket: 'lake', Key: `${FOLDER}/manifest.json` },
  });
  const succeeded = await text('SUCCEEDED_0.json');
  assert.deepEqual(JSON.parse(await text('manifest.json')), {
    DestinationBucket: 'lake',
    MapRunArn: MAP_RUN,
    ResultFiles: {
      FAILED: [],
      PENDING: [],
      SUCCEEDED: [{ Key: `${FOLDER}/SUCCEEDED_0.json`, Size: succeeded.length }],
    },
  });
  assert.deepEqual(JSON.parse(succeeded), [
    {
      ExecutionArn: `arn:aws:states:us-east-1:000000000000:execution:sluice/Download:${ID}`,
      Input: '0',
      InputDetails: { Included: true },
      Name: ID,
      Output: '[0,"done"]',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      StartDate: '2026-01-01T00:00:00.000Z',
      StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice/Download',
      Status: 'SUCCEEDED',
      StopDate: '2026-01-01T00:00:00.000Z',
    },
  ]);
});

test('a failed run writes the results it has, and what was never started', async () => {
  const { result, text, keys } = await written([0, 1, 2]);
  assert.equal(result.status, 'FAILED');
  const names = keys.filter((key) => key.startsWith(FOLDER));
  assert.deepEqual(names.map((key) => key.slice(FOLDER.length + 1)).sort(), [
    'FAILED_0.json',
    'PENDING_0.json',
    'SUCCEEDED_0.json',
    'manifest.json',
  ]);
  const [failed] = JSON.parse(await text('FAILED_0.json'));
  assert.partialDeepStrictEqual(failed, { Status: 'FAILED', Error: 'Broken', Input: '1' });
  const { FAILED } = JSON.parse(await text('manifest.json')).ResultFiles;
  const Size = (await text('FAILED_0.json')).length;
  assert.deepEqual(FAILED, [{ Key: `${FOLDER}/FAILED_0.json`, Size }]);
});

test('a bucket that refuses the results fails the Map', async () => {
  const bucket = await bucketWith('[0]');
  const storage = { ...bucket, put: () => Promise.reject(new Error('AccessDenied')) };
  const result = await runMap([], work, writer, { storage });
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.ResultWriterFailed' });
});
