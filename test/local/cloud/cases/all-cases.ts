import type { Case } from './case.ts';
import { conditionCases } from './condition-cases.ts';
import { eventCases } from './event-cases.ts';
import { glueCases } from './glue-cases.ts';
import { integrityCases } from './integrity-cases.ts';
import { keyCases } from './key-cases.ts';
import { kmsCases } from './kms-cases.ts';
import { listCases } from './list-cases.ts';
import { multipartCases } from './multipart-cases.ts';
import { objectCases } from './object-cases.ts';
import { partitionCases } from './partition-cases.ts';
import { rangeCases } from './range-cases.ts';
import { secretsCases } from './secrets-cases.ts';

/** The cases that every cloud passes: the local one in process, behind a socket, and moto. */
export const allCases: Case[] = [
  ...objectCases,
  ...rangeCases,
  ...conditionCases,
  ...integrityCases,
  ...keyCases,
  ...listCases,
  ...multipartCases,
  ...secretsCases,
  ...kmsCases,
  ...glueCases,
  ...partitionCases,
  ...eventCases,
];
