import type { Backbone } from '@/domain/backbones';
import type { ViewTransform } from './viewTransform';

/** All that V_in of a clip depends on besides its frames: the transform F, and how the backbone wants the values. */
export type InputView = Pick<Backbone, 'resampling' | 'normalisation'> & { view: ViewTransform };
