import { readCandidates } from '@muster/domain/matching/kept-decision.ts';
import type { PrismaClient } from '@muster/prisma/client.ts';
import type { MatchQualityRow } from '@muster/schema/matching-answers.ts';
import type { MatchRecords, ReplayableDecision } from '../app/ports/match-records.ts';
import { newestDecisions, qualityBy, reliability } from './match-records.sql.ts';

type CountedRow = Omit<MatchQualityRow, 'agentId' | 'completedAtFirstShare' | 'key' | 'label'> & {
  readonly key: string | null;
  readonly label: string | null;
};

interface BinRow {
  readonly bin: number;
  readonly decisions: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

type KeptRow = Omit<ReplayableDecision, 'candidates'> & { readonly candidates: string };

/** Through Prisma's connections: these statements read much, and must not keep those of commands waiting. */
export function createMatchRecords(prisma: PrismaClient): MatchRecords {
  return {
    async newest(count) {
      const rows = await prisma.$queryRawUnsafe<KeptRow[]>(newestDecisions, count);
      const kept: ReplayableDecision[] = [];
      for (const row of rows) {
        // Hundreds of candidates each: the event loop serves others in between.
        kept.push({ ...row, candidates: readCandidates(JSON.parse(row.candidates)) });
        if (kept.length % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      return kept;
    },
    async quality({ from, to, by }) {
      const rows = await prisma.$queryRawUnsafe<CountedRow[]>(qualityBy(by), from, to);
      const [total, ...groups] = rows.map((row): MatchQualityRow => {
        const { key, label, decisions, open, completedAtFirst } = row;
        const ended = decisions - open;
        return {
          ...row,
          key: key ?? '',
          label: label ?? 'all',
          agentId: by === 'AGENT' ? key : null,
          completedAtFirstShare: ended === 0 ? null : completedAtFirst / ended,
        };
      });
      if (!total) throw new Error('A sum without groups always has one row.');
      return { total, rows: groups };
    },
    async reliability() {
      const rows = await prisma.$queryRawUnsafe<BinRow[]>(reliability);
      const byBin = new Map(rows.map((row) => [row.bin, row]));
      return Array.from({ length: 10 }, (_, n) => {
        const row = byBin.get(n + 1);
        return {
          from: n / 10,
          to: (n + 1) / 10,
          decisions: row?.decisions ?? 0,
          meanConfidence: row?.meanConfidence ?? null,
          shareRight: row?.shareRight ?? null,
        };
      });
    },
  };
}
