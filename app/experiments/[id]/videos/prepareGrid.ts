/** Columns and size of the cards for the width at hand. */
export type GridLayout = {
  columns: number;
  /** Pixels. */
  cardWidth: number;
  cardHeight: number;
  /** One column: picture at the left of the text. */
  wide: boolean;
};

export const gridGap = 12;
const idealWidth = 224;
const padding = 22; // of a card, border included
const factsHeight = 196;
const wideHeight = 176;

/**
 * @param width of the container in pixels; 0 = not measured yet
 * @param aspect height of a frame divided by its width
 */
export function prepareGrid(width: number, aspect = 1): GridLayout | null {
  if (width <= 0) return null;
  const columns = Math.max(1, Math.floor((width + gridGap) / (idealWidth + gridGap)));
  if (columns === 1) return { columns, cardWidth: width, cardHeight: wideHeight, wide: true };
  const cardWidth = (width - gridGap * (columns - 1)) / columns;
  return { columns, cardWidth, cardHeight: Math.round((cardWidth - padding) * aspect + factsHeight), wide: false };
}
