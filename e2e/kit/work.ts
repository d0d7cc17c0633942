import type { Api, Job, NewJob } from './api.ts';

/** Work that the sample agents can do, as a person would ask for it. */
export const work = {
  csv: {
    title: 'Summarise this CSV',
    inputs: {
      csv: [
        'city,population,area_km2,founded',
        'Lisbon,545923,100.05,',
        'Porto,231800,41.42,',
        'Braga,193333,183.4,',
        'Coimbra,140796,319.4,1111',
        'Faro,67650,202.57,1249',
      ].join('\n'),
    },
  },
  json: {
    title: 'Check this JSON document against its schema',
    inputs: {
      schema: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
      document: { id: 'seven' },
    },
  },
  markdown: {
    title: 'Render the release notes to HTML',
    inputs: {
      markdown: '# Release 1.4\n\n- **Faster** starts\n- Fewer words\n\n## Thanks\n\nTo all.',
    },
  },
  text: {
    title: 'How readable is this text?',
    inputs: {
      text: 'The cat sat on the mat. It looked at the rain, and thought of fish. Nobody came.',
    },
  },
  log: {
    title: 'Find the errors in this log',
    inputs: {
      log: [
        '2026-03-01T10:00:00Z INFO started on port 8080',
        '2026-03-01T10:00:04Z ERROR payment 4711 failed: timeout after 3000 ms',
        '2026-03-01T10:00:09Z ERROR payment 4712 failed: timeout after 3000 ms',
        '2026-03-01T10:01:00Z WARN queue is 90 % full',
        '2026-03-01T10:02:30Z ERROR disk /dev/sda1 is full',
      ].join('\n'),
    },
  },
  words: {
    title: 'Count the words of this text',
    inputs: { text: 'one two three two one' },
  },
} as const;

/** What is no JSON Schema, and the same mended. */
export const schemas = {
  broken: { type: 'object', properties: { id: { type: 'integr' } } },
  mended: { type: 'object', properties: { id: { type: 'integer' } } },
} as const;

/** Some at a time: the embedded database takes one statement after another anyway. */
export async function createMany(
  api: Api,
  count: number,
  jobOf: (number: number) => NewJob,
): Promise<readonly Job[]> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1).values();
  const created: Job[] = [];
  const worker = async () => {
    for (const number of numbers) created.push(await api.createJob(jobOf(number)));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return created;
}
