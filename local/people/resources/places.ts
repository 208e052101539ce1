import type { Draft } from './draft.ts';
import { type Utf8, utf8 } from './ndjson.ts';

const cities = [
  { city: utf8('Rochester'), state: 'MN', postalCode: '55901' },
  { city: utf8('Cañon City'), state: 'CO', postalCode: '81212' },
  { city: utf8('Española'), state: 'NM', postalCode: '87532' },
  { city: utf8('Boston'), state: 'MA', postalCode: '02115' },
  { city: utf8('Lāhainā'), state: 'HI', postalCode: '96761' },
  { city: utf8('La Cañada'), state: 'CA', postalCode: '91011' },
  { city: utf8('Utqiaġvik'), state: 'AK', postalCode: '99723' },
  { city: utf8('Mayagüez'), state: 'PR', postalCode: '00680' },
] as const;

const saints = ['Agnes', 'Brigid', 'Cosmas', 'Damian', 'Elisabeth', 'Luke', 'Raphaël'].map(utf8);

const cityOf = (number: number) => cities[number % cities.length] ?? cities[0];

/** The city of an Address, by the resource's number. */
export const cityShape = {
  city: ({ index }: Draft) => cityOf(index).city,
  state: ({ index }: Draft) => cityOf(index).state,
  postalCode: ({ index }: Draft) => cityOf(index).postalCode,
  country: 'US',
};

/** The street of an Address, by the resource's number. */
export const streetOf = ({ index }: Draft) => `${1 + index} Harbor Street`;

/** The name of an organization; those numbered below `payers` are health plans. */
export function organizationName(index: number, payers: number): Utf8 {
  if (index < payers) return `Example Health Plan ${index + 1}`;
  const hospital = index - payers;
  return `St. ${saints[hospital % saints.length]} Hospital ${cityOf(hospital).city} ${hospital + 1}`;
}
