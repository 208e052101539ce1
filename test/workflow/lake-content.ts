import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportResult } from '../../local/exports/export-result.ts';
import type { Window } from '../../local/people/population.ts';
import { people } from './served.ts';

/** What an export landed of one type, its files one after the other. */
export const landed = (lake: string, { files }: ExportResult, type: string): string =>
  files
    .filter((file) => file.type === type)
    .map((file) => readFileSync(join(lake, file.key), 'utf8'))
    .join('');

/** What the servers hold of one type, as NDJSON. */
export const held = (type: string, window: Window): string =>
  [...people.lines(type, window)].map((line) => `${line}\n`).join('');
