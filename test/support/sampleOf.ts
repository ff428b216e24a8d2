import type { z } from 'zod';

/** A place in the input of a procedure: where it is, and what kind of value belongs there. */
export type Leaf = { path: PropertyKey[]; kind: string };

type Def = z.core.$ZodTypeDef & Record<string, unknown>;
const defOf = (schema: unknown) => (schema as z.core.$ZodType)._zod.def as unknown as Def;
const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'catch', 'nonoptional']);

/** Takes off what makes a value optional or transforms it. */
function inner(schema: unknown): unknown {
  const def = defOf(schema);
  if (wrappers.has(def.type)) return inner(def.innerType);
  return def.type === 'pipe' ? inner(def.in) : schema;
}

/** A value that fits a schema well enough to be looked at: `known` gives values by the name of their field, e.g. ids that exist. */
export function sampleOf(schema: unknown, known: Record<string, unknown>, name = ''): unknown {
  if (name in known) return known[name];
  const def = defOf(inner(schema));
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape as Record<string, unknown>).map(([key, value]) => [key, sampleOf(value, known, key)]),
      );
    case 'array':
      return [sampleOf(def.element, known, name.replace(/s$/, ''))];
    case 'tuple':
      return (def.items as unknown[]).map((item) => sampleOf(item, known));
    case 'union':
      return sampleOf((def.options as unknown[])[0], known, name);
    case 'enum':
      return Object.values(def.entries as Record<string, string>)[0];
    case 'literal':
      return (def.values as unknown[])[0];
    case 'boolean':
      return false;
    case 'number':
      return 1;
    case 'string':
      return def.format === 'uuid' ? known.id : 'text';
    default:
      return null;
  }
}

/** Every string, number and choice in the input of a procedure. */
export function leavesOf(schema: unknown, path: PropertyKey[] = []): Leaf[] {
  const def = defOf(inner(schema));
  if (def.type === 'object')
    return Object.entries(def.shape as Record<string, unknown>).flatMap(([key, value]) =>
      leavesOf(value, [...path, key]),
    );
  if (def.type === 'array') return leavesOf(def.element, [...path, 0]);
  if (def.type === 'union') return (def.options as unknown[]).slice(0, 1).flatMap((option) => leavesOf(option, path));
  return [{ path, kind: String(def.type) }];
}

/** The same value with another one at a place. */
export function withValue(value: unknown, [key, ...rest]: PropertyKey[], put: unknown): unknown {
  if (key === undefined) return put;
  const held = typeof value === 'object' && value !== null ? value : {};
  const copy = Array.isArray(held) ? [...held] : { ...held };
  const place = copy as Record<PropertyKey, unknown>;
  place[key] = withValue(place[key], rest, put);
  return copy;
}
