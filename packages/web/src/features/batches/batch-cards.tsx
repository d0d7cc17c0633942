import { Link } from 'wouter';
import { BatchCard } from './batch-card.tsx';
import classes from './batch-cards.module.css';

interface BatchCardsProps {
  /** The newest first. */
  batchIds: readonly string[];
  onDismiss: (batchId: string) => void;
}

/** More would push the navigation off the screen. */
const mostCards = 3;

/** What is being done to many jobs at once, in the frame around every page. */
export default function BatchCards({ batchIds, onDismiss }: BatchCardsProps) {
  const more = batchIds.length - mostCards;
  return (
    <section className={classes['cards']} aria-label="Batches in progress">
      {batchIds.slice(0, mostCards).map((id) => (
        <BatchCard key={id} batchId={id} onDismiss={() => onDismiss(id)} />
      ))}
      {more > 0 && (
        <Link href="/batches" className={classes['more']}>
          and {more} more
        </Link>
      )}
    </section>
  );
}
