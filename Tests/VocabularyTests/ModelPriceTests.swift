import Testing
import Vocabulary

@Suite("Prices in tiers")
struct ModelPriceTests {
    /// Midnight UTC at the start of Friday, 20 November 2026.
    private static let friday = 1_795_132_800.0

    private static func time(day: Int = 0, _ hours: Double) -> Double {
        friday + Double(day) * 86_400 + hours * 3_600
    }

    /// DeepSeek's: double from 1 to 4 and from 6 to 10 on weekdays.
    private static let deepseek = ModelPrice(
        inputPerMillion: 0.66, outputPerMillion: 1.98, cacheReadPerMillion: 0.022,
        tiers: [(60, 240), (360, 600)].map { from, to in
            PriceTier(
                minutesOfDay: .init(from: from, to: to), weekdaysOnly: true, inputPerMillion: 1.32,
                outputPerMillion: 3.96, cacheReadPerMillion: 0.044)
        })

    @Test(
        "At busy hours of weekdays it costs double",
        arguments: [
            (time(0), 1.0), (time(0.99), 1), (time(1), 2), (time(3.99), 2), (time(4), 1),
            (time(5.5), 1), (time(6), 2), (time(9.99), 2), (time(10), 1), (time(23.9), 1),
            (time(day: 1, 2), 1), (time(day: 2, 7), 1), (time(day: 3, 2), 2),
            (time(day: -1, 8), 2),
        ] as [(Double, Double)])
    func busyHours(time: Double, factor: Double) {
        let usage = TokenUsage(uncachedInput: 6_000, cacheRead: 4_000, output: 3_000)
        // 3,960 + 88 + 5,940 millionths.
        let cost = Self.deepseek.cost(of: usage, at: time)
        #expect(abs(cost.dollars - 0.009988 * factor) < 1e-12)
    }

    @Test("Where the time is not known, no tier that is bound to one holds")
    func unknownTime() {
        let usage = TokenUsage(uncachedInput: 1_000_000, output: 0)
        #expect(Self.deepseek.cost(of: usage) == USD(0.66))
        #expect(Self.deepseek.cost(of: usage, at: .nan) == USD(0.66))
    }

    @Test("1 January 1970 was a Thursday, and the Saturday before it no weekday")
    func earlyDays() {
        let usage = TokenUsage(uncachedInput: 1_000_000, output: 0)
        #expect(Self.deepseek.cost(of: usage, at: 2 * 3_600) == USD(1.32))
        #expect(Self.deepseek.cost(of: usage, at: -5 * 86_400 + 2 * 3_600) == USD(0.66))
        #expect(Self.deepseek.cost(of: usage, at: -6 * 86_400 + 2 * 3_600) == USD(1.32))
    }

    /// GPT-5.5's: another price above 272,000 prompt tokens.
    private static let gpt = ModelPrice(
        inputPerMillion: 5, outputPerMillion: 30, cacheReadPerMillion: 0.5,
        tiers: [
            PriceTier(
                minPromptTokens: 272_001, inputPerMillion: 10, outputPerMillion: 45,
                cacheReadPerMillion: 1)
        ])

    @Test(
        "A long prompt, cached tokens included, has all of the call at its price",
        arguments: [
            (TokenUsage(uncachedInput: 272_000, output: 1_000), 1.39),
            (TokenUsage(uncachedInput: 272_001, output: 1_000), 2.76501),
            // 100,000 × 5 + 172,000 × 0.5 + 1,000 × 30 millionths.
            (TokenUsage(uncachedInput: 100_000, cacheRead: 172_000, output: 1_000), 0.616),
            // 100,000 × 10 + 200,000 × 1 + 1,000 × 45.
            (TokenUsage(uncachedInput: 100_000, cacheRead: 200_000, output: 1_000), 1.245),
            // What is written to the cache is part of the prompt: 300,000 × 10.
            (TokenUsage(uncachedInput: 100_000, cacheWrite: 200_000, output: 0), 3.0),
        ] as [(TokenUsage, Double)])
    func longPrompts(usage: TokenUsage, dollars: Double) {
        #expect(abs(Self.gpt.cost(of: usage).dollars - dollars) < 1e-9)
    }

    @Test("Several calls together have each its share of the prompt")
    func severalCalls() {
        let usage = TokenUsage(uncachedInput: 300_000, output: 0)
        #expect(Self.gpt.cost(of: usage, inCalls: 1) == USD(3))
        #expect(Self.gpt.cost(of: usage, inCalls: 2) == USD(1.5))
        #expect(Self.gpt.cost(of: usage, inCalls: 0) == USD(3))
        #expect(Self.gpt.saved(by: usage) == .zero)
    }

    @Test("The last tier that applies counts, and one with two conditions needs both")
    func lastTier() {
        let price = ModelPrice(
            inputPerMillion: 1, outputPerMillion: 1,
            tiers: [
                PriceTier(minPromptTokens: 10, inputPerMillion: 2, outputPerMillion: 1),
                PriceTier(
                    minPromptTokens: 10, minutesOfDay: .init(from: 1_380, to: 60),
                    inputPerMillion: 3, outputPerMillion: 1),
            ])
        func input(_ tokens: Int, _ hours: Double) -> Double {
            price.price(forPromptTokens: tokens, at: Self.time(hours)).inputPerMillion
        }
        #expect(input(9, 0) == 1)
        #expect(input(10, 12) == 2)
        #expect(input(10, 23) == 3)
        #expect(input(10, 0.5) == 3)
        #expect(input(10, 1) == 2)
        #expect(input(10, 22.9) == 2)
    }

    @Test("Without tiers, neither prompt nor time change anything")
    func flat() {
        let price = ModelPrice(inputPerMillion: 5, outputPerMillion: 25)
        for hours in stride(from: 0.0, to: 168, by: 0.7) {
            let usage = TokenUsage(uncachedInput: Int(hours * 10_000), output: 7)
            #expect(price.cost(of: usage, at: Self.time(hours)) == price.cost(of: usage))
        }
    }
}
