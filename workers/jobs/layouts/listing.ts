import type { Action, DatasetClass } from '@/domain/datasetClass';
import type { DatasetSplit } from '@/domain/datasetSplits';
import type { ListReading } from '@/domain/listReading';
import type { ScanDatasetInput } from '@/domain/taskInputs';
import type { VideoKind } from '@/domain/videoStates';

/** A video that the annotations name; whether it is there and can be read, the scan finds out. */
export type ListedVideo = {
  id: string;
  split: DatasetSplit;
  /** Place in its split. */
  position: number;
  actions: Action[];
  /** By the annotation file; null where it says nothing. */
  lengthSeconds: number | null;
  /** The video file, or the folder of its frames; absolute. */
  path: string;
  kind: VideoKind;
};

/** `classOrder`: where the order of the classes comes from; `notes`: how the folder was understood, a sentence each. */
export type Listing = {
  classes: DatasetClass[];
  classOrder: string;
  videos: ListedVideo[];
  lists: ListReading[];
  notes: string[];
};

/**
 * Lists the videos of a folder of one layout; no video is opened.
 * @throws AppError dataset_missing (no such folder or file), dataset_invalid (file and line)
 */
export type ListVideos = (input: ScanDatasetInput) => Promise<Listing>;
