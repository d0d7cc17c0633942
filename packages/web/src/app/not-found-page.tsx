import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import { EmptyState } from '../ui/empty-state.tsx';
import { paths } from './paths.ts';

export function NotFoundPage() {
  return (
    <EmptyState icon={IconMapOff} title="There is no such page">
      The address leads nowhere. <Link href={paths.jobs}>All jobs</Link>
    </EmptyState>
  );
}
