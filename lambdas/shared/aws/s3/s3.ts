import type { Aws } from '../wire/aws.ts';
import type { AwsAnswer, AwsRequest } from '../wire/request.ts';
import { bucketAddress, objectPath } from './bucket-address.ts';
import { refusalIn } from './refusal.ts';
import { isResult, readXml, type XmlElement } from './xml.ts';

/** A call about the bucket, or about an object of it where there is a key. */
export type S3Request = Pick<AwsRequest, 'operation' | 'method'> & {
  key?: string;
  query?: AwsRequest['query'];
  headers?: AwsRequest['headers'];
  body?: Buffer;
  refusalIn?: AwsRequest['refusalIn'];
};

/** One bucket of S3. */
export type S3 = {
  /** Sends once. Throws AwsError and NoAnswer. */
  send(request: S3Request): Promise<AwsAnswer>;
  /** Sends until it is answered, or does not pass (S1). Throws AwsError and NoAnswer. */
  call(request: S3Request): Promise<AwsAnswer>;
  patiently: Aws['patiently'];
};

/** The calls of one bucket. */
export function s3(aws: Aws, bucket: string): S3 {
  const address = bucketAddress(aws.endpoint('s3'), bucket);
  const send = ({ key, ...request }: S3Request) =>
    aws.send({
      ...{ query: {}, headers: {}, body: Buffer.alloc(0), refusalIn },
      ...{ service: 's3', origin: address.origin },
      path: key === undefined ? address.basePath || '/' : objectPath(address, key),
      ...request,
    });
  return {
    send,
    call: (request) => aws.patiently(() => send(request)),
    patiently: aws.patiently,
  };
}

/**
 * The element that an answer is: in S3 `${name}Result`, and in some that imitate it `${name}Response`.
 * Throws where it is another: an empty list must not come of it.
 */
export function resultIn({ body }: AwsAnswer, name: string): XmlElement {
  const result = readXml(body.toString());
  if (!isResult(result, name)) throw new Error(`S3 answered with something else than a ${name}`);
  return result;
}
