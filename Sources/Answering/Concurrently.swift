/// Runs `body` on every element, at most so many at once, and returns the results in the order of
/// the elements. The first thing that is thrown cancels the rest and is thrown on; failures that are
/// results end nothing.
package func concurrently<Element: Sendable, Value: Sendable, Failure: Error>(
    _ elements: [Element], atMost limit: Int,
    _ body: @escaping @Sendable (Element) async throws(Failure) -> Value
) async throws(Failure) -> [Value] {
    let outcome = await withTaskGroup(of: (Int, Result<Value, Failure>).self) { group in
        var values = [Value?](repeating: nil, count: elements.count)
        var failure: Failure?
        func take(_ done: (index: Int, result: Result<Value, Failure>)?) {
            switch done?.result {
            case .success(let value): values[done?.index ?? 0] = value
            case .failure(let error): failure = failure ?? error
            case nil: break
            }
        }
        for (index, element) in elements.enumerated() {
            if index >= limit { take(await group.next()) }
            guard failure == nil else {
                group.cancelAll()
                break
            }
            group.addTask {
                do throws(Failure) {
                    return (index, .success(try await body(element)))
                } catch {
                    return (index, .failure(error))
                }
            }
        }
        while let done = await group.next() {
            take(done)
            if failure != nil { group.cancelAll() }
        }
        return failure.map { Result<[Value], Failure>.failure($0) }
            ?? .success(values.compactMap { $0 })
    }
    return try outcome.get()
}
