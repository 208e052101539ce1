import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Sources } from '../settings/sources.ts';
import type { Executions } from '../workflow/executions.ts';

/** What the API answers, before it is put into API Gateway's words. */
export type Answer = {
  status: 200 | 202 | 400 | 404 | 409 | 500;
  body: object;
  /** Path of the export that the answer is about. */
  location?: string;
};

/** The response of API Gateway. */
export const toResult = ({ status, body, location }: Answer): ApiResult =>
  jsonResult(status, body, location === undefined ? {} : { location });

/** Where an export's status is. */
export const locationOf = (exportId: string) => `/exports/${exportId}`;

/** The answer for an id that no export has, or can have. */
export const exportUnknown: Answer = {
  status: 404,
  body: { error: 'ExportUnknown', message: 'there is no export of this id' },
};

/** What the API reaches the world through. */
export type ApiDeps = {
  sources: Sources;
  storage: Storage;
  /** Name of the bucket behind `storage`, for the `s3://` addresses of files. */
  bucket: string;
  executions: Executions;
  clock: Pick<Clock, 'now'>;
  /** As `Math.random`. */
  random: () => number;
  log: Log;
};
