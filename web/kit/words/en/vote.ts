export const vote = {
  title: 'Rate how this application was dealt with',
  lead: (agency: string) => `How do you find the way ${agency} dealt with this application?`,
  liked: 'Satisfaction',
  choices: { liked: 'Satisfied', neutral: 'Neither', disliked: 'Not satisfied' },
  reasonsLabel: 'What was not right?',
  reasons: {
    slow: 'It took too long',
    attitude: 'The way I was treated',
    unclear: 'The guidance was not clear',
    papers: 'Papers were asked for beyond the rules',
    trips: 'I had to come several times',
    fees: 'Money was taken beyond the rules',
    result: 'The result has mistakes',
    site: 'The website is hard to use',
  },
  comment: 'In your own words',
  commentHint:
    'The head of the agency and the leaders of the province can read it; each reading is written down. Please write nothing about other people.',
  send: 'Send rating',
  change: 'Send new rating',
  kept: 'Your rating is kept',
  keptUntil: (day: string) => `You can change it until the end of ${day}, by this same link.`,
  votedTitle: 'This application has been rated',
  voted: (at: string, day: string) =>
    `The rating sent ${at} counts. Each application has one rating; sending it again here replaces it, until the end of ${day}.`,
  closedTitle: 'The time for rating is over',
  closed: (day: string) => `This application could be rated until the end of ${day}.`,
  given: 'The rating that was sent',
  none: 'No rating was sent.',
  /** On the dossier's own page. */
  askTitle: 'How do you find the way it was dealt with?',
  ask: 'A rating takes a minute and is not required.',
  go: 'Rate this application',
  /** For whoever has only the code: it opens no vote, for codes can be guessed. */
  forOwner:
    'The applicant can rate by the QR code on the slip that comes with the result (form 06), or on this page after signing in.',
  again: 'See or change the rating you sent',
}
