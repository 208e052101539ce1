import { ExportRequest } from '../../lambdas/shared/settings/export-request.ts';
import { parseOptions } from './parse-options.ts';
import { UsageError } from './usage-error.ts';

/** What `npm run export` was asked for. */
export type ExportArguments = {
  sourceId: string;
  sourcesFile: string;
  lake: string;
  request: ExportRequest;
  json: boolean;
};

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  level: { type: 'string' },
  group: { type: 'string' },
  types: { type: 'string' },
  since: { type: 'string' },
  mode: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const USAGE = `usage: npm run export -- --source <id> [--sources <file>] [--lake <dir>]
         [--level system|patient|group] [--group <id>] [--types A,B]
         [--since <instant>] [--mode full|incremental] [--json]`;

/** Reads the command line. Throws UsageError that names the option. */
export function exportArguments(args: string[]): ExportArguments {
  const values = parseOptions(args, options, USAGE);
  if (!values.source) throw new UsageError(`--source is missing\n${USAGE}`);
  return {
    sourceId: values.source,
    sourcesFile: values.sources,
    lake: values.lake,
    request: toRequest(values),
    json: values.json,
  };
}

type Values = ReturnType<typeof parseOptions<typeof options>>;

/** A group without a level means that group. */
function toRequest({ level, group, types, since, mode }: Values): ExportRequest {
  const request = {
    ...(group !== undefined && { group, level: 'group' }),
    ...(level !== undefined && { level }),
    ...(types !== undefined && { types: types.split(',').map((type) => type.trim()) }),
    ...(since !== undefined && { since }),
    ...(mode !== undefined && { mode }),
  };
  const checked = ExportRequest.safeParse(request);
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map((issue) => `--${String(issue.path[0])}: ${issue.message}`);
  throw new UsageError(`${lines.join('\n')}\n${USAGE}`);
}
