import { graphql, type ResultOf } from '../../graphql/tada.ts';

export const JobRefusal_Error = graphql(`
  fragment JobRefusal_Error on Error @_unmask {
    __typename
    message
    code
  }
`);

type Refused = ResultOf<typeof JobRefusal_Error>;

export interface RefusedIssue {
  /** A JSON pointer into the inputs, or the name of a field. */
  path: string;
  message: string;
}

interface RefusedAnswer {
  __typename: Refused['__typename'];
  code: Refused['code'];
  message: string;
  issues?: readonly RefusedIssue[];
}

/** The server understood and had a reason not to: the error member of a mutation's result. */
export class JobRefusal extends Error {
  override readonly name = 'JobRefusal';
  /** Which member of the result union it was. */
  readonly typename: Refused['__typename'];
  readonly code: Refused['code'];
  /** What is wrong where, for inputs that the agent or the API does not accept; else empty. */
  readonly issues: readonly RefusedIssue[];

  constructor(answer: RefusedAnswer) {
    super(answer.message);
    this.typename = answer.__typename;
    this.code = answer.code;
    this.issues = answer.issues ?? [];
  }
}
