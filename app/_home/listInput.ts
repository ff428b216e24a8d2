/** How the list of experiments is asked for; the same on server and in the browser, so that one finds what the other fetched. */
export const listInput = { limit: 30 };
