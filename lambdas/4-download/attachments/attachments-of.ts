import * as z from 'zod';
import { mimeTypeOf } from '../../http/mime-type.ts';
import type { AttachmentNote } from '../../lake/attachment-records.ts';

const Text = z.string().nullable().catch(null);
/** R5 writes the size, an integer64, as a string (https://hl7.org/fhir/R5/json.html#primitive). */
const Size = z
  .union([
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

/** Whatever of it is not as it should be counts as not there: the resource is the server's, and has landed. */
const Attachment = z.looseObject({
  contentType: Text,
  url: Text,
  data: Text,
  size: Size,
  hash: Text,
});

const Content = z.looseObject({ attachment: z.unknown() });

/** Where resources have their attachments (FHIR R4, DocumentReference.content, DiagnosticReport.presentedForm). */
const PLACES: Readonly<Record<string, (resource: Record<string, unknown>) => unknown[]>> = {
  DocumentReference: ({ content }) =>
    listOf(content)
      .map((each) => Content.safeParse(each))
      .map(({ data }) => data?.attachment),
  DiagnosticReport: ({ presentedForm }) => listOf(presentedForm),
};

/** The attachments of a resource, in its order; none of any other type. */
export function attachmentsOf(resource: Record<string, unknown>): AttachmentNote[] {
  const type = String(resource.resourceType);
  const found = Object.hasOwn(PLACES, type) ? PLACES[type]?.(resource) : undefined;
  const owner = typeof resource.id === 'string' ? `${type}/${resource.id}` : type;
  return (found ?? []).flatMap((each, i) => {
    const { data: attachment } = Attachment.safeParse(each);
    if (!attachment) return [];
    const { contentType, url, data, size, hash } = attachment;
    const about = { contentType: mimeTypeOf(contentType), url: url || null, inline: !!data };
    return [{ owner, nth: i + 1, size, hash, ...about }];
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
