import { isDeepStrictEqual } from 'node:util';
import { grouped, oneLine } from '../terminal/text.ts';
import { describe, type Facts } from './describe.ts';
import type { Progress, ProgressEvent } from './progress.ts';

/**
 * The event as a line with the seconds since the export started. `after` is the export after the event,
 * `shown` the export as the last line showed it. Undefined if nothing changed since: the workflow waits
 * and polls for hours.
 */
export function plainLine(
  event: ProgressEvent,
  after: Progress,
  shown: Progress | undefined,
): string | undefined {
  if (!isNews(event, after, shown)) return undefined;
  const facts = describe(after, event.at);
  const seconds = (event.at.getTime() - after.startedAt.getTime()) / 1000;
  const columns = [`${seconds.toFixed(1).padStart(7)}s`, facts.source, facts.state];
  return [...columns, ...details(facts), ...units(event)].map(oneLine).join('  ');
}

function isNews(event: ProgressEvent, after: Progress, shown: Progress | undefined): boolean {
  if (event.kind === 'state') return !shown?.entered.includes(event.state);
  if (event.kind === 'delayed') return event.reason !== shown?.delay;
  return event.kind !== 'polled' || !isDeepStrictEqual(after.polled, shown?.polled);
}

function details(facts: Facts): string[] {
  const { batches, resources, files, megabytes, rate, note } = facts;
  if (note !== '') return [note];
  const landed = [labelled('files', files), trailed(megabytes, 'MB'), trailed(rate, 'MB/s')];
  const server = [labelled('batches', batches), trailed(resources, 'resources')];
  if (facts.outcome === 'published') return nonEmpty([...landed, trailed(resources, 'resources')]);
  return nonEmpty(files === '' ? server : landed);
}

const units = (event: ProgressEvent) =>
  event.kind === 'planned' ? [`units ${grouped(event.units)}`] : [];

const nonEmpty = (details: string[]) => details.filter((detail) => detail !== '');
const labelled = (label: string, text: string) => (text === '' ? '' : `${label} ${text}`);
const trailed = (text: string, unit: string) => (text === '' ? '' : `${text} ${unit}`);
