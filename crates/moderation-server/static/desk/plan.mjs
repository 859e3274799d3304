// How large a page's share shall be; nothing here touches the page.

/** With so many left to read, more are asked for. */
const LOW = 10;
/** So many there shall be then. */
const FULL = 30;
/** More than that the server gives to no page. */
const MOST = 40;

/** Whether there is enough to read. @param {number} ahead */
export const isLow = (ahead) => ahead <= LOW;

/**
 * How many a page shall hold that holds `have` comments, of which `ahead` have yet to be read; 0 where it needs no more.
 * @param {number} ahead @param {number} have
 */
export const wanted = (ahead, have) => (isLow(ahead) ? Math.min(MOST, have + FULL - ahead) : 0);
