import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { CloudResponse } from '../service.ts';
import { AwsError } from '../service.ts';

const builder = new XMLBuilder({ suppressEmptyNode: true });
const parser = new XMLParser({ parseTagValue: false });

/** An answer in XML; fields that are undefined are left out. */
export function answerXml(status: number, document: Record<string, unknown>): CloudResponse {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The elements of a request body, every value a string. Throws MalformedXML. */
export function parseXml(body: Buffer): unknown {
  const text = body.toString();
  if (XMLValidator.validate(text) !== true) throw malformedXml();
  return parser.parse(text);
}

export const malformedXml = () => new AwsError('MalformedXML', 'The XML is not well-formed.');
