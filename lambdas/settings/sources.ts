import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';
import { issueLines } from '../runtime/json.ts';
import { ExportRequest } from './export-request.ts';
import { Source } from './source.ts';

const SourceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a source id: lower-case letters, digits, hyphens');

/** `direct`: our own HTTP client and S3 PUT for data. `standard`: `node:https` and the AWS SDK. */
export const Transport = z.enum(['direct', 'standard']);
export type Transport = z.infer<typeof Transport>;

/** The content of `sources.json`. */
export const Settings = z.strictObject({
  transport: Transport.default('direct'),
  sources: z.record(SourceId, Source),
});
export type Settings = z.infer<typeof Settings>;
export type Sources = Settings['sources'];

/** Reads and checks a `sources.json`. Throws SettingsInvalid with the path of every invalid field. */
export function readSettings(file: string): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsInvalid(`${file}: cannot be read; name the file with --sources`, { cause });
  }
  return parseSettings(text, file);
}

/** Like {@link readSettings}, from text; `origin` names it in messages. */
export function parseSettings(text: string, origin: string): Settings {
  const checked = Settings.safeParse(parseJson(text, origin));
  if (checked.success) return checked.data;
  const lines = issueLines(checked.error).map((line) => `${origin}: ${line}`);
  throw new SettingsInvalid(lines.join('\n'), { cause: checked.error });
}

/** The source with that id. Throws SettingsInvalid for an unknown id. */
export function sourceNamed(sources: Sources, id: string): Source {
  const source = Object.hasOwn(sources, id) ? sources[id] : undefined;
  if (source) return source;
  const known = Object.keys(sources).join(', ') || 'none';
  throw new SettingsInvalid(`no source "${id}" in the settings; known: ${known}`);
}

/** The request of a source's named export. Throws SettingsInvalid for an unknown source or name. */
export function namedRequest(
  sourceId: string,
  name: string | undefined,
  sources: Sources,
): ExportRequest {
  const { exports } = sourceNamed(sources, sourceId);
  const named = name !== undefined && Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (!named) throw new SettingsInvalid(`source "${sourceId}" has no export "${name ?? ''}"`);
  const { schedule: _, timeZone: __, flexibleMinutes: ___, ...request } = named;
  return ExportRequest.parse(request);
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SettingsInvalid(`${origin}: is not JSON`, { cause });
  }
}
