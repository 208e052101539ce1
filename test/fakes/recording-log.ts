import type { Log, LogFields, Metric } from '../../lambdas/runtime/log.ts';

type Line = { level: 'info' | 'warn' | 'error'; event: string; fields: LogFields };

/** A log that can be read again. */
export type RecordingLog = Log & {
  readonly lines: readonly Line[];
  readonly counts: readonly { metric: Metric; value: number }[];
};

export function recordingLog(): RecordingLog {
  const lines: Line[] = [];
  const counts: { metric: Metric; value: number }[] = [];
  const writer = (level: Line['level']) => (event: string, fields: LogFields) => {
    lines.push({ level, event, fields });
  };
  return {
    lines,
    counts,
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    count: (metric, value) => void counts.push({ metric, value }),
  };
}
