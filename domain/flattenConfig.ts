export type ConfigValue = string | number | boolean | null;

/** A leaf of a config: dotted path, e.g. `recipe.learningRate`, and its value. Lists are one leaf, written as a person would. */
export type ConfigEntry = { path: string; value: ConfigValue };

/**
 * Leaves of a stored config in the order of its keys. Takes whatever the row holds, also configs that an older version wrote:
 * lists become one line (`a, b`; lists of objects `key value, key value; ...`) so that two runs can be compared line by line.
 */
export function flattenConfig(config: unknown, prefix = ''): ConfigEntry[] {
  if (!isRecord(config)) return prefix === '' ? [] : [{ path: prefix, value: leaf(config) }];
  return Object.entries(config).flatMap(([key, value]) =>
    flattenConfig(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

function leaf(value: unknown): ConfigValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(item).join(value.some(isRecord) ? '; ' : ', ');
  return String(value);
}

function item(value: unknown): string {
  if (!isRecord(value)) return String(value);
  return flattenConfig(value)
    .filter((entry) => entry.value !== null)
    .map((entry) => `${entry.path} ${entry.value}`)
    .join(', ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
