/** What an agent is told of an assignment that it accepted and that was taken back. */
export interface CancelNotice {
  readonly assignmentId: string;
  readonly jobId: string;
  readonly reason: string | null;
  readonly agent: { readonly endpoint: string | null; readonly secret: string | null };
}

/** Best effort, and never throws: an agent that misses it learns of it by its next heartbeat or report. */
export interface CancelNotices {
  send(notice: CancelNotice): void;
}
