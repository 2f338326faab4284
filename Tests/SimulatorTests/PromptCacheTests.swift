import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Prefix caching")
struct PromptCacheTests {
    /// A prompt of so many steps whose letters differ from the given step on.
    private static func turn(
        _ steps: Double, differsFrom place: Int? = nil, model: String = "m"
    ) throws -> ChatTurn {
        let length = Int(steps * 4096)
        let same = min(length, (place ?? length) * 4096)
        let text =
            String(repeating: "a", count: same) + String(repeating: "b", count: length - same)
        return try ChatTurn([
            "model": .string(model),
            "messages": [
                ["role": "system", "content": .string(String(text.prefix(100)))],
                ["role": "user", "content": .string(String(text.dropFirst(100)))],
            ],
        ])
    }

    private func usage(_ uncached: Int, _ read: Int, _ written: Int = 0) -> TokenUsage {
        TokenUsage(uncachedInput: uncached, cacheRead: read, cacheWrite: written, output: 0)
    }

    @Test("The longest beginning that an earlier prompt had is read from the cache, in whole steps")
    func prefixes() throws {
        let cache = PromptCache()
        #expect(cache.bill(try Self.turn(2.5), tokens: 2568, writes: false) == usage(2568, 0))
        #expect(cache.bill(try Self.turn(2.5), tokens: 2568, writes: false) == usage(520, 2048))
        #expect(
            cache.bill(try Self.turn(4, differsFrom: 1), tokens: 4104, writes: false)
                == usage(3080, 1024))
        #expect(cache.bill(try Self.turn(3), tokens: 3080, writes: false) == usage(1032, 2048))
        #expect(
            cache.bill(try Self.turn(4, differsFrom: 0), tokens: 4104, writes: false)
                == usage(4104, 0))
        #expect(cache.bill(try Self.turn(0.5), tokens: 520, writes: false) == usage(520, 0))
    }

    @Test("What one model has read another has not")
    func models() throws {
        let cache = PromptCache()
        _ = cache.bill(try Self.turn(1), tokens: 1032, writes: false)
        #expect(
            cache.bill(try Self.turn(1, model: "n"), tokens: 1032, writes: false) == usage(1032, 0))
    }

    @Test("Where writing has a price, whole steps that are new are written")
    func writes() throws {
        let cache = PromptCache()
        #expect(cache.bill(try Self.turn(1.5), tokens: 1544, writes: true) == usage(520, 0, 1024))
        #expect(
            cache.bill(try Self.turn(2.5), tokens: 2568, writes: true) == usage(520, 1024, 1024))
    }

    @Test("What was used least recently is forgotten, and what is used stays")
    func bounded() throws {
        let cache = PromptCache(capacity: 4)
        let models = (0..<6).map { "m\($0)" }
        for model in models {
            _ = cache.bill(try Self.turn(1, model: model), tokens: 1032, writes: false)
            _ = cache.bill(try Self.turn(1, model: "kept"), tokens: 1032, writes: false)
        }
        func read(_ model: String) throws -> Int {
            cache.bill(try Self.turn(1, model: model), tokens: 1032, writes: false).cacheRead
        }
        #expect(try read("kept") == 1024)
        #expect(try read("m0") == 0)
    }

    @Test("Any division of the prompt into buckets leaves the prompt whole")
    func whole() throws {
        let cache = PromptCache(capacity: 8)
        for place in 0..<40 {
            let steps = Double((place * 7) % 11) / 2
            let turn = try Self.turn(steps, differsFrom: place % 4)
            let tokens = turn.promptLength / 4 + 8
            let usage = cache.bill(turn, tokens: tokens, writes: place % 2 == 0)
            #expect(usage.input == tokens)
            #expect(usage.uncachedInput >= 8 && usage.cacheRead % 1024 == 0)
        }
    }
}
