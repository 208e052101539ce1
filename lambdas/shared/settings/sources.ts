import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { SettingsInvalid } from '../errors.ts';
import { Source } from './source.ts';

const SourceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a source id: lower-case letters, digits, hyphens');

/** The whole of `sources.json`. */
export const Sources = z.strictObject({ sources: z.record(SourceId, Source) });
export type Sources = z.infer<typeof Sources>['sources'];

/** Reads and checks a `sources.json`. Throws SettingsInvalid with the path of every wrong field. */
export function readSources(file: string): Sources {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsInvalid(`${file}: cannot be read; name the file with --sources`, { cause });
  }
  return parseSources(text, file);
}

/** As {@link readSources}, from text; `origin` names it in messages. */
export function parseSources(text: string, origin: string): Sources {
  const checked = Sources.safeParse(parseJson(text, origin));
  if (checked.success) return checked.data.sources;
  const lines = checked.error.issues.map(
    (issue) => `${origin}: ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  );
  throw new SettingsInvalid(lines.join('\n'), { cause: checked.error });
}

/** The source of that id. Throws SettingsInvalid where there is none. */
export function sourceNamed(sources: Sources, id: string): Source {
  const source = Object.hasOwn(sources, id) ? sources[id] : undefined;
  if (source) return source;
  const known = Object.keys(sources).join(', ') || 'none';
  throw new SettingsInvalid(`no source "${id}" in the settings; known: ${known}`);
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SettingsInvalid(`${origin}: is not JSON`, { cause });
  }
}
