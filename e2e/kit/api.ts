/** What a job looks like to these tests; the whole of it is in the schema. */
export interface Job {
  readonly id: string;
  readonly title: string;
  readonly status: JobStatus;
  readonly version: number;
  readonly inputs: unknown;
  readonly result: unknown;
  readonly agent: { readonly id: string; readonly name: string } | null;
}

export type JobStatus =
  | 'PENDING'
  | 'ASSIGNED'
  | 'IN_PROGRESS'
  | 'COMPLETED'
  | 'FAILED'
  | 'REJECTED'
  | 'RESUBMISSION_REQUIRED';

export interface NewJob {
  readonly title: string;
  readonly description?: string;
  readonly inputs?: unknown;
  readonly requiredSkills?: readonly string[];
  readonly priority?: number;
  readonly autoAssign?: boolean;
  readonly retryPolicy?: Readonly<Record<string, unknown>>;
}

export interface NewAgent {
  readonly name: string;
  readonly description: string;
  readonly kind: 'HTTP' | 'PULL' | 'OPENAI';
  readonly skills?: readonly { readonly name: string; readonly description?: string }[];
  readonly endpoint?: string;
  readonly secret?: string;
  readonly capacity?: number;
  readonly inputSchema?: unknown;
  readonly instructions?: string;
}

export interface LogRow {
  readonly cursor: string;
  readonly status: string;
  readonly jobVersion: number;
  readonly actor: string;
  readonly message: string | null;
}

/** Muster had a reason not to: the error member of a mutation's result. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly issues: readonly { path: string; message: string }[];

  constructor({ code, message, issues }: RefusedAnswer) {
    super(message);
    this.code = code;
    this.issues = issues ?? [];
  }
}

interface RefusedAnswer {
  code: string;
  message: string;
  issues?: readonly { path: string; message: string }[];
}

export interface Api {
  readonly url: string;
  readonly token: string;
  /** The data of an operation; throws what GraphQL itself refused. */
  graphql<Data>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  createJob(input: NewJob): Promise<Job>;
  autoAssign(jobId: string): Promise<Job>;
  assign(input: { jobId: string; agentId: string; inputs?: unknown }): Promise<Job>;
  cancelAssignment(input: { jobId: string; reason?: string }): Promise<Job>;
  requestResubmission(input: { jobId: string; feedback: string }): Promise<Job>;
  resubmit(input: { jobId: string; inputs?: unknown }): Promise<Job>;
  registerAgent(input: NewAgent): Promise<{ agent: { id: string }; token: string | null }>;
  updateAgent(input: { agentId: string } & Record<string, unknown>): Promise<void>;
  job(id: string): Promise<Job>;
  logs(jobId: string): Promise<readonly LogRow[]>;
  /** The id of the agent of this name. */
  agentId(name: string): Promise<string>;
}

const jobFields = 'id title status version inputs result agent { id name }';

export function connectApi(url: string, token: string): Api {
  const graphql: Api['graphql'] = async <Data>(query: string, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
    if (errors !== undefined || data === undefined) {
      throw new Error(`HTTP ${response.status}: ${JSON.stringify(errors)}\n${query}`);
    }
    return data;
  };

  /** The success member of a mutation's result, with `fields`; throws a `Refusal` for any other. */
  const mutate = async <Success>(name: string, input: object, fields: string): Promise<Success> => {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    const issues = ['InputsInvalid', 'ValidationFailed']
      .filter((member) => issueMembers[member]?.includes(name))
      .map((member) => `... on ${member} { issues { path message } }`)
      .join(' ');
    const { answer } = await graphql<{ answer: Success & RefusedAnswer & { __typename: string } }>(
      `mutation ${type}($input: ${type}Input!) {
        answer: ${name}(input: $input) {
          __typename ... on ${type}Success { ${fields} } ... on Error { code message } ${issues}
        }
      }`,
      { input },
    );
    if (answer.__typename !== `${type}Success`) throw new Refusal(answer);
    return answer;
  };
  const change = async (name: string, input: object): Promise<Job> => {
    const { job } = await mutate<{ job: Job }>(name, input, `job { ${jobFields} }`);
    return job;
  };

  return {
    url,
    token,
    graphql,
    createJob: (input) => change('createJob', input),
    autoAssign: (jobId) => change('autoAssign', { jobId }),
    assign: (input) => change('assign', input),
    cancelAssignment: (input) => change('cancelAssignment', input),
    requestResubmission: (input) => change('requestResubmission', input),
    resubmit: (input) => change('resubmit', input),
    registerAgent: (input) => mutate('registerAgent', input, 'agent { id } token'),
    async updateAgent(input) {
      await mutate('updateAgent', input, 'agent { id }');
    },
    async job(id) {
      const { job } = await graphql<{ job: Job | null }>(
        `query ($id: ID!) { job(id: $id) { ${jobFields} } }`,
        { id },
      );
      if (job === null) throw new Error(`There is no job ${id}.`);
      return job;
    },
    async logs(jobId) {
      const { job } = await graphql<{ job: { logs: { edges: { node: LogRow }[] } } }>(
        `query ($id: ID!) {
          job(id: $id) { logs(first: 50) { edges { node { cursor status jobVersion actor message } } } }
        }`,
        { id: jobId },
      );
      return job.logs.edges.map(({ node }) => node);
    },
    async agentId(name) {
      const { agents } = await graphql<{
        agents: { edges: { node: { id: string; name: string } }[] };
      }>(
        'query ($name: String!) { agents(first: 50, filter: { text: $name }) { edges { node { id name } } } }',
        {
          name,
        },
      );
      const found = agents.edges.find(({ node }) => node.name === name);
      if (found === undefined) throw new Error(`There is no agent ${name}.`);
      return found.node.id;
    },
  };
}

/** Which mutations may answer with a list of issues. */
const issueMembers: Readonly<Record<string, readonly string[]>> = {
  InputsInvalid: ['assign'],
  ValidationFailed: ['createJob', 'assign', 'resubmit', 'registerAgent', 'updateAgent'],
};
