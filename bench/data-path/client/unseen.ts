import { ask } from '../../../lambdas/4-download/ask.ts';
import type { FetchDeps } from '../../../lambdas/4-download/fetch-file.ts';
import { cutAtLine } from '../../../lambdas/4-download/receive/cut-at-line.ts';
import { objectSink } from '../../../lambdas/4-download/receive/object-sink.ts';
import { decoded } from '../../../lambdas/4-download/response-content.ts';
import { pour } from '../../../lambdas/shared/http/pour.ts';
import type { PlannedFile } from '../../../lambdas/shared/records/plan-records.ts';

/** Moves a file as `fetchFile` does, and looks at no line of it: what is left is the cost of looking. */
export async function fetchUnseen({ url, key }: PlannedFile, deps: FetchDeps): Promise<void> {
  const { requiresAccessToken, server } = deps;
  const response = await ask('file', { url, accept: '*/*', requiresAccessToken }, server);
  const { content, length } = decoded(response);
  const unseen = { look: () => null, place: () => NOWHERE };
  const sink = objectSink({ key, objectBytes: length, cutAt: cutAtLine, ...unseen }, deps);
  await pour(content, sink);
  await sink.finish();
}

/** Nobody goes on with such a file. */
const NOWHERE = { number: 1, offset: 0, tallied: { lines: 0 } };
