import { configLabel, configText } from '@/app/_components/configText';
import { configKeys } from '@/domain/configKeys';
import { flattenConfig } from '@/domain/flattenConfig';

export type ConfigDiffRow = {
  path: string;
  label: string;
  /** One a run, in words. */
  texts: string[];
  /** Which of them are not what the baseline has. */
  changed: boolean[];
  differs: boolean;
};

/** Configs line by line, in the order of the schema; `baseline` is the place of the run to which the others are held. */
export function prepareConfigDiff(configs: unknown[], baseline: number): ConfigDiffRow[] {
  const values = configs.map((config) => new Map(flattenConfig(config).map(({ path, value }) => [path, value])));
  const paths = [...new Set(values.flatMap((map) => [...map.keys()]))].sort((a, b) => place(a) - place(b));
  return paths.map((path) => {
    const reference = values[baseline]?.get(path);
    const changed = values.map((map) => map.get(path) !== reference);
    return {
      path,
      label: configLabel(path),
      texts: values.map((map) => configText(path, map.get(path))),
      changed,
      differs: changed.some(Boolean),
    };
  });
}

function place(path: string): number {
  const index = configKeys.indexOf(path);
  return index === -1 ? configKeys.length : index;
}
