import { isFileError } from '../file-error.ts';
import type { CloudResponse } from '../service.ts';
import { AwsError } from '../service.ts';
import { keyTooLong } from './key.ts';
import { answerXml } from './xml.ts';

/** An error as S3 answers it; to HEAD without a body, which the SDK reads as `NotFound`. */
export function answerError(method: string, error: unknown): CloudResponse {
  const { code, message, status } = asAwsError(error);
  const answer = answerXml(status, { Error: { Code: code, Message: message } });
  return method === 'HEAD' ? { ...answer, body: Buffer.alloc(0) } : answer;
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (isFileError(error, 'ENAMETOOLONG')) return keyTooLong();
  return new AwsError('InternalError', String(error), 500);
}
