import { mkdirSync } from 'node:fs';
import { answerJson, type JsonApi } from './json-api.ts';
import { s3 } from './s3/s3.ts';
import type { CloudService } from './service.ts';

type Settings = {
  /** The folder that is the bucket: an object is the file with the path of its key. */
  directory: string;
  bucket: string;
  /** By the first word of `X-Amz-Target`, such as `secretsmanager` or `AWSGlue`. */
  jsonApis: Record<string, JsonApi>;
};

/**
 * The AWS APIs that Sluice's Lambdas call, over a folder. No state is in memory: what was answered
 * survives a killed process, and two processes can share the folder, as long as only one of them
 * writes with `If-Match`. Signatures are not checked: it is for this machine only.
 */
export function createCloud({ directory, bucket, jsonApis }: Settings): CloudService {
  mkdirSync(directory, { recursive: true });
  const objects = s3({ directory, name: bucket });
  const apis = new Map(Object.entries(jsonApis));
  return (request) => {
    const target = request.headers['x-amz-target'];
    return target === undefined ? objects(request) : answerJson(apis, target, request);
  };
}
