import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import type { ExportInput } from '../exports/run-export.ts';
import type { LakeOptions } from './export-lake.ts';
import { parseOptions, UsageError } from './run-command.ts';

/** The arguments of `npm run export`. */
type ExportArguments = {
  sourceId: string;
  sourcesFile: string;
  lakeOptions: LakeOptions;
  /** The options for settings and lake that were set; a resumed export needs them again. */
  locationOptions: string[];
  exportInput: ExportInput;
  json: boolean;
};

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  database: { type: 'string' },
  level: { type: 'string' },
  group: { type: 'string' },
  types: { type: 'string' },
  since: { type: 'string' },
  mode: { type: 'string' },
  until: { type: 'string' },
  'type-filter': { type: 'string', multiple: true },
  elements: { type: 'string' },
  patients: { type: 'string' },
  'include-associated-data': { type: 'string' },
  'organize-output-by': { type: 'string' },
  parameter: { type: 'string', multiple: true },
  adopt: { type: 'string' },
  resume: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** The options that a resumed export takes from the failed one. */
const REQUEST_OPTIONS = [
  'level',
  'group',
  'types',
  'since',
  'mode',
  'until',
  'type-filter',
  'elements',
  'patients',
  'include-associated-data',
  'organize-output-by',
  'parameter',
  'adopt',
] as const satisfies (keyof typeof options)[];

const USAGE = `usage: npm run export -- --source <id> [--sources <file>]
         [--lake <dir>|s3://<bucket>/<prefix> [--database <Glue database>]]
         [--level system|patient|group] [--group <id>] [--types A,B]
         [--since <instant>] [--mode full|incremental] [--json]
       and for an HL7 Bulk Data server
         [--until <instant>] [--type-filter <search>]… [--elements A,B] [--patients a,b]
         [--include-associated-data A,B] [--organize-output-by <type>] [--parameter name=value]…
       --adopt <status URL> continues the job of another client; the options say what it exports
       --resume <export id> continues a failed export and fetches what is missing`;

/** Reads the command line. Throws UsageError that names the option. */
export function exportArguments(args: string[]): ExportArguments {
  const values = parseOptions(args, options, USAGE);
  if (!values.source) throw new UsageError(`--source is missing\n${USAGE}`);
  return {
    sourceId: values.source,
    sourcesFile: values.sources,
    lakeOptions: { lake: values.lake, database: values.database },
    locationOptions: (['sources', 'lake', 'database'] as const).flatMap((name) => {
      const value = values[name];
      const defaultValue = name === 'database' ? undefined : options[name].default;
      return value === undefined || value === defaultValue ? [] : [`--${name}`, value];
    }),
    exportInput: toExportInput(values.source, values),
    json: values.json,
  };
}

type Values = ReturnType<typeof parseOptions<typeof options>>;

function toExportInput(source: string, values: Values): ExportInput {
  const { adopt, resume } = values;
  const request = toRequest(values);
  if (resume === undefined) return { source, request, adopt };
  const others = REQUEST_OPTIONS.filter((option) => values[option] !== undefined);
  if (others.length > 0)
    throw new UsageError(`--resume: has the request of the failed export; remove --${others[0]}`);
  return { source, resume };
}

/** A group without a level is an export of that group. */
function toRequest(values: Values): ExportRequest {
  const { level, group, types, since, mode, until, elements, patients } = values;
  const typeFilters = values['type-filter'];
  const associated = values['include-associated-data'];
  const organizeOutputBy = values['organize-output-by'];
  const request = {
    ...(group !== undefined && { group, level: 'group' }),
    ...(level !== undefined && { level }),
    ...(types !== undefined && { types: listed(types) }),
    ...(since !== undefined && { since }),
    ...(mode !== undefined && { mode }),
    ...(until !== undefined && { until }),
    ...(typeFilters !== undefined && { typeFilters }),
    ...(elements !== undefined && { elements: listed(elements) }),
    ...(patients !== undefined && { patients: listed(patients) }),
    ...(associated !== undefined && { includeAssociatedData: listed(associated) }),
    ...(organizeOutputBy !== undefined && { organizeOutputBy }),
    parameters: namedValues(values.parameter ?? []),
  };
  const checked = ExportRequest.safeParse(request);
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map((issue) => `${optionOf(issue.path)}: ${issue.message}`);
  throw new UsageError(`${lines.join('\n')}\n${USAGE}`);
}

const listed = (text: string) => text.split(',').map((value) => value.trim());

/** The values by name; a parameter that is given twice has two values. */
function namedValues(given: readonly string[]): Record<string, string[]> {
  const pairs = given.map((text) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`--parameter: must be name=value\n${USAGE}`);
    return { name, value };
  });
  const byName = Map.groupBy(pairs, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, same]) => [name, same.map(({ value }) => value)]),
  );
}

/** Fields of a request whose option has another name. */
const OPTION_NAMES = new Map<PropertyKey | undefined, string>([
  ['typeFilters', 'type-filter'],
  ['includeAssociatedData', 'include-associated-data'],
  ['organizeOutputBy', 'organize-output-by'],
  ['parameters', 'parameter'],
]);

const optionOf = ([field]: PropertyKey[]) => `--${OPTION_NAMES.get(field) ?? String(field)}`;
