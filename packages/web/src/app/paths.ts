/** Every address of the console. */
export const paths = {
  jobs: '/jobs',
  needsYou: '/needs-you',
  decisions: '/needs-you/decisions',
  agents: '/agents',
  batches: '/batches',
  matching: '/matching',
} as const;

/** Whether the page lists jobs, so that the search and "new job" stay where they are. */
export function listsJobs(path: string): boolean {
  return path === paths.jobs || path === paths.needsYou;
}
