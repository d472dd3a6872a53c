// A reporter for Node's test runner: which tests were skipped, by their reasons.
// eslint-disable-next-line no-restricted-syntax -- Node asks for it
export default async function* skipped(events) {
  const byReason = new Map()
  for await (const { type, data } of events) {
    if (type !== 'test:pass' || data.skip === undefined || data.skip === false) continue
    const reason = typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'no reason was given'
    byReason.set(reason, [...(byReason.get(reason) ?? []), data.name])
  }
  for (const [reason, names] of byReason) yield `${names.join('; ')}: ${reason}\n`
}
