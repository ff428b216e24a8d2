/** What a section is given: which of its tasks to measure, and how. */
export type BenchContext = {
  /** Names of the tasks to measure, in the section's order; never empty. */
  tasks: readonly string[];
  /** How often each program is asked; the report gives best and median. */
  rounds: number;
  /** The same for what takes minutes a round: one where the user has not asked for more. */
  longRounds: number;
  device: 'cpu' | 'gpu';
  /** A small fraction of the work, to see that everything runs; the report says so. */
  quick: boolean;
  /** A folder of this section's own, kept between calls, for weights and exported inputs. */
  folder: string;
  /** Path of a Python with PyTorch, installed on first use (torchEnvironment.ts). */
  python(): string;
  /** Tells the terminal what is being measured now; `share` of the section's work that is done, 0..1. */
  progress(what: string, share: number): void;
  /** Writes the report of what has been measured so far: it stays when a later task fails. */
  save(result: BenchResult): void;
};

export type BenchResult = {
  /** Below the heading and the line on machine, versions and date, which the report adds. */
  markdown: string;
  /** The measurements, as JSON can hold them; goes under `data` of the section's JSON file. */
  json: unknown;
  /** Engines that took part, e.g. `libtensorflow 2.21.0`. */
  versions: string[];
};

/** A part of `npm run bench`: its own report docs/benchmarks/<id>.{md,json}. Entered in sections.ts. */
export type BenchSection = {
  id: string;
  title: string;
  /** One sentence for the index: what is compared with what. */
  summary: string;
  /** Where it can run; a section without 'gpu' is left out of `--device gpu`. */
  devices: readonly BenchContext['device'][];
  /** Names of everything it measures; `--only` picks by section id or by a part of these. */
  tasks: readonly string[];
  run(context: BenchContext): Promise<BenchResult>;
};
