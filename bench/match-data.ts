import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface BenchAgent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
}

export interface CompletedJob {
  readonly title: string;
  readonly agentId: string;
}

export interface BenchJob {
  readonly title: string;
  /** The agents that are right; none when no agent can do it. */
  readonly expected: readonly string[];
}

export interface DataSet {
  readonly name: string;
  readonly agents: readonly BenchAgent[];
  readonly history: readonly CompletedJob[];
  readonly jobs: readonly BenchJob[];
}

/** What is wrong with a data set, in words for whoever made it. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
}

export async function readDataSet(folder: string): Promise<DataSet> {
  const agents = await readLines(folder, 'agents.jsonl', readAgent);
  const known = new Set<string>();
  for (const { value, at } of agents) {
    if (known.has(value.id))
      throw new DataSetError(`${at}: there is an agent ${value.id} already.`);
    known.add(value.id);
  }
  const mustBeKnown = (id: string, at: string) => {
    if (!known.has(id)) throw new DataSetError(`${at}: agents.jsonl has no agent ${id}.`);
  };
  const history = await readLines(folder, 'history.jsonl', readCompleted);
  for (const { value, at } of history) mustBeKnown(value.agentId, at);
  const jobs = await readLines(folder, 'jobs.jsonl', readJob);
  for (const { value, at } of jobs) for (const id of value.expected) mustBeKnown(id, at);
  if (agents.length === 0) throw new DataSetError(`${folder}: agents.jsonl has no agents.`);
  if (jobs.length === 0) throw new DataSetError(`${folder}: jobs.jsonl has no jobs.`);
  return {
    name: path.basename(path.resolve(folder)),
    agents: agents.map(({ value }) => value),
    history: history.map(({ value }) => value),
    jobs: jobs.map(({ value }) => value),
  };
}

interface Line<T> {
  readonly value: T;
  /** The file and the line, for messages. */
  readonly at: string;
}

type Fields = Readonly<Record<string, unknown>>;

async function readLines<T>(
  folder: string,
  file: string,
  read: (fields: Fields, at: string) => T,
): Promise<readonly Line<T>[]> {
  const name = path.join(folder, file);
  const lines: Line<T>[] = [];
  let number = 0;
  try {
    const input = createReadStream(name, 'utf8');
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() === '') continue;
      const at = `${name}:${number}`;
      lines.push({ value: read(parse(line, at), at), at });
    }
  } catch (error) {
    if (error instanceof DataSetError) throw error;
    throw new DataSetError(
      `${name} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  return lines;
}

function parse(line: string, at: string): Fields {
  let value: unknown;
  try {
    // A file from elsewhere may begin with a byte order mark.
    value = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    throw new DataSetError(`${at}: this is no JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DataSetError(`${at}: this is no JSON object.`);
  }
  return value as Fields;
}

function readAgent(fields: Fields, at: string): BenchAgent {
  const skills = fields['skills'] ?? [];
  if (!Array.isArray(skills)) throw new DataSetError(`${at}: skills must be an array.`);
  return {
    id: textOf(fields, 'id', at),
    name: textOf(fields, 'name', at),
    description: optionalText(fields, 'description', at),
    skills: skills.map((skill: unknown) => {
      if (typeof skill === 'string') return { name: skill, description: '' };
      if (typeof skill !== 'object' || skill === null) {
        throw new DataSetError(`${at}: a skill must be an object with a name.`);
      }
      const parts = skill as Fields;
      return {
        name: textOf(parts, 'name', at),
        description: optionalText(parts, 'description', at),
      };
    }),
  };
}

function readCompleted(fields: Fields, at: string): CompletedJob {
  return { title: textOf(fields, 'title', at), agentId: textOf(fields, 'agentId', at) };
}

function readJob(fields: Fields, at: string): BenchJob {
  const expected = fields['expected'];
  if (!Array.isArray(expected) || !expected.every((id) => typeof id === 'string')) {
    throw new DataSetError(`${at}: expected must be an array of agents’ ids, [] for none.`);
  }
  return { title: textOf(fields, 'title', at), expected };
}

function textOf(fields: Fields, name: string, at: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new DataSetError(`${at}: ${name} must be a text.`);
  return value;
}

function optionalText(fields: Fields, name: string, at: string): string {
  return fields[name] === undefined || fields[name] === null ? '' : textOf(fields, name, at);
}
