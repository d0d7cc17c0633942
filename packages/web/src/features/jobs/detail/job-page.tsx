import { useDocumentTitle } from '@mantine/hooks';
import { useLocation } from 'wouter';
import JobView from './job-view.tsx';

/** A job by its own address. */
export default function JobPage({ jobId }: { jobId: string }) {
  const [, navigate] = useLocation();
  useDocumentTitle('Job · Muster');
  return <JobView jobId={jobId} placement="page" onClose={() => navigate('/jobs')} />;
}
