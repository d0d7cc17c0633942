interface DateValue {
  /** As written in the file. */
  text: string;
  /** Milliseconds, for ordering; dates without a zone count as UTC. */
  time: number;
}

export interface DateReading {
  format: string;
  /** Absent when every value reads both day first and month first. */
  values?: DateValue[];
}

const TIME =
  '(?:[T ](?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?\\s?(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?';

const FORMATS = [
  dateFormat('YYYY-MM-DD', '(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})'),
  dateFormat('YYYY/MM/DD', '(?<year>\\d{4})/(?<month>\\d{1,2})/(?<day>\\d{1,2})'),
  dateFormat('DD.MM.YYYY', '(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})'),
  dateFormat('MM/DD/YYYY', '(?<month>\\d{1,2})[/-](?<day>\\d{1,2})[/-](?<year>\\d{4})'),
  dateFormat('DD/MM/YYYY', '(?<day>\\d{1,2})[/-](?<month>\\d{1,2})[/-](?<year>\\d{4})'),
];

function dateFormat(name: string, date: string): { name: string; pattern: RegExp } {
  return { name, pattern: new RegExp(`^${date}${TIME}$`) };
}

/** The one format in which every value is a date of the calendar, if there is one. */
export function readDates(values: readonly string[]): DateReading | undefined {
  const readings = FORMATS.flatMap(({ name, pattern }) => {
    const read: DateValue[] = [];
    for (const text of values) {
      const time = readDate(text, pattern);
      if (time === undefined) return [];
      read.push({ text, time });
    }
    return [{ format: name, values: read }];
  });
  if (readings.length < 2) return readings[0];
  return { format: readings.map((reading) => reading.format).join(' or ') };
}

function readDate(text: string, pattern: RegExp): number | undefined {
  const parts = pattern.exec(text)?.groups;
  if (!parts) return undefined;
  const [year, month, day] = [part(parts['year']), part(parts['month']), part(parts['day'])];
  const [hour, minute, second] = [
    part(parts['hour']),
    part(parts['minute']),
    part(parts['second']),
  ];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC turns the 30th of February into March; the calendar does not.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  return date.getTime() + (seconds - zoneSeconds(parts['zone'])) * 1000;
}

const part = (digits: string | undefined): number => Number(digits ?? 0);

function zoneSeconds(zone: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!parts) return 0;
  const seconds = part(parts[2]) * 3600 + part(parts[3]) * 60;
  return parts[1] === '-' ? -seconds : seconds;
}
