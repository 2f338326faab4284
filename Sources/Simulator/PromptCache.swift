import Synchronization
import Vocabulary

/// Bills prompts as providers with prefix caching do: what an earlier prompt to the same model began
/// with is read from the cache, in whole steps of 1,024 tokens.
///
/// It makes bills depend on the order of requests, as real ones do.
final class PromptCache: Sendable {
    /// Tokens.
    static let step = 1024
    /// Four characters a token is the usual rule of thumb.
    static let bytesPerToken = 4

    private let state: Mutex<State>

    /// The prefixes of prompts that were answered, by digest. Two halves bound the memory: when
    /// the newer one is full it becomes the older one, and what the older one still held, used
    /// least recently, is forgotten.
    private struct State {
        let halfCapacity: Int
        var newer: Set<UInt64> = []
        var older: Set<UInt64> = []

        func has(_ prefix: UInt64) -> Bool { newer.contains(prefix) || older.contains(prefix) }

        mutating func use(_ prefix: UInt64) {
            if newer.count >= halfCapacity, !newer.contains(prefix) {
                older = newer
                newer = []
            }
            newer.insert(prefix)
        }
    }

    /// - Parameter capacity: prefixes to remember at most.
    init(capacity: Int = 1 << 17) {
        state = Mutex(State(halfCapacity: max(1, capacity / 2)))
    }

    /// Splits the prompt tokens of a request that is answered now into what came from the cache and
    /// what did not, and remembers its prefixes.
    ///
    /// - Parameter tokens: of the whole prompt.
    func bill(_ turn: ChatTurn, tokens: Int, writes: Bool) -> TokenUsage {
        let prefixes = Self.prefixes(of: turn)
        let cachedSteps = state.withLock { state in
            // The digest of a prefix covers all before it, so the longest one that is known will do.
            let known = (prefixes.lastIndex(where: state.has) ?? -1) + 1
            for prefix in prefixes { state.use(prefix) }
            return known
        }
        let read = cachedSteps * Self.step
        let written = writes ? (prefixes.count - cachedSteps) * Self.step : 0
        return TokenUsage(
            uncachedInput: tokens - read - written, cacheRead: read, cacheWrite: written,
            output: 0)
    }

    /// Digests of the first step, the first two steps, and so on, over model and messages.
    private static func prefixes(of turn: ChatTurn) -> [UInt64] {
        var digest = Draws(seed: 0).with(turn.model)
        var prefixes: [UInt64] = []
        var step: [UInt8] = []
        step.reserveCapacity(bytesPerToken * Self.step)
        for message in turn.messages {
            digest = digest.with(message.role)
            for byte in message.content.utf8 {
                step.append(byte)
                guard step.count == bytesPerToken * Self.step else { continue }
                digest = digest.with(bytes: step)
                prefixes.append(digest.bits)
                step.removeAll(keepingCapacity: true)
            }
        }
        return prefixes
    }
}
