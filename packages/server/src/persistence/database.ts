import type {
  SqlDriverAdapterFactory,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';

/** A statement that runs often: each connection parses and plans it once. Its name is its own in all of Muster. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Runs one statement. Rows come back as the driver parses them: int8 as text, JSON parsed, timestamptz as Date. */
export interface Sql {
  query<Row>(statement: string | Prepared, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** The database, embedded or a server: all that differs between the two is behind this. */
export interface Database extends Sql {
  readonly kind: 'embedded' | 'postgres';
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /**
   * Tells every process on this database that there is something new to look at.
   * Coalesced, sent outside of any transaction, and allowed to get lost: listeners also look by themselves.
   */
  announce(): void;
  /** `elsewhere`: by another process, or perhaps. */
  onAnnounced(listener: (elsewhere: boolean) => void): void;
  /** For Prisma's reads. */
  readonly prismaAdapter: SqlDriverAdapterFactory;
  /** For the schema engine: every statement of one connect() goes through one connection. */
  readonly migrationAdapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}
