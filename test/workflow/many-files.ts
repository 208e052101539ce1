import { Readable } from 'node:stream';
import type { Http, HttpResponse } from '../../lambdas/http/http.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { openWorld } from './world.ts';

/**
 * Exports a number of files of one patient each, and prints the result as one line of JSON. It is its own
 * program, because the test runner's bookkeeping of promises costs more than the export.
 */
const files = Number(process.argv[2]);

const settings = {
  many: {
    dialect: '1up-mte',
    baseUrl: 'https://many.example/r4',
    auth: { kind: 'none' },
    maxConcurrency: 10,
  },
};

const http: Http = async ({ url }) => {
  const id = /\/Patient\/(\d+)$/.exec(url)?.[1];
  return id === undefined
    ? answer(manifest(), 'application/json')
    : answer(patient(id), 'text/plain');
};

const manifest = () =>
  JSON.stringify({
    transactionTime: '2026-01-01T00:00:00.000Z',
    requiresAccessToken: true,
    output: Array.from({ length: files }, (_, index) => ({
      type: 'Patient',
      url: `https://many.example/r4/$export/Patient/${index}`,
    })),
  });

const patient = (id: string) => `{"resourceType":"Patient","id":"${id}"}\n`;

const answer = (text: string, contentType: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': contentType, 'content-length': String(Buffer.byteLength(text)) },
  body: Readable.from([Buffer.from(text)]),
});

const world = await openWorld({ settings, http, clock: virtualClock(), viaSdk: true });
const began = performance.now();
const { exportId, status, files: landed } = await world.run('many');
const seconds = (performance.now() - began) / 1000;
const { largestPayloadBytes = 0, longestHistory = 0 } = world.laptop.measured(exportId) ?? {};
const objects = landed.flatMap((file) => file.objects);
const checksums = new Set(objects.map(({ checksum }) => checksum)).size;
process.stdout.write(
  `${JSON.stringify({ status, checksums, seconds, largestPayloadBytes, longestHistory })}\n`,
);
await world.close();
