import type { FileReport } from '../run/run-worker.ts';

/** A test by its names from the outermost suite inwards, such as `a job › is polled`. */
export type FileRun = { file: string; passed: string[]; failed: string[] };

/** What passed and failed of a file, whose own suite is no part of a name. */
export function fileRun({ file, events, broken }: FileReport): FileRun {
  const passed: string[] = [];
  const failed: string[] = broken === undefined ? [] : [broken];
  const path: string[] = [];
  for (const { type, data } of events) {
    if (type === 'test:start') path.splice(data.nesting, path.length, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const name = [...path.slice(1, data.nesting), data.name].join(' › ');
    if (type === 'test:fail') failed.push(name);
    else if (data.details.type !== 'suite' && !data.skip && !data.todo) passed.push(name);
  }
  return { file, passed, failed };
}
