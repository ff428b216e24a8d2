import { pipelineSection } from './pipeline/pipelineSection';
import type { BenchSection } from './section';
import { stepsSection } from './stepsSection';
import { throughputSection } from './throughput/throughputSection';

/** The sections of `npm run bench`, in the order they run and stand in the index. */
export const sections: readonly BenchSection[] = [stepsSection, throughputSection, pipelineSection];
