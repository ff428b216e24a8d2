/**
 * Numbers of classes that a head can be asked to have: those of the datasets, that of Charades, and whatever the form says already;
 * `file` = as many as the file says.
 */
export function headChoices(
  datasets: { name: string; classes: number }[],
  chosen: number | null,
): { value: string; label: string }[] {
  const names = new Map<number, string[]>();
  for (const { name, classes } of datasets) names.set(classes, [...(names.get(classes) ?? []), name]);
  if (!names.has(157)) names.set(157, ['Charades']);
  if (chosen !== null && !names.has(chosen)) names.set(chosen, []);
  const counts = [...names].sort(([a], [b]) => a - b);
  return [
    { value: 'file', label: 'as in the file' },
    ...counts.map(([count, users]) => ({
      value: String(count),
      label: users.length === 0 ? `${count} classes` : `${count} classes (${users.join(', ')})`,
    })),
  ];
}
