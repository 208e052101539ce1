import { noLogin } from '../auth/login.ts';
import { DEFAULT_JOB_DURATION } from '../export/options.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { routedServer } from '../http/routing.ts';
import type { BulkServer } from '../http/server.ts';
import { binaryLink } from './documents.ts';
import { jobStore } from './jobs/job-store.ts';
import { linkTable } from './links.ts';
import type { Hl7Options } from './options.ts';
import { fileRoutes, jobRoutes, kickOffRoutes, openRoutes } from './routes.ts';

/**
 * An HL7 Bulk Data server of version 2, 3, or 4 (ballot), under `/fhir`. By default it does what the
 * IG demands and no more: no login, GET kick-off (v4: POST), one manifest, files behind the token,
 * plain. Every other behaviour is a switch of {@link Hl7Options}:
 *
 * - login (`login/`, `smart/`): noLogin, basicLogin, bearerLogin, clientCredentialsLogin, smartLogin
 * - kick-off: version, post, operation, unsupported, ignores, takes, separateStatus, oneJobAtATime, relativeStatusUrl
 * - status: duration, progressText, retryAfter, retryAfterSeconds, cancel
 * - manifest: requiresAccessToken, filesPerPage, partialManifests, outcomes, deletions, extension,
 *   counts, omitEmptyLists, relativeLinks
 * - files: linesPerFile, fileOrigin, gzip, redirectFilesTo, linkSeconds, expiredLink
 * - attachments: documents
 * - and `faults`, as with every local server
 */
export function hl7(options: Hl7Options): BulkServer {
  const { clock, duration = DEFAULT_JOB_DURATION, login = noLogin } = options;
  const faults = faultInjector(options.faults);
  const shared = { ...options, login, base: '/fhir' };
  const links = linkTable(options);
  const jobs = jobStore({ clock, duration, faults });
  const deps = { ...shared, links, jobs, binaryLink: binaryLink({ ...shared, links }) };
  const routes = [kickOffRoutes, jobRoutes, fileRoutes, openRoutes].flatMap((each) => each(deps));
  return routedServer([...routes, ...login.routes], faults);
}
