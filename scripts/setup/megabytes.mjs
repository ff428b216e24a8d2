// @ts-check

/**
 * 273829956 -> '274 MB'; below ten megabytes with one decimal.
 * @param {number} bytes
 */
export function megabytes(bytes) {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}
