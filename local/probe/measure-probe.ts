import { type ExportResult, exportTotals } from '../exports/export-result.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import type { Probed } from './estimate.ts';

/** When the states of the probe began, out of its history. */
export type Timeline = ReadonlyMap<string, Date>;

/** Notes when each state was first entered. */
export function timelineOf(events: readonly HistoryEvent[]): Timeline {
  const began = new Map<string, Date>();
  for (const { type, details, timestamp } of events)
    if (
      type.endsWith('StateEntered') &&
      typeof details.name === 'string' &&
      !began.has(details.name)
    )
      began.set(details.name, timestamp);
  return began;
}

/** What the probe's export tells: how many patients, how large, how fast. */
export function measureProbe({ files }: ExportResult, timeline: Timeline): Probed {
  const { lines: patients, bytes: patientBytes } = exportTotals(files);
  return {
    patients,
    patientBytes,
    files: files.length,
    linesPerFile: Math.max(0, ...files.map((file) => file.lines)),
    serverSeconds: secondsBetween(timeline, 'Kick off', 'Plan'),
    downloadSeconds: secondsBetween(timeline, 'Download', 'Publish'),
  };
}

function secondsBetween(timeline: Timeline, from: string, to: string): number {
  const [began, ended] = [timeline.get(from), timeline.get(to)];
  return began && ended ? (ended.getTime() - began.getTime()) / 1000 : 0;
}
