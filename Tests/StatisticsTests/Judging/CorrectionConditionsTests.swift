import Statistics
import Testing

@Suite("When a correction may be shown")
struct CorrectionConditionsTests {
    private typealias Gap = CorrectionConditions.Gap

    private static func obstacles(
        _ youden: [Double?], _ gaps: [Gap] = []
    ) -> [CorrectionConditions.Obstacle] {
        CorrectionConditions(youden: youden, gaps: gaps).obstacles
    }

    @Test("A good judge of one system, or of two alike, stands in no way")
    func allowed() {
        #expect(CorrectionConditions(youden: [0.6], gaps: []).allowCorrection)
        let alike = Gap(first: 0, second: 1, interval: Interval(low: -0.1, high: 0.05))
        #expect(CorrectionConditions(youden: [0.9, 0.8], gaps: [alike]).allowCorrection)
        // Sensitivity 0.9 and specificity 0.7 are 0.6 on paper alone.
        #expect(0.9 + 0.7 - 1 != 0.6)
        #expect(CorrectionConditions(youden: [0.9 + 0.7 - 1], gaps: []).allowCorrection)
    }

    @Test("A weak judge, or one of whom too little is known, is named with the system")
    func weak() {
        #expect(Self.obstacles([0.59]) == [.weakJudge(system: 0, youden: 0.59)])
        #expect(Self.obstacles([nil]) == [.unknownErrorRates(system: 0)])
    }

    @Test("A gap that is not shown to be small is an obstacle")
    func gaps() {
        #expect(Self.obstacles([0.8, 0.8]) == [.unknownGap(first: 0, second: 1)])
        #expect(
            Self.obstacles([0.8, 0.8], [Gap(first: 0, second: 1, interval: nil)])
                == [.unknownGap(first: 0, second: 1)])
        let open = Gap(first: 0, second: 1, interval: Interval(low: -0.01, high: nil))
        #expect(Self.obstacles([0.8, 0.8], [open]) == [.unknownGap(first: 0, second: 1)])
        let wide = Interval(low: -0.02, high: 0.11)
        #expect(
            Self.obstacles([0.8, 0.8], [Gap(first: 0, second: 1, interval: wide)])
                == [.unequalJudging(first: 0, second: 1, gap: wide)])
        #expect(
            Self.obstacles([0.8, 0.8], [Gap(first: 1, second: 0, interval: wide)])
                == [.unequalJudging(first: 0, second: 1, gap: Interval(low: -0.11, high: 0.02))])
    }

    @Test("All obstacles are told, of systems first and then of pairs")
    func all() {
        let small = Interval(low: -0.05, high: 0.05)
        let found = Self.obstacles(
            [0.3, nil, 0.9],
            [
                Gap(first: 0, second: 2, interval: small),
                Gap(first: 0, second: 1, interval: small),
            ])
        #expect(
            found == [
                .weakJudge(system: 0, youden: 0.3), .unknownErrorRates(system: 1),
                .unknownGap(first: 1, second: 2),
            ])
    }
}
