import { countExport } from './count-export.ts';

/** Counts one export of as many files as its argument says, and prints what it came to. */
process.stdout.write(JSON.stringify(await countExport(Number(process.argv[2]))));
