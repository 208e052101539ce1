import { download } from '../../../../lambdas/4-download/download.ts';
import { AttachmentLine } from '../../../../lambdas/lake/attachment-receipts.ts';
import type { AttachmentUnit } from '../../../../lambdas/lake/attachment-records.ts';
import { attachmentIndex, attachmentKey } from '../../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../../lambdas/lake/record.ts';
import { anAttachment, anAttachmentUnit, someAttachments } from '../../../fakes/attachments.ts';
import { aDownload, EXPORT_DATE, EXPORT_ID, keys } from '../../../fakes/builders.ts';
import type { Reply, Scripted } from '../../../fakes/scripted-http.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';

export const TIME = () => 15 * 60 * 1000;
export const unitKey = keys.attachmentUnit(1);
const index = attachmentIndex(EXPORT_DATE, EXPORT_ID, EXPORT_ID).key(1);

/** A text as a server sends it. */
export const aText = (body: string) => ({ headers: { 'content-type': 'text/plain' }, body });

/** One unit of as many attachments as there are answers. */
export async function attachmentWorld(
  answers: (Scripted | Scripted[])[],
  unit: Partial<AttachmentUnit> = {},
) {
  const urlOf = (n: number) => `https://files.example/Binary/${n}`;
  const routes = Object.fromEntries(answers.map((answer, i) => [`GET ${urlOf(i + 1)}`, answer]));
  const deps = stepDeps({ routes });
  const attachments = answers.map((_, i) => anAttachment(i + 1));
  await writeRecord(unitKey, anAttachmentUnit({ attachments, ...unit }), deps.storage);
  const event = aDownload(unitKey);
  return {
    ...deps,
    download: (remaining = TIME) => download(event, deps, remaining),
    /** The lines of the index; none if it is not written. */
    async lines(): Promise<AttachmentLine[]> {
      const text = (await deps.storage.read(index))?.text ?? '';
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => AttachmentLine.parse(JSON.parse(line)));
    },
    stored: (n: number) =>
      deps.storage.objects.get(attachmentKey(EXPORT_DATE, EXPORT_ID, n))?.body.toString(),
    asked: () => deps.http.requests.map(({ url }) => Number(/(\d+)$/.exec(url)?.[1])),
  };
}

/** A resource as a server sends it. */
export const fhir = (resource: object) => ({
  headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
  body: JSON.stringify(resource),
});
/** A Binary of the text `hello`. */
export const binary = (changes: object = {}) =>
  fhir({ resourceType: 'Binary', contentType: 'text/plain', data: btoa('hello'), ...changes });

/** Settles one attachment with that answer. */
export async function settled(answer: Reply, changes = {}, settings = {}) {
  const attachments = [anAttachment(1, changes)];
  const unit = { attachments, settings: someAttachments(settings) };
  const world = await attachmentWorld([answer], unit);
  await world.download();
  const [line] = await world.lines();
  return { ...world, line, bytes: world.stored(1) };
}
