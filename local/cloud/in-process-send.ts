import type { Send } from '../../lambdas/shared/aws/wire/request.ts';
import { readBody } from './read-body.ts';
import { requestUrl } from './request-url.ts';
import { answerError } from './s3/answer-error.ts';
import type { CloudService } from './service.ts';

/** Sends to the local cloud in this process, without a socket. */
export const inProcessSend =
  (cloud: CloudService): Send =>
  async ({ method, path, headers, body }) => {
    const answer = await ask(cloud, { method, path, headers, body });
    return { ...answer, body: await readBody(answer.body) };
  };

async function ask(
  cloud: CloudService,
  { method, path, headers, body }: Omit<Parameters<Send>[0], 'origin'>,
) {
  try {
    const length = { 'content-length': String(body.length) };
    return await cloud({ method, url: requestUrl(path), headers: { ...headers, ...length }, body });
  } catch (error) {
    return answerError(method, error);
  }
}
