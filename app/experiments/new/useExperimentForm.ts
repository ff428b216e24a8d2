'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { defaultValues, type FormValues, valuesOf } from './formValues';
import { readForm } from './readForm';

export type ExperimentFormState = UseFormReturnType<FormValues>;

/** The state of the form; `initial` is an experiment to clone. */
export function useExperimentForm({ initial, dataset }: { initial: ExperimentSpec | null; dataset: string }) {
  return useForm<FormValues>({
    initialValues: initial ? valuesOf(initial) : defaultValues(dataset),
    validate: (values) => readForm(values).errors ?? {},
    validateInputOnBlur: true,
  });
}
