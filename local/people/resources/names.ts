import { concept } from './elements.ts';
import { type Utf8, utf8 } from './ndjson.ts';
import { RandomStream } from './random-stream.ts';
import type { JsonFragment } from './template.ts';

/** A person's name and language, a CodeableConcept of a BCP 47 tag. */
export type PersonName = { language: JsonFragment; given: Utf8; family: Utf8 };

type Names = { language: string; given: readonly string[]; family: readonly string[] };

/** Common names of many languages and scripts; one family name lies outside Unicode's first plane. */
const languages: readonly Names[] = [
  { language: 'en', given: ['Olivia', 'James', 'Amelia'], family: ['Smith', 'O’Neill', 'Carter'] },
  { language: 'es', given: ['José', 'Lucía', 'Íñigo'], family: ['Muñoz', 'García', 'Peña'] },
  { language: 'fr', given: ['Zoé', 'François', 'Chloë'], family: ['Lefèvre', 'Benoît', 'Garçon'] },
  { language: 'de', given: ['Jürgen', 'Käthe', 'Sören'], family: ['Müller', 'Groß', 'Köhler'] },
  { language: 'pt', given: ['João', 'Inês', 'Conceição'], family: ['Gonçalves', 'Simões', 'Leão'] },
  { language: 'pl', given: ['Łukasz', 'Małgorzata', 'Żaneta'], family: ['Wójcik', 'Dąbrowski'] },
  { language: 'cs', given: ['Jiří', 'Růžena', 'Zdeněk'], family: ['Dvořák', 'Němec', 'Šťastný'] },
  { language: 'is', given: ['Þóra', 'Guðrún', 'Ævar'], family: ['Jónsdóttir', 'Sigurðsson'] },
  { language: 'tr', given: ['Gülşen', 'İbrahim', 'Çağla'], family: ['Yılmaz', 'Şahin', 'Özdemir'] },
  { language: 'vi', given: ['Hương', 'Đức', 'Thảo'], family: ['Nguyễn', 'Trần', 'Phạm'] },
  { language: 'el', given: ['Αλέξανδρος', 'Ελένη'], family: ['Παπαδόπουλος', 'Γεωργίου'] },
  { language: 'ru', given: ['Наталья', 'Дмитрий', 'Пётр'], family: ['Иванов', 'Щербаков'] },
  { language: 'uk', given: ['Ганна', 'Олексій', 'Соломія'], family: ['Шевченко', 'Ґалаґан'] },
  { language: 'ar', given: ['محمد', 'فاطمة', 'يوسف'], family: ['الحسن', 'عبد الله', 'خوري'] },
  { language: 'he', given: ['נועה', 'יוסף', 'שירה'], family: ['כהן', 'לוי', 'מזרחי'] },
  { language: 'am', given: ['አበበ', 'ትዕግስት'], family: ['ተስፋዬ', 'በቀለ'] },
  { language: 'ka', given: ['ნინო', 'გიორგი'], family: ['ბერიძე', 'კაპანაძე'] },
  { language: 'hy', given: ['Արմեն', 'Անահիտ'], family: ['Սարգսյան', 'Պետրոսյան'] },
  { language: 'hi', given: ['प्रिया', 'अर्जुन', 'लक्ष्मी'], family: ['शर्मा', 'सिंह', 'गुप्ता'] },
  { language: 'ta', given: ['கவிதா', 'முருகன்'], family: ['சுப்பிரமணியம்', 'குமார்'] },
  { language: 'th', given: ['สมชาย', 'กนกวรรณ'], family: ['ศรีสุข', 'วงศ์ใหญ่'] },
  { language: 'zh', given: ['伟', '秀英', '子涵'], family: ['王', '李', '欧阳'] },
  { language: 'ja', given: ['陽菜', '健太', 'さくら'], family: ['佐藤', '𠮷田', '渡邉'] },
  { language: 'ko', given: ['서연', '민준', '지우'], family: ['김', '이', '박'] },
  { language: 'yo', given: ['Ọlámidé', 'Ṣadé'], family: ['Adébáyọ̀', 'Ògúnlẹ́yẹ'] },
  { language: 'haw', given: ['Kaʻiulani', 'Keoni'], family: ['Kahananui', 'Māhoe'] },
];

const NAMES = 0x6e616d65;

const encoded = languages.map(({ language, given, family }) => ({
  language: concept({ system: 'urn:ietf:bcp:47', code: language, display: language }),
  given: given.map(utf8),
  family: family.map(utf8),
}));

/** A person's name, which never changes; `person` is a unique number. */
export function nameOf(seed: number, person: number): PersonName {
  const random = new RandomStream(seed, NAMES, person);
  const { language, given, family } = random.pick(encoded);
  return { language, given: random.pick(given), family: random.pick(family) };
}
