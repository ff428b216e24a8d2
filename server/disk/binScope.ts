import type { BinKind } from '@/domain/binKinds';
import { Prisma } from '@/prisma/generated/client';
import { isAtWork } from './atWork';

/** Which part of the bin: one thing, or everything that was deleted before a time. */
export type BinScope = { before: Date } | { kind: BinKind; id: string };

/** Condition of SQL on a row of this kind in the bin, called `name` in the statement: it is in the scope. */
export function inScope(scope: BinScope, kind: BinKind, name: string): Prisma.Sql {
  const column = (of: string) => Prisma.raw(`${name}.${of}`);
  const deleted = Prisma.sql`${column('deleted_at')} is not null`;
  if ('before' in scope) return Prisma.sql`(${deleted} and ${column('deleted_at')} < ${scope.before})`;
  return scope.kind === kind ? Prisma.sql`(${deleted} and ${column('id')} = ${scope.id}::uuid)` : Prisma.sql`false`;
}

/**
 * Tables of SQL: `gone`, runs of the scope at which nobody works; `held`, those of them whose weights or scores a run that stays needs,
 * because it starts from them, or one that starts from them does.
 */
export function goneAndHeld(scope: BinScope): Prisma.Sql {
  return Prisma.sql`
    gone as (
      select r.id, r.base_run_id, r.experiment_id
      from runs r join experiments e on e.id = r.experiment_id
      where (${inScope(scope, 'run', 'r')} or ${inScope(scope, 'experiment', 'e')}) and not ${isAtWork}
    ),
    held as (
      select g.id from gone g
      where exists (select 1 from runs k where k.base_run_id = g.id and k.id not in (select id from gone))
      union
      select b.id from held h join gone r on r.id = h.id join gone b on b.id = r.base_run_id
    )`;
}
