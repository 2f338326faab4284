import Testing

@testable import Transport

@Suite("Holding a stream back")
struct ChunkBufferTests {
    /// Offers pieces until one is not taken, and tells how many bytes were.
    private func fill(_ buffer: ChunkBuffer, piece: [UInt8], atMost pieces: Int) -> Int {
        for number in 0..<pieces {
            let isTaken = piece.withUnsafeBytes { buffer.offer($0) }
            if !isTaken { return number * piece.count }
        }
        return pieces * piece.count
    }

    @Test("What waits for a slow reader is bounded, and reading lets the transfer go on")
    func bounded() async throws {
        let resumed = Locked(0)
        let buffer = ChunkBuffer { resumed.withLock { $0 += 1 } }
        let piece = [UInt8](repeating: 65, count: 4096)
        let held = fill(buffer, piece: piece, atMost: 1000)
        #expect((64 << 10..<(64 << 10) + 4096).contains(held))
        #expect(buffer.isFull)
        #expect(resumed.withLock { $0 } == 0)
        // Nothing was taken of the piece that did not fit, and nothing is lost.
        #expect(try await buffer.next()?.count == held)
        #expect(resumed.withLock { $0 } == 1)
        #expect(!buffer.isFull)
        #expect(fill(buffer, piece: piece, atMost: 1) == piece.count)
        buffer.finish(nil)
        #expect(try await buffer.next()?.count == piece.count)
        #expect(try await buffer.next() == nil)
        #expect(resumed.withLock { $0 } == 1)
    }
}
