import type { Population } from '../../../people/population.ts';
import { exportFiles } from '../../shared/export-files.ts';
import type { Hl7Order } from '../kick-off/order.ts';
import { type JobFile, typedFile } from './job-file.ts';

/** The files of an export, one type in each (rule 46). */
export const typedFiles = (
  order: Hl7Order,
  holdings: Population,
  linesPerFile: number,
): JobFile[] =>
  exportFiles(order, holdings, linesPerFile).map(({ type, slice }) =>
    typedFile(type, slice.to - slice.from, () => holdings.ndjson(type, order.window, slice)),
  );
