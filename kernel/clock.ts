/** Tells the instant now; passed in everywhere, so that a test can live through Tết. */
export type Clock = () => Date
