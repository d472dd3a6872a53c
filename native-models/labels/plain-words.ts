/** A data set's name in plain words: `BabyCrawling`, `baby_crawling` and `Baby crawling` are `baby crawling`. */
export function plainWords(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
}
