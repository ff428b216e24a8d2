const colours = ['red', 'green', 'blue', 'yellow'];
const directions = ['horizontal', 'vertical'];

/** Names of the eight classes; class = 2 x colour + direction of the ribs. */
export const microClassNames: readonly string[] = colours.flatMap((colour) =>
  directions.map((direction) => `moving a ${colour} thing with ${direction} ribs`),
);
