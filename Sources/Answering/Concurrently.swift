/// Runs `body` on every element, at most so many at once, and returns the results in the order of
/// the elements. Only cancellation ends it early; other failures are results.
package func concurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element], atMost limit: Int,
    _ body: @escaping @Sendable (Element) async throws(CancellationError) -> Result
) async throws(CancellationError) -> [Result] {
    do {
        return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: elements.count)
            for (index, element) in elements.enumerated() {
                if index >= limit, let (done, result) = try await group.next() {
                    results[done] = result
                }
                group.addTask { (index, try await body(element)) }
            }
            for try await (done, result) in group { results[done] = result }
            return results.compactMap { $0 }
        }
    } catch {
        throw CancellationError()
    }
}
