/** What an op has to do at least: multiplications and additions of a convolution, and every input and output once through memory. */
export type OpCost = { flop: number; bytes: number };

type Shape = readonly number[];

const elements = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

/** Least work of a call of libtensorflow. @param inputs shapes as the op takes them; filters are (..., I, O), variables are handles */
export function opCost(name: string, inputs: readonly Shape[], outputs: readonly Shape[]): OpCost {
  const arrays = [...inputs, ...outputs].map(elements).reduce((a, b) => a + b, 0);
  const passes = updates[name];
  const moved = passes === undefined ? arrays : passes * Math.max(...inputs.map(elements));
  return { flop: flopOf(name, inputs, outputs), bytes: isView(name, inputs, outputs) ? 0 : 4 * moved };
}

/** Updates of variables, of which only handles are seen: passes over memory for every element of the gradient. */
const updates: Record<string, number> = { ResourceApplyMomentum: 5, ResourceApplyGradientDescent: 3 };

function flopOf(name: string, inputs: readonly Shape[], outputs: readonly Shape[]): number {
  const [first = [], second = [], third = []] = inputs;
  const taps = (filter: Shape) => elements(filter.slice(0, -1)); // kernel x input channels
  if (/BackpropFilter/.test(name)) return 2 * elements(third) * taps(outputs[0] ?? []);
  if (/BackpropInput/.test(name)) return 2 * elements(third) * taps(second);
  if (/Conv[23]D$/.test(name) && first.length > 0) return 2 * elements(outputs[0] ?? []) * taps(second);
  return 0;
}

/** Ops that hand out memory that is there already, or that nobody has written. */
function isView(name: string, [from = []]: readonly Shape[], [to = []]: readonly Shape[]): boolean {
  if (name === 'Slice') return from.slice(1).join() === to.slice(1).join();
  return ['Reshape', 'Identity', 'Empty', 'ReadVariableOp', 'VarHandleOp'].includes(name);
}
