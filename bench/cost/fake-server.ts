import { Readable } from 'node:stream';
import type { Http, HttpResponse } from '../../lambdas/http/http.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';

export const BASE_URL = 'https://many.example/fhir';

/** A FHIR server whose job takes that long, and then lists so many files of one patient each. */
export function fakeServer(
  { files, jobSeconds }: { files: number; jobSeconds: number },
  clock: Pick<Clock, 'now'>,
): Http {
  let doneAt = Number.POSITIVE_INFINITY;
  return async ({ method, url }) => {
    const { pathname } = new URL(url);
    const id = /\/files\/(\d+)$/.exec(pathname)?.[1];
    if (id !== undefined) return answer(200, `{"resourceType":"Patient","id":"${id}"}\n`, NDJSON);
    if (method === 'DELETE') return answer(202, '');
    if (pathname.endsWith('/job/1'))
      return clock.now().getTime() < doneAt ? answer(202, '') : answer(200, manifest(files));
    if (!pathname.includes('$export')) return answer(404, '');
    doneAt = clock.now().getTime() + jobSeconds * 1000;
    return answer(202, '', { 'content-location': `${BASE_URL}/job/1` });
  };
}

const NDJSON = { 'content-type': 'application/fhir+ndjson' };

const manifest = (files: number) =>
  JSON.stringify({
    transactionTime: '2026-01-01T00:00:00.000Z',
    request: `${BASE_URL}/$export`,
    requiresAccessToken: false,
    output: Array.from({ length: files }, (_, i) => ({
      type: 'Patient',
      url: `https://many.example/files/${i + 1}`,
    })),
    error: [],
  });

function answer(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  const body = Buffer.from(text);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'content-length': String(body.length),
      ...headers,
    },
    body: Readable.from(body.length > 0 ? [body] : []),
  };
}
