import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../../../fakes/memory-storage.ts';
import { named, outcome } from '../run-machine.ts';
import { runMap } from './run-map.ts';

const ID = '80808080-8080-4080-8080-808080808080';
const FOLDER = `exports/x/download/${ID}`;
const MAP_RUN = `arn:aws:states:us-east-1:000000000000:mapRun:sluice/Download:${ID}`;

const writer = (WriterConfig?: Record<string, unknown>) => ({
  Label: 'Download',
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'lake', Prefix: "{% 'exports/x/download' %}" },
    ...(WriterConfig && { WriterConfig }),
  },
});

const work = (n: unknown) => {
  if (n === 1) throw named('Broken', 'this one');
  return [n, 'done'];
};

test('results lie in S3 by ending, under a manifest, and the Map gives where', async () => {
  const storage = memoryStorage();
  const result = await runMap({ ...writer(), ToleratedFailureCount: 1 }, work, {
    storage,
    input: [0, 1],
  });
  assert.deepEqual(outcome(result), {
    MapRunArn: MAP_RUN,
    ResultWriterDetails: { Bucket: 'lake', Key: `${FOLDER}/manifest.json` },
  });
  const text = async (name: string) => (await storage.read(`${FOLDER}/${name}`))?.text ?? '';
  const succeeded = await text('SUCCEEDED_0.json');
  assert.deepEqual(JSON.parse(await text('manifest.json')), {
    DestinationBucket: 'lake',
    MapRunArn: MAP_RUN,
    ResultFiles: {
      FAILED: [{ Key: `${FOLDER}/FAILED_0.json`, Size: (await text('FAILED_0.json')).length }],
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
  const [failed] = JSON.parse(await text('FAILED_0.json'));
  assert.partialDeepStrictEqual(failed, { Status: 'FAILED', Error: 'Broken', Input: '1' });
});

test('outputs alone, or with arrays spread out, and as lines', async () => {
  const written = async (config: Record<string, unknown>) => {
    const storage = memoryStorage();
    await runMap(writer(config), work, { storage, input: [0, 2] });
    return (await storage.read(`${FOLDER}/SUCCEEDED_0.json`))?.text;
  };
  assert.equal(await written({ Transformation: 'COMPACT' }), '[[0,"done"],[2,"done"]]');
  assert.equal(await written({ Transformation: 'FLATTEN' }), '[0,"done",2,"done"]');
  const lines = { Transformation: 'COMPACT', OutputType: 'JSONL' };
  assert.equal(await written(lines), '[0,"done"]\n[2,"done"]');
});

test('a run that failed has written what there is, also what never began', async () => {
  const storage = memoryStorage();
  const fields = { ...writer(), MaxConcurrency: 1 };
  const result = await runMap(fields, work, { storage, input: [0, 1, 2] });
  assert.equal(result.status, 'FAILED');
  assert.deepEqual([...storage.objects.keys()].map((key) => key.slice(FOLDER.length + 1)).sort(), [
    'FAILED_0.json',
    'PENDING_0.json',
    'SUCCEEDED_0.json',
    'manifest.json',
  ]);
});

test('a bucket that does not take the results fails the Map', async () => {
  const storage = { ...memoryStorage(), put: () => Promise.reject(new Error('AccessDenied')) };
  const result = await runMap(writer(), work, { storage, input: [0] });
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.ResultWriterFailed' });
});
