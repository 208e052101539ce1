import { cases } from './cases.ts';
import { rules } from './rules.ts';

/** Something to be proven, by the id that tests carry in their names. */
export type Row = { id: string; what: string };

export const sections: readonly { title: string; rows: readonly Row[] }[] = [
  {
    title: 'Rules of the HL7 Bulk Data Access guide',
    rows: rules.map((what, nth) => ({ id: `rule ${nth + 1}`, what })),
  },
  ...cases,
];

export const allRows: readonly Row[] = sections.flatMap(({ rows }) => rows);
