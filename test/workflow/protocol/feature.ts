import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SettingsInvalid } from '../../../lambdas/runtime/errors.ts';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import type { Population } from '../../../local/people/population.ts';
import type { Window } from '../../../local/people/selection.ts';
import type { ServerRequest } from '../../../local/servers/http/server.ts';
import { landedContent } from '../lake-content.ts';
import { people } from '../one-up-servers.ts';
import { COLUMNS, type Column } from './columns.ts';
import { type Opened, openColumn, type Setup } from './open-column.ts';

/** The result of an export, and every request that its server received. */
export type Exported = Opened & { result: ExportResult; requests: readonly ServerRequest[] };

/** The setup and the request of a cell's export. */
export type ExportSetup = Setup & {
  /** Default: Patient only. */
  request?: Partial<ExportRequest>;
  /** Default: one export of `request`. */
  run?: (opened: Opened) => Promise<ExportResult>;
};

type Works = ExportSetup & {
  /** The expected data; default: everything up to the transaction time. */
  held?: Partial<Window> & { of?: Population };
  /** Proves that the feature was used. */
  shows(exported: Exported): void | Promise<void>;
};

type Refuses = ExportSetup & { by: RegExp };

/** The behaviour of a feature in one column. */
type Cell = ({ kind: 'works' } & Works) | ({ kind: 'refused' } & Refuses);

/** An export that uses the feature and lands the server's data, byte for byte. */
export const works = (cell: Works): Cell => ({ kind: 'works', ...cell });

/** An export that fails before a file is requested, with `name: message`. */
export const refused = (cell: Refuses): Cell => ({ kind: 'refused', ...cell });

/** The same cell in several columns. */
export const at = <In extends Column>(columns: readonly In[], cell: (column: In) => Cell) =>
  Object.fromEntries(columns.map((column) => [column, cell(column)]));

/**
 * A row of the table in `docs/protocol.md`, with a test for each of its cells. `npm run protocol`
 * reads the names of these tests.
 */
export function feature(name: string, cells: Partial<Record<Column, Cell>>): void {
  for (const column of COLUMNS) {
    const cell = cells[column];
    if (cell)
      test(`feature: ${name} · ${column} · ${cell.kind}`, () =>
        cell.kind === 'works' ? assertWorks(column, cell) : assertRefused(column, cell));
  }
}

const PATIENTS: Partial<ExportRequest> = { types: ['Patient'] };

async function assertWorks(column: Column, cell: Works): Promise<void> {
  const opened = await openColumn(column, cell);
  const request = { ...PATIENTS, ...cell.request };
  const result = cell.run ? await cell.run(opened) : await opened.run(request);
  assert.deepEqual([result.status, result.error], ['published', null]);
  const { of: population = people, ...narrowed } = cell.held ?? {};
  const since = result.since === null ? undefined : new Date(result.since);
  const window = { since, until: new Date(result.transactionTime ?? ''), ...narrowed };
  for (const type of request.types ?? [])
    assert.ok(
      landedContent(opened.world.lake, result, type) === text(population, type, window),
      type,
    );
  await cell.shows({ ...opened, result, requests: opened.server.requests });
  await opened.world.close();
}

const text = (population: Population, type: string, window: Window) =>
  [...population.lines(type, window)].map((line) => `${line}\n`).join('');

async function assertRefused(column: Column, cell: Refuses): Promise<void> {
  const { by, request, run, ...setup } = cell;
  const opened = await openColumn(column, setup).catch(settingsInvalid);
  if (opened instanceof SettingsInvalid) {
    assert.match(`${opened.name}: ${opened.message}`, by);
    return;
  }
  const result = run ? await run(opened) : await opened.run({ ...PATIENTS, ...request });
  const { error, status, files } = result;
  assert.deepEqual([status, files], ['failed', []]);
  assert.match(`${error?.name}: ${error?.message}`, by);
  if (!run) assertNothingExported(opened, error?.name === 'SettingsInvalid');
  await opened.world.close();
}

/** An error of the settings needs no request; an error of the manifest needs no file. */
function assertNothingExported({ server }: Opened, bySettings: boolean): void {
  const kinds = bySettings ? /\$(export|bulk-publish)/ : FILES;
  assert.deepEqual(
    server.requests.filter(({ url }) => kinds.test(url.pathname)),
    [],
  );
}

/** Paths of files, of any server. */
export const FILES = /\/files?\/|\.ndjson$/;

function settingsInvalid(error: unknown): SettingsInvalid {
  if (error instanceof SettingsInvalid) return error;
  throw error;
}

type Requests = { requests: readonly ServerRequest[] };

const KICK_OFF = /\$(export(-v4)?|bulk-publish)$/;

/** The first kick-off that the server received. */
export function kickOff({ requests }: Requests): ServerRequest {
  const found = requests.find(({ url }) => KICK_OFF.test(url.pathname));
  assert.ok(found, 'there was a kick-off');
  return found;
}

/** The values of a parameter in a kick-off's query or Parameters; values joined by commas stay joined. */
export function sent({ url, body }: ServerRequest, name: string): unknown[] {
  if (body === '') return url.searchParams.getAll(name);
  const { parameter = [] }: { parameter?: Record<string, unknown>[] } = JSON.parse(body);
  return parameter
    .filter((entry) => entry.name === name)
    .map(({ name: _, ...value }) => Object.values(value)[0]);
}

/** The requests to these paths, as `METHOD path`. */
export const requestsTo = ({ requests }: Requests, path: RegExp): string[] =>
  requests
    .filter(({ url }) => path.test(url.pathname))
    .map(({ method, url }) => `${method} ${url.pathname}`);
