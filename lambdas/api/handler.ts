import '../runtime/zod-jitless.ts';
import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import { environment } from '../aws/environment.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { stepFunctions } from '../aws/step-functions.ts';
import type { Log } from '../runtime/log.ts';
import { readSettings, type Sources } from '../settings/sources.ts';
import type { ApiDeps } from './api.ts';
import { ApiEvent, route } from './route.ts';

/** Makes the API's handler. It never throws, so that no caller sees the text of an error. */
export const withDeps =
  (deps: ApiDeps) =>
  async (event: unknown): Promise<ApiResult> => {
    try {
      return await route(ApiEvent.parse(event), deps);
    } catch (error) {
      return internalError(error, deps.log);
    }
  };

export const handler = lambdaHandler(withDeps, (observed, aws) => {
  let sources: Sources | undefined;
  return {
    ...lakeDeps(aws, observed),
    /** Read by the first call that starts an export: no other call needs them. */
    get sources() {
      sources ??= readSettings(environment('SOURCES_FILE')).sources;
      return sources;
    },
    bucket: environment('BUCKET'),
    executions: stepFunctions(aws, environment('STATE_MACHINE_ARN')),
    random: Math.random,
  };
});

/** The log has the error, the response only that there was one. */
function internalError(error: unknown, log: Log): ApiResult {
  const { name, message } = error instanceof Error ? error : new Error('no Error was thrown');
  log.error('api.failed', { error: name, message });
  return jsonResult(500, { error: 'InternalError' });
}
