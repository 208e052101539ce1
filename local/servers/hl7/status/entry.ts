import type { JobFile } from '../jobs/job-file.ts';
import type { Hl7Options } from '../options.ts';

/** A file as a manifest lists it. */
export type Entry = {
  type?: string;
  url: string;
  continuesInFile?: string;
  count?: number;
  fileSize?: number;
  countSeverity?: { code: string; count: number }[];
};

/** Writes the entry of a file, the `nth` of its list; v4 adds sizes and severities. */
export function entry(
  file: JobFile,
  nth: number,
  linkOf: (nth: number) => string,
  { version, counts = true }: Pick<Hl7Options, 'version' | 'counts'>,
): Entry {
  return {
    ...(file.type !== undefined && { type: file.type }),
    url: linkOf(nth),
    ...(file.continues && { continuesInFile: linkOf(nth + 1) }),
    ...(counts && { count: file.count }),
    ...(version === 'v4' && counts && { fileSize: file.size() }),
    ...(version === 'v4' && file.severities.length > 0 && { countSeverity: tally(file) }),
  };
}

function tally({ severities }: JobFile) {
  return [...new Set(severities)].map((code) => ({
    code,
    count: severities.filter((severity) => severity === code).length,
  }));
}
