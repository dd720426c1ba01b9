import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BreakingPoints, EntityScope, ProposalRow, ProposalsResult } from '../../../shared/case/entities.ts';
import type { ErrorValue } from '../../../shared/case/error.ts';
import { STRENGTHS } from '../../../shared/entities/link.ts';
import { useClient } from '../../state/client.tsx';
import { errorValue, isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys } from '../../state/queries.ts';
import { markCaseStep } from '../../state/steps.ts';
import type { Order } from './scope.ts';
import { namesOf } from './words.ts';

export type Verb = 'confirm' | 'reject' | 'defer';

/** A decision that a guard stopped: what it asks, and what was to be decided. */
export type Asked = {
  row: ProposalRow;
  error: ErrorValue;
  acknowledged: ('many-members' | 'large-share')[];
  members: string[];
  why: string;
};

const GUARDS: ReadonlySet<string> = new Set(['weak-group-unconfirmed', 'group-limit', 'merge-refused']);
/** Rows whose breaking point is worked out at once; others when they have the focus. */
const FIRST = 12;

const groupOf = ({ accounts, owners }: ProposalRow): string[] => [...accounts.map(({ id }) => id), ...owners];

function ordered(rows: readonly ProposalRow[], order: Order): ProposalRow[] {
  if (order === 'value') return [...rows];
  const rank = (row: ProposalRow): number => (row.deferred ? STRENGTHS.length : 0) + STRENGTHS.indexOf(row.strength);
  return [...rows].sort((a, b) => (order === 'strength' ? rank(a) - rank(b) || b.deltaHhi - a.deltaHhi : namesOf(a) < namesOf(b) ? -1 : 1));
}

/**
 * The proposals of a scope and the decisions about them.
 *
 * Decisions run one after the other in the order of the keys; a decided row leaves the list at once and comes back if its decision fails.
 */
export function useProposals(scope: EntityScope, least: number, order: Order) {
  const client = useClient();
  const queries = useQueryClient();
  const { fail, tell } = useNotices.getState();
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);

  const query = useQuery({
    queryKey: [...queryKeys.case, 'entities', 'proposals', scope, least],
    queryFn: ({ signal }) =>
      runJob<ProposalsResult>('Compare accounts', (leave) => client.entities.proposals({ scope, least }, { signal: leave }), { signal }),
    placeholderData: keepPreviousData,
  });
  const result = query.data ?? null;
  // The list that comes after the last decision tells what is left.
  useEffect(() => {
    if (result && waiting.current === 0) setDecided((before) => (before.size === 0 ? before : new Set()));
  }, [result]);
  const rows = useMemo(() => ordered(result?.rows.filter(({ id }) => !decided.has(id)) ?? [], order), [result, decided, order]);

  const settle = useCallback(
    (row: ProposalRow, work: () => Promise<unknown>, question: Omit<Asked, 'error'>) => {
      setDecided((before) => new Set([...before, row.id]));
      waiting.current += 1;
      const run = async () => {
        try {
          await work();
          markCaseStep();
        } catch (error) {
          setDecided((before) => new Set([...before].filter((id) => id !== row.id)));
          const value = errorValue(error);
          if (GUARDS.has(value.code)) setAsked({ ...question, error: value });
          else if (!isCancelled(error)) fail('The decision was not taken', error);
        } finally {
          waiting.current -= 1;
          if (waiting.current === 0) await queries.invalidateQueries({ queryKey: queryKeys.case });
        }
      };
      line.current = line.current.then(run);
    },
    [queries, fail],
  );

  const confirm = useCallback(
    (question: Omit<Asked, 'error'>) => {
      const { row, members, acknowledged, why } = question;
      const { links } = row;
      settle(
        row,
        () =>
          members.length > 2
            ? client.entities.group({ scope, links, members, acknowledged, why })
            : client.entities.confirm({ scope, links, acknowledged, why }),
        question,
      );
    },
    [client, scope, settle],
  );

  const decide = useCallback(
    (row: ProposalRow, verb: Verb) => {
      const members = row.accounts.map(({ id }) => id);
      const question = { row, members, acknowledged: [], why: '' };
      if (verb === 'confirm') confirm(question);
      else settle(row, () => client.entities[verb]({ scope, links: row.links }), question);
    },
    [client, scope, settle, confirm],
  );

  return {
    result,
    rows,
    stale: query.isPlaceholderData,
    pending: query.isPending,
    error: query.error && !isCancelled(query.error) ? query.error : null,
    decide,
    asked,
    answer: (question: Omit<Asked, 'error'> | null) => {
      setAsked(null);
      if (question) confirm(question);
    },
    tell,
  };
}

export type Points = { test: string | null; now: BreakingPoints['now']; of: ReadonlyMap<string, BreakingPoints['now']> };

/** Breaking points of the first rows, and of the one with the focus. */
export function useBreakingPoints(scope: EntityScope, rows: readonly ProposalRow[], current: ProposalRow | null, ready: boolean): Points {
  const client = useClient();
  const first = useMemo(() => rows.slice(0, FIRST), [rows]);
  const [settled, setSettled] = useState<{ first: readonly ProposalRow[]; current: ProposalRow | null }>({ first: [], current: null });
  useEffect(() => {
    if (!ready) return;
    // Keys that follow each other quickly ask once.
    const timer = setTimeout(() => setSettled({ first, current }), 350);
    return () => clearTimeout(timer);
  }, [first, current, ready]);
  const listed = settled.current && !settled.first.some(({ id }) => id === settled.current?.id) ? [settled.current] : [];
  const ask = (wanted: readonly ProposalRow[], name: string) => ({
    queryKey: [...queryKeys.case, 'entities', 'breaking-points', name, scope, wanted.map(groupOf)],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const points = await runJob<BreakingPoints>(
        'Test the removal of the groups',
        (leave) => client.entities.breakingPoints({ scope, groups: wanted.map(groupOf) }, { signal: leave }),
        { signal },
      );
      return { ...points, ids: wanted.map(({ id }) => id) };
    },
    enabled: ready && wanted.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const many = useQuery(ask(settled.first, 'first'));
  const one = useQuery(ask(listed, 'one'));
  return useMemo(() => {
    const of = new Map<string, BreakingPoints['now']>();
    for (const found of [many.data, one.data])
      for (const [index, id] of (found?.ids ?? []).entries()) of.set(id, found?.after[index] ?? null);
    const any = many.data ?? one.data;
    return { test: any?.test ?? null, now: any?.now ?? null, of };
  }, [many.data, one.data]);
}
