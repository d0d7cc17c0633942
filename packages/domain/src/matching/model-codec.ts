import type { LearnedModel } from './learned-model.ts';
import { PostingTable } from './posting-table.ts';

/** "MLM" and the version of the layout. */
const magic = 0x4d4c4d01;
const longestId = 1_000;

/**
 * A model as bytes: magic, texts, agents (id, experience), then the features in the order of their hashes, each with its number of
 * texts and its agents' weights. Numbers are little-endian; whole ones are LEB128 varints, hashes and agents as differences.
 * The same model has the same bytes, and what is decoded goes on learning exactly as the original would.
 */
export function encodeModel(model: LearnedModel): Uint8Array {
  const out = new Writer();
  out.uint32(magic);
  out.varint(model.documents);
  out.varint(model.agents.ids.length);
  for (const [number, id] of model.agents.ids.entries()) {
    out.text(id);
    out.float64(model.agents.experience[number] ?? 0);
  }
  out.varint(model.table.features);
  let before = 0;
  for (const { hash, documents, postings } of model.table.entries()) {
    out.varint(hash - before);
    before = hash;
    out.varint(documents);
    out.varint(postings.length);
    let last = -1;
    for (const [agent, weight] of postings) {
      out.varint(agent - last - 1);
      last = agent;
      out.float32(weight);
    }
  }
  return out.bytes();
}

/** The model, or why these bytes are none. */
export function decodeModel(bytes: Uint8Array): LearnedModel {
  const decoding = decodingModel(bytes);
  for (;;) {
    const step = decoding.next();
    if (step.done) return step.value;
  }
}

/** The same for a thread that has others to serve: pauses after every few hundred features. */
export function* decodingModel(bytes: Uint8Array): Generator<undefined, LearnedModel> {
  const input = new Reader(bytes);
  if (input.uint32() !== magic) throw new ModelBytesError('they do not begin as a model does');
  const documents = input.varint();
  const ids: string[] = [];
  const experience: number[] = [];
  const numbers = new Map<string, number>();
  for (let left = input.count(9); left > 0; left -= 1) {
    const id = input.text();
    if (numbers.has(id)) throw new ModelBytesError('an agent is in them twice');
    numbers.set(id, ids.length);
    ids.push(id);
    experience.push(input.finite(input.float64()));
  }
  const features = input.count(3);
  const table = new PostingTable(placesFor(features));
  let hash = 0;
  for (let left = features; left > 0; left -= 1) {
    if (left % 256 === 0) yield;
    const step = input.varint();
    hash += step;
    if (step === 0 || hash > 0xffff_ffff) throw new ModelBytesError('features are out of order');
    const place = table.add(hash);
    table.countDocumentAt(place, input.varint());
    let agent = -1;
    for (let postings = input.count(5); postings > 0; postings -= 1) {
      agent += input.varint() + 1;
      if (agent >= ids.length)
        throw new ModelBytesError('a weight is of an agent they do not name');
      table.append(place, agent, input.finite(input.float32()));
    }
  }
  if (!input.atEnd) throw new ModelBytesError('something follows their end');
  return { agents: { ids, numbers, experience }, table, documents };
}

export class ModelBytesError extends Error {
  constructor(why: string) {
    super(`These bytes are no matcher model: ${why}.`);
    this.name = 'ModelBytesError';
  }
}

/** A power of two that the features fill to at most three quarters. */
function placesFor(features: number): number {
  let places = 1024;
  while (features * 4 > places * 3) places *= 2;
  return places;
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  varint(value: number): void {
    this.#reserve(10);
    let left = value;
    while (left >= 0x80) {
      this.#bytes[this.#at++] = (left % 0x80) | 0x80;
      left = Math.floor(left / 0x80);
    }
    this.#bytes[this.#at++] = left;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  float32(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(value: string): void {
    this.varint(value.length);
    this.#reserve(value.length * 2);
    for (let at = 0; at < value.length; at += 1, this.#at += 2) {
      this.#view.setUint16(this.#at, value.charCodeAt(at), true);
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  #reserve(room: number): void {
    if (this.#at + room <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + room));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#view.byteLength;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 53; factor *= 0x80) {
      const byte = this.#view.getUint8(this.#take(1));
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new ModelBytesError('a number has no end');
  }

  /** How many of something follow, of which each takes at least `bytesEach`: no garbage makes us reserve more than it is long. */
  count(bytesEach: number): number {
    const count = this.varint();
    if (count * bytesEach > this.#view.byteLength - this.#at) {
      throw new ModelBytesError('they end too soon');
    }
    return count;
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  float32(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  finite(value: number): number {
    if (!Number.isFinite(value)) throw new ModelBytesError('a weight is no number');
    return value;
  }

  text(): string {
    const length = this.count(2);
    if (length > longestId) throw new ModelBytesError('a name in them is too long');
    const units = Array.from({ length }, () => this.#view.getUint16(this.#take(2), true));
    return String.fromCharCode(...units);
  }

  #take(bytes: number): number {
    const start = this.#at;
    if (start + bytes > this.#view.byteLength) throw new ModelBytesError('they end too soon');
    this.#at += bytes;
    return start;
  }
}
