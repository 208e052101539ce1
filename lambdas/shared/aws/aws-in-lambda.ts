import { systemClock } from '../clock.ts';
import { environment } from './environment.ts';
import { type Aws, connectAws } from './wire/aws.ts';
import { lambdaCredentials } from './wire/credentials.ts';
import { endpointOf } from './wire/endpoint.ts';
import { nodeSend } from './wire/node-send.ts';

/** AWS as a function reaches it: in its own region, in the name of its role. */
export function awsInLambda(): Aws {
  const region = environment('AWS_REGION');
  return connectAws({
    region,
    endpoint: (service) => endpointOf(service, region, process.env),
    credentials: async () => lambdaCredentials(),
    send: nodeSend(systemClock),
    clock: systemClock,
    random: Math.random,
  });
}
