const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * What Muster accepts, units in the names. Characters are Unicode code points;
 * bytes of JSON are the UTF-8 bytes of `JSON.stringify(value)`.
 */
export const limits = {
  titleCharacters: 200,
  descriptionCharacters: 20_000,
  inputsBytes: 256 * KiB,
  requiredSkills: 32,
  /** In each list of a job's or an agent's. */
  tags: 32,
  tagCharacters: 64,
  costPerJob: 1e12,
  minPriority: 0,
  maxPriority: 100,

  agentNameCharacters: 100,
  agentDescriptionCharacters: 4_000,
  agentSkills: 64,
  skillNameCharacters: 64,
  skillDescriptionCharacters: 1_000,
  instructionsCharacters: 20_000,
  modelNameCharacters: 100,
  endpointCharacters: 2_048,
  minSecretBytes: 24,
  maxSecretBytes: 64,
  minCapacity: 1,
  maxCapacity: 10_000,
  inputSchemaBytes: 64 * KiB,

  /** Of a reason, a piece of feedback or an agent's message. */
  messageCharacters: 4_000,
  outputBytes: MiB,
  /** The longest rest that an agent is given, in milliseconds: a day. Who asks for more gets this. */
  restMs: 24 * 60 * 60 * 1000,
  idempotencyKeyCharacters: 255,
  minWaitMs: 0,
  maxWaitMs: 60_000,

  /** Levels of arrays and objects inside each other; deeper values overflow the stacks of common parsers. */
  jsonDepth: 64,
} as const;
