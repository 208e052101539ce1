import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { isFileError } from '../files.ts';
import { AwsError, type CloudResponse } from '../service.ts';
import { keyTooLong } from './bucket.ts';

const builder = new XMLBuilder({ suppressEmptyNode: true });
const parser = new XMLParser({ parseTagValue: false });

/** An XML response; undefined fields are left out. */
export function answerXml(status: number, document: Record<string, unknown>): CloudResponse {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The elements of a request body; every value is a string. Throws MalformedXML. */
export function parseXml(body: Buffer): unknown {
  const text = body.toString();
  if (XMLValidator.validate(text) !== true) throw malformedXml();
  return parser.parse(text);
}

export const malformedXml = () => new AwsError('MalformedXML', 'The XML is not well-formed.');

/** The error response of S3. For HEAD it has no body, which the SDK reads as `NotFound`. */
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
