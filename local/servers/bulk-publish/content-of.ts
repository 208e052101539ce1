import type { Window } from '../../people/chosen.ts';
import { exportFiles } from '../shared/export-files.ts';
import type { FileTable } from '../shared/file-table.ts';
import { LINES_PER_FILE } from '../shared/server-options.ts';
import type { BulkPublishOptions } from './options.ts';
import type { Content } from './page.ts';

/** What the population holds in a window, in files that are served for good. */
export const contentOf =
  ({ population, files, ...options }: BulkPublishOptions & { files: FileTable }) =>
  (window: Window, deleted: Content['deleted']): Content => {
    const { types = population.types, linesPerFile = LINES_PER_FILE } = options;
    const parts = exportFiles({ request: '', types, window }, population, linesPerFile);
    const output = parts.map((part) => ({ type: part.type, name: files.add(part, window) }));
    return { transactionTime: window.until, output, deleted };
  };
