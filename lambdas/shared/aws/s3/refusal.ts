import { codeOfStatus } from '../wire/aws-error.ts';
import type { AwsAnswer, Refusal } from '../wire/request.ts';
import { isResult, readXml, textOf, type XmlElement } from './xml.ts';

/**
 * What S3 refused, by the `<Error>` of an answer. Where a KMS key is what may not be used, the words
 * have its ARN (S5).
 */
export const refusalIn = ({ status, body }: AwsAnswer): Refusal | undefined =>
  status < 300 ? undefined : refusalOf(readXml(body.toString()), status);

/**
 * The same of CompleteMultipartUpload, which S3 begins to answer with 200 before it knows how it will
 * end: only its result is a success (S4).
 */
export function completionRefusalIn({ status, body }: AwsAnswer): Refusal | undefined {
  const document = readXml(body.toString());
  const isDone = status < 300 && isResult(document, 'CompleteMultipartUpload');
  return isDone ? undefined : refusalOf(document, status < 300 ? 500 : status);
}

const refusalOf = (document: XmlElement | undefined, status: number): Refusal =>
  document?.name === 'Error'
    ? {
        code: textOf(document, 'Code') || codeOfStatus(status),
        message: textOf(document, 'Message') ?? '',
      }
    : { code: codeOfStatus(status), message: '' };
