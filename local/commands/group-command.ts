import { readFileSync } from 'node:fs';
import { authenticators } from '../../lambdas/shared/auth/authenticators.ts';
import { secretsManager } from '../../lambdas/shared/aws/secrets-manager.ts';
import { systemClock } from '../../lambdas/shared/clock.ts';
import { nodeHttp } from '../../lambdas/shared/http/node-http.ts';
import { connect } from '../../lambdas/shared/server/connect.ts';
import { FhirId } from '../../lambdas/shared/settings/export-request.ts';
import { readSources, sourceNamed } from '../../lambdas/shared/settings/sources.ts';
import { groupResource } from '../groups/group-resource.ts';
import { putGroup } from '../groups/put-group.ts';
import { readMembers } from '../groups/read-members.ts';
import { openLocalCloud } from '../laptop/local-cloud.ts';
import { environmentSecrets } from './environment-secrets.ts';
import { parseOptions } from './parse-options.ts';
import type { ExitStatus } from './run-command.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `usage: npm run group -- --source <id> --id <group> --members <file>
         [--sources <file>] [--lake <dir>]
       The file holds one patient id a line.`;

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  id: { type: 'string' },
  members: { type: 'string' },
} as const;

/** `npm run group`: creates or updates the FHIR Group that a group export reads. */
export async function groupCommand(args: string[]): Promise<ExitStatus> {
  const { source: sourceId, sources: file, lake, id, members } = groupArguments(args);
  const sources = readSources(file);
  // Wrong settings are told before anything is read or made.
  sourceNamed(sources, sourceId);
  const patients = readMembers(readMembersFile(members));
  const json = groupResource(id, patients);
  const secrets = environmentSecrets(sources, process.env);
  const cloud = await openLocalCloud({ lake, secrets, now: () => new Date(), reach: 'in-process' });
  const http = nodeHttp();
  const known = { http, clock: systemClock, secrets: secretsManager(cloud.clients.secretsManager) };
  const deps = { sources, http, authenticators: authenticators(known) };
  const { source, server } = connect(sourceId, deps);
  const done = await putGroup(id, json, source, server);
  const size = `${patients.length} members, ${Buffer.byteLength(json)} bytes`;
  process.stdout.write(`Group ${id} ${done}: ${size}\n`);
  return 0;
}

function groupArguments(args: string[]) {
  const values = parseOptions(args, options, USAGE);
  const { source, id, members } = values;
  if (!source || !id || !members)
    throw new UsageError(`--source, --id and --members are needed\n${USAGE}`);
  if (!FhirId.safeParse(id).success) throw new UsageError(`--id: is no FHIR id\n${USAGE}`);
  return { ...values, source, id, members };
}

function readMembersFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--members: ${file} cannot be read`, { cause });
  }
}
