/**
 * A sparse matrix, feature × agent, that grows in place: an open-addressing hash table from a feature's hash to a run of (agent,
 * weight) pairs in one shared pool. A Map of objects holds the same in eight times the memory.
 */
export class PostingTable {
  /** Of each place: the feature's hash; 0 when it is free. */
  #keys: Uint32Array;
  /** In how many texts the feature occurred. */
  #documents: Float32Array;
  #starts: Uint32Array;
  #lengths: Uint32Array;
  /** The room of a run is 2^this; 255 when it has none yet. */
  #rooms: Uint8Array;
  #features = 0;
  #agents: Uint32Array;
  #weights: Float32Array;
  #used = 0;
  /** Runs that were outgrown, by the logarithm of their room. */
  readonly #outgrown: number[][] = Array.from({ length: 32 }, () => []);

  constructor(places = 1024) {
    this.#keys = new Uint32Array(places);
    this.#documents = new Float32Array(places);
    this.#starts = new Uint32Array(places);
    this.#lengths = new Uint32Array(places);
    this.#rooms = new Uint8Array(places).fill(noRoom);
    this.#agents = new Uint32Array(places);
    this.#weights = new Float32Array(places);
  }

  get features(): number {
    return this.#features;
  }

  /** What the arrays take, in bytes. */
  get bytes(): number {
    return this.#keys.length * 17 + this.#agents.length * 8;
  }

  /** The place of a feature, or -1. Good until the next `add`. */
  find(hash: number): number {
    const place = this.#seek(hash);
    return this.#keys[place] === hash ? place : -1;
  }

  /** The place of a feature, made if it is new. Good until the next `add`. */
  add(hash: number): number {
    let place = this.#seek(hash);
    if (this.#keys[place] === hash) return place;
    if ((this.#features + 1) * 4 > this.#keys.length * 3) {
      this.#grow();
      place = this.#seek(hash);
    }
    this.#keys[place] = hash;
    this.#features += 1;
    return place;
  }

  documentsAt(place: number): number {
    return place < 0 ? 0 : (this.#documents[place] ?? 0);
  }

  countDocumentAt(place: number, by = 1): void {
    this.#documents[place] = (this.#documents[place] ?? 0) + by;
  }

  /**
   * Adds `factor` × the feature's weights to the scores of its agents, and `factor`² to the coverage of those that it speaks for.
   */
  addTo(scores: Float64Array, coverage: Float64Array, place: number, factor: number): void {
    if (place < 0) return;
    const start = this.#starts[place] ?? 0;
    const end = start + (this.#lengths[place] ?? 0);
    const square = factor * factor;
    for (let at = start; at < end; at += 1) {
      const agent = this.#agents[at] ?? 0;
      const weight = this.#weights[at] ?? 0;
      scores[agent] = (scores[agent] ?? 0) + factor * weight;
      if (weight > 0) coverage[agent] = (coverage[agent] ?? 0) + square;
    }
  }

  /**
   * Adds `factor` × `steps[agent]` to the feature's weight of each agent in `agents`; a weight that would begin below
   * `least` is left out. `marks` is scratch, of one entry an agent; `mark` must not be in it yet.
   */
  update(
    place: number,
    agents: readonly number[],
    steps: Float64Array,
    factor: number,
    least: number,
    marks: Uint32Array,
    mark: number,
  ): void {
    const start = this.#starts[place] ?? 0;
    const end = start + (this.#lengths[place] ?? 0);
    for (let at = start; at < end; at += 1) {
      const agent = this.#agents[at] ?? 0;
      const step = steps[agent] ?? 0;
      if (step === 0) continue;
      this.#weights[at] = (this.#weights[at] ?? 0) + factor * step;
      marks[agent] = mark;
    }
    for (const agent of agents) {
      if (marks[agent] === mark) continue;
      const weight = factor * (steps[agent] ?? 0);
      if (Math.abs(weight) >= least) this.#append(place, agent, weight);
    }
  }

  /** Puts one weight where the feature has none for this agent. */
  append(place: number, agent: number, weight: number): void {
    this.#append(place, agent, weight);
  }

  /** Every feature in the order of hashes, its agents in theirs: the same contents in the same order, however they came about. */
  *entries(): Generator<{
    readonly hash: number;
    readonly documents: number;
    readonly postings: readonly (readonly [agent: number, weight: number])[];
  }> {
    const places = Array.from(this.#keys.keys()).filter((place) => this.#keys[place] !== 0);
    places.sort((one, other) => (this.#keys[one] ?? 0) - (this.#keys[other] ?? 0));
    for (const place of places) {
      const start = this.#starts[place] ?? 0;
      const length = this.#lengths[place] ?? 0;
      const postings = Array.from({ length }, (_, n) => {
        const at = start + n;
        return [this.#agents[at] ?? 0, this.#weights[at] ?? 0] as const;
      });
      postings.sort(([one], [other]) => one - other);
      yield { hash: this.#keys[place] ?? 0, documents: this.#documents[place] ?? 0, postings };
    }
  }

  #seek(hash: number): number {
    const mask = this.#keys.length - 1;
    let place = hash & mask;
    while (this.#keys[place] !== 0 && this.#keys[place] !== hash) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [keys, documents, starts] = [this.#keys, this.#documents, this.#starts];
    const [lengths, rooms] = [this.#lengths, this.#rooms];
    const places = keys.length * 2;
    this.#keys = new Uint32Array(places);
    this.#documents = new Float32Array(places);
    this.#starts = new Uint32Array(places);
    this.#lengths = new Uint32Array(places);
    this.#rooms = new Uint8Array(places).fill(noRoom);
    for (const [old, hash] of keys.entries()) {
      if (hash === 0) continue;
      const place = this.#seek(hash);
      this.#keys[place] = hash;
      this.#documents[place] = documents[old] ?? 0;
      this.#starts[place] = starts[old] ?? 0;
      this.#lengths[place] = lengths[old] ?? 0;
      this.#rooms[place] = rooms[old] ?? noRoom;
    }
  }

  #append(place: number, agent: number, weight: number): void {
    const length = this.#lengths[place] ?? 0;
    const room = this.#rooms[place] ?? noRoom;
    if (room === noRoom || length === 1 << room) this.#move(place, room === noRoom ? 0 : room + 1);
    const at = (this.#starts[place] ?? 0) + length;
    this.#agents[at] = agent;
    this.#weights[at] = weight;
    this.#lengths[place] = length + 1;
  }

  /** Gives a run a larger place in the pool and leaves its old one to others. */
  #move(place: number, room: number): void {
    const from = this.#starts[place] ?? 0;
    const length = this.#lengths[place] ?? 0;
    const to = this.#outgrown[room]?.pop() ?? this.#allocate(1 << room);
    this.#agents.copyWithin(to, from, from + length);
    this.#weights.copyWithin(to, from, from + length);
    if (room > 0) this.#outgrown[room - 1]?.push(from);
    this.#starts[place] = to;
    this.#rooms[place] = room;
  }

  #allocate(room: number): number {
    const start = this.#used;
    this.#used += room;
    if (this.#used > this.#agents.length) {
      const size = Math.max(this.#used, Math.ceil(this.#agents.length * 1.5));
      const [agents, weights] = [new Uint32Array(size), new Float32Array(size)];
      agents.set(this.#agents);
      weights.set(this.#weights);
      [this.#agents, this.#weights] = [agents, weights];
    }
    return start;
  }
}

const noRoom = 255;
