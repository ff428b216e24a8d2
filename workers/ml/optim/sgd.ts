import type { Recipe } from '@/domain/recipes';
import { floatConstant } from '@/workers/ml/engine/constants';
import { add, multiply } from '@/workers/ml/engine/ops/elementwise';
import { dispose, outsideScopes, scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor } from '@/workers/ml/engine/transfer';
import {
  applyMomentum,
  assignVariable,
  createVariable,
  disposeVariable,
  subtractScaled,
  type Variable,
  variableValues,
} from '@/workers/ml/engine/variable';
import type { Parameter } from '@/workers/ml/layers/parameter';
import { checkStateDict, type StateDict } from '@/workers/ml/models/stateDict';

export type Sgd = {
  /** One update with the gradients the parameters hold, which are cleared. Parameters without a gradient stay as they are. */
  step(learningRate: number): void;
  /**
   * The same update, with the gradients that a backward pass adds to those held: every parameter is updated as soon as its gradient is
   * complete, so that the gradients never exist all at once.
   */
  stepDuring(learningRate: number, backward: () => void): void;
  /** Velocities under the names of their parameters, in PyTorch's layout: with the state dict, enough to resume to the bit. */
  exportState(): StateDict;
  /** @throws AppError('checkpoint_invalid') where names or shapes differ */
  importState(state: StateDict): void;
  dispose(): void;
};

/**
 * Stochastic gradient descent with momentum as in PyTorch (no dampening, no Nesterov): v = momentum v + g, w -= learningRate v,
 * g including weightDecay w for the parameters that decay:
 * convolution and classifier weights, or all of them.
 */
export function createSgd(options: {
  parameters: Parameter[];
  momentum: number;
  weightDecay: number;
  decayOn?: Recipe['decayOn'];
}): Sgd {
  const { parameters, momentum, weightDecay, decayOn = 'weights' } = options;
  const velocities = new Map<Parameter, Variable>(
    parameters.map((parameter) => {
      const { shape } = parameter.variable;
      return [parameter, createVariable(new Float32Array(parameter.size), shape)];
    }),
  );
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));

  /** @param learningRate a scalar */
  function update(parameter: Parameter, velocity: Variable, learningRate: Tensor): void {
    const { gradient } = parameter;
    if (!gradient) return;
    const decays = (parameter.decay || decayOn === 'all') && weightDecay > 0;
    // momentum (v + w weightDecay / momentum) + g: the decay goes into the velocity first, one pass instead of two temporaries
    const early = decays && momentum > 0;
    if (early) subtractScaled(velocity, parameter.value(), floatConstant(-weightDecay / momentum));
    scope(() => {
      const late = decays && !early;
      const sum = late ? add(gradient, multiply(parameter.value(), floatConstant(weightDecay))) : gradient;
      parameter.letGo();
      applyMomentum(parameter.variable, velocity, {
        gradient: sum,
        learningRate,
        momentum: floatConstant(momentum),
      });
    });
    parameter.clearGradient();
  }

  return {
    stepDuring(learningRate, backward) {
      withScalar(learningRate, (rate) => {
        for (const [parameter, velocity] of velocities) {
          parameter.onGradient = () => update(parameter, velocity, rate);
        }
        try {
          backward();
        } finally {
          for (const parameter of parameters) parameter.onGradient = undefined;
        }
      });
    },
    step(learningRate) {
      withScalar(learningRate, (rate) => {
        for (const [parameter, velocity] of velocities) update(parameter, velocity, rate);
      });
    },
    exportState() {
      const state: StateDict = new Map();
      for (const [parameter, velocity] of velocities) {
        const data = parameter.toTorch(variableValues(velocity));
        state.set(parameter.name, { shape: [...parameter.shape], data });
      }
      return state;
    },
    importState(state) {
      checkStateDict(state, shapes, 'the optimiser');
      for (const [parameter, velocity] of velocities) {
        const entry = state.get(parameter.name);
        if (entry) assignVariable(velocity, parameter.fromTorch(entry.data));
      }
    },
    dispose() {
      for (const velocity of velocities.values()) disposeVariable(velocity);
    },
  };
}

/** A scalar of the engine for as long as `body` runs. */
function withScalar(value: number, body: (scalar: Tensor) => void): void {
  const scalar = outsideScopes(() => createTensor(Float32Array.of(value), []));
  try {
    body(scalar);
  } finally {
    dispose(scalar);
  }
}
