import { memorySection } from './memorySection';
import { pipelineSection } from './pipeline/pipelineSection';
import { planningSection } from './planning/planningSection';
import { profileSection } from './profile/profileSection';
import { scalingSection } from './scaling/scalingSection';
import type { BenchSection } from './section';
import { stepsSection } from './stepsSection';
import { table2Section } from './table2/table2Section';
import { throughputSection } from './throughput/throughputSection';

/** The sections of `npm run bench`, in the order they run and stand in the index. */
export const sections: readonly BenchSection[] = [
  stepsSection,
  profileSection,
  throughputSection,
  table2Section,
  scalingSection,
  planningSection,
  pipelineSection,
  memorySection,
];
