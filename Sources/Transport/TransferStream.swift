/// A response that is read while it comes.
package struct TransferStream: Sendable {
    package let head: TransferHead
    /// Pieces of the body as they arrive, decompressed. To be read once.
    package let chunks: Chunks

    package var status: Int { head.status }

    package struct Chunks: AsyncSequence, Sendable {
        package typealias Element = [UInt8]

        fileprivate let buffer: ChunkBuffer

        package func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }

        package struct Iterator: AsyncIteratorProtocol {
            fileprivate let buffer: ChunkBuffer

            package mutating func next() async throws -> [UInt8]? { try await buffer.next() }
        }
    }

    init(head: TransferHead, buffer: ChunkBuffer) {
        self.head = head
        chunks = Chunks(buffer: buffer)
    }
}

/// Hands pieces of a body from the event loop to one reader, and holds the loop back while the
/// reader is behind.
final class ChunkBuffer: Sendable {
    /// Bytes that wait for the reader before the transfer is paused: a thousand slow readers then
    /// hold 64 MiB.
    private static let capacity = 64 << 10

    private struct State {
        var head: TransferHead?
        var bytes: [UInt8] = []
        var isFinished = false
        var error: (any Error)?
        var isPaused = false
        var headWaiter: CheckedContinuation<TransferHead, any Error>?
        var chunkWaiter: CheckedContinuation<[UInt8]?, any Error>?
    }

    private let state = Locked(State())
    /// Lets a paused transfer go on.
    private let resume: @Sendable () -> Void

    init(resume: @escaping @Sendable () -> Void) { self.resume = resume }

    // MARK: - The loop's side

    var isFull: Bool { state.withLock { $0.isPaused } }

    func begin(_ head: TransferHead) {
        let waiter = state.withLock { state in
            state.head = head
            defer { state.headWaiter = nil }
            return state.headWaiter
        }
        waiter?.resume(returning: head)
    }

    /// False when the reader is behind: nothing was taken, and `resume` will be called.
    func offer(_ piece: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, waiter) = state.withLock { state in
            if let waiter = state.chunkWaiter {
                state.chunkWaiter = nil
                return (true, waiter as CheckedContinuation<[UInt8]?, any Error>?)
            }
            guard state.bytes.count < Self.capacity else {
                state.isPaused = true
                return (false, nil)
            }
            state.bytes.append(contentsOf: piece)
            return (true, nil)
        }
        waiter?.resume(returning: Array(piece))
        return isTaken
    }

    func finish(_ error: (any Error)?) {
        let (headWaiter, chunkWaiter) = state.withLock { state in
            state.isFinished = true
            state.error = error
            defer {
                state.headWaiter = nil
                state.chunkWaiter = nil
            }
            return (state.headWaiter, state.chunkWaiter)
        }
        headWaiter?.resume(throwing: error ?? TransportError.closed)
        if let error {
            chunkWaiter?.resume(throwing: error)
        } else {
            chunkWaiter?.resume(returning: nil)
        }
    }

    // MARK: - The reader's side

    func head() async throws -> TransferHead {
        try await withCheckedThrowingContinuation { continuation in
            let known = state.withLock { state -> Result<TransferHead, any Error>? in
                if let head = state.head { return .success(head) }
                if state.isFinished { return .failure(state.error ?? TransportError.closed) }
                state.headWaiter = continuation
                return nil
            }
            if let known { continuation.resume(with: known) }
        }
    }

    func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let (known, wasPaused) = state.withLock { state in
                let wasPaused = state.isPaused
                state.isPaused = false
                if !state.bytes.isEmpty {
                    defer { state.bytes = [] }
                    return (Result<[UInt8]?, any Error>?.some(.success(state.bytes)), wasPaused)
                }
                if state.isFinished {
                    return (state.error.map { .failure($0) } ?? .success(nil), wasPaused)
                }
                state.chunkWaiter = continuation
                return (nil, wasPaused)
            }
            if wasPaused { resume() }
            if let known { continuation.resume(with: known) }
        }
    }
}
