import '../runtime/zod-at-once.ts';
import type { ApiResult } from '../aws/api-gateway.ts';
import { environment } from '../aws/environment.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { stepFunctions } from '../aws/step-functions.ts';
import type { Log } from '../runtime/log.ts';
import { readSettings, type Sources } from '../settings/sources.ts';
import { type Answer, type ApiDeps, toResult } from './api.ts';
import { ApiEvent, route } from './route.ts';

/** The API as API Gateway calls it. */
export type ApiHandler = (event: unknown) => Promise<ApiResult>;

/** Makes the API's handler. It answers every error, so that none reaches a caller as it is. */
export const withDeps =
  (deps: ApiDeps): ApiHandler =>
  async (event) => {
    try {
      return toResult(await route(ApiEvent.parse(event), deps));
    } catch (error) {
      return toResult(internalError(error, deps.log));
    }
  };

export const handler = lambdaHandler(withDeps, (observed, aws) => {
  let sources: Sources | undefined;
  return {
    ...lakeDeps(aws, observed),
    /** Read by the first call that starts an export: no other asks for them. */
    get sources() {
      sources ??= readSettings(environment('SOURCES_FILE')).sources;
      return sources;
    },
    bucket: environment('BUCKET'),
    executions: stepFunctions(aws, environment('STATE_MACHINE_ARN')),
    random: Math.random,
  };
});

/** Tells the log what went wrong, and the caller only that something did. */
export function internalError(error: unknown, log: Log): Answer {
  const { name, message } = error instanceof Error ? error : new Error('no error was thrown');
  log.error('api.failed', { error: name, message });
  return { status: 500, body: { error: 'InternalError' } };
}
