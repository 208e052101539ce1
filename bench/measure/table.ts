/** What was measured, in words and figures that are ready to be read. */
export type Table = {
  title: string;
  /** What it shows, and what it does not. */
  notes: readonly string[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
};

/** For a terminal or a pipe: the first column to the left, figures to the right. */
export const plainTable = ({ title, columns, rows, notes }: Table): string[] => [
  title,
  ...aligned([columns, ...rows]).map((cells) => `  ${cells.join('  ')}`.trimEnd()),
  ...notes.map((note) => `  ${note}`),
];

/** The same in Markdown, where a bar in a cell would begin another. */
export const markdownTable = ({ title, columns, rows, notes }: Table): string[] => {
  const escaped = [columns, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const [head = [], ...body] = aligned(escaped);
  const rule = head.map(({ length }, column) =>
    column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`,
  );
  const lines = [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, '', ...lines, '', ...notes.map((note) => `- ${note}`)];
};

function aligned(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    widths.map((width, column) =>
      column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
    ),
  );
}
