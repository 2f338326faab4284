import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("A judge gate")
struct JudgeGateTests {
    private static let precision = JudgeDifference.Precision(
        replicates: 100, permutations: 199, seed: 1)

    private typealias Make = (inout SplitMix64) -> (MadeUpTrials, MadeUpTrials)

    private static func difference(
        repeats: Int = 3, fusions: [String: [String]] = [:], _ make: Make
    ) -> JudgeDifference {
        var random = SplitMix64(seed: 3)
        let (old, new) = make(&random)
        return JudgeDifference(
            from: old.trial("old", repeats: repeats, &random),
            to: new.trial("new", repeats: repeats, &random), fusions: fusions,
            precision: precision)
    }

    private static func gold(repeats: Int = 3) -> JudgeDifference {
        difference(repeats: repeats) { random in
            let items = MadeUpTrials.goldSet(&random)
            return (items, items)
        }
    }

    private func gate(
        _ difference: JudgeDifference, sentinels: JudgeGate.Sentinels? = nil,
        _ thresholds: GateThresholds = GateThresholds()
    ) -> JudgeGate {
        JudgeGate(difference, sentinels: sentinels, thresholds: thresholds)
    }

    private func obstacle(_ gate: JudgeGate, _ rule: GateThresholds.Rule) -> JudgeGate.Obstacle? {
        for finding in gate.findings where finding.rule == rule {
            if case .notApplied(let obstacle) = finding.state { return obstacle }
        }
        return nil
    }

    private func failed(_ gate: JudgeGate) -> [GateThresholds.Rule] {
        gate.findings.filter(\.hasFailed).map(\.rule)
    }

    @Test("Rules that can't be applied are listed, and decide nothing unless they are required")
    func notApplied() {
        let gate = gate(Self.gold())
        #expect(gate.outcome == .passed)
        #expect(obstacle(gate, .scores) == .noScores && obstacle(gate, .ranks) == .noScores)
        #expect(obstacle(gate, .sentinels) == .noSentinels && obstacle(gate, .gold) == nil)
        let strict = self.gate(
            Self.gold(), GateThresholds(required: [.gold, .sentinels, .scores]))
        #expect(strict.outcome == .undecided)
        #expect(strict.unmetRequirements == [.scores, .sentinels])
    }

    @Test("Any sentinel that fails stops the judge")
    func sentinels() {
        let good = gate(Self.gold(), sentinels: .init(count: 9, failed: []))
        #expect(good.outcome == .passed && obstacle(good, .sentinels) == nil)
        let bad = gate(Self.gold(), sentinels: .init(count: 9, failed: ["empty answer"]))
        #expect(bad.outcome == .failed && failed(bad) == [.sentinels])
        #expect(
            obstacle(gate(Self.gold(), sentinels: .init(count: 0, failed: [])), .sentinels)
                == .noSentinels)
    }

    @Test("With fewer repeats than are asked for, gold says nothing")
    func fewRepeats() {
        let once = Self.gold(repeats: 1)
        #expect(obstacle(gate(once), .gold) == .fewRepeats(1))
        #expect(obstacle(gate(once, GateThresholds(leastRepeats: 1)), .gold) == nil)
    }

    @Test("So few answers that nothing could ever be found are no pass")
    func fewAnswers() {
        let difference = Self.difference { random in
            let items = MadeUpTrials(items: Array(MadeUpTrials.goldSet(&random).items.prefix(8)))
            return (items, items)
        }
        #expect(obstacle(gate(difference), .gold) == .fewAnswers(1))
    }

    @Test("Trials that have little in common decide nothing")
    func unmatched() {
        let difference = Self.difference { random in
            let items = MadeUpTrials.goldSet(&random)
            return (items, MadeUpTrials(items: Array(items.items.dropFirst(100))))
        }
        let gate = gate(difference)
        #expect(gate.outcome == .undecided && gate.insufficientMatch == 220.0 / 320)
        let none = Self.difference { random in
            let items = MadeUpTrials.goldSet(&random)
            return (items, MadeUpTrials(items: []))
        }
        #expect(self.gate(none).outcome == .undecided)
        #expect(obstacle(self.gate(none), .missing) == .noQuestions)
    }

    @Test("A judge that finds nothing any more loses its accuracy")
    func blind() throws {
        let difference = Self.difference { random in
            let items = MadeUpTrials.goldSet(&random)
            var blind = items
            for place in blind.items.indices { blind.items[place].chance = 0.02 }
            return (items, blind)
        }
        let gate = gate(difference)
        #expect(failed(gate) == [.gold])
        let reason = try #require(gate.reasons.first)
        guard case .loss(let loss, .answers) = reason else {
            Issue.record("\(reason)")
            return
        }
        #expect(loss.subject == .balancedAccuracy && loss.change < -0.2)
        // The reverse is a gain.
        let turned = JudgeDifference(
            from: difference.new, to: difference.old, precision: Self.precision)
        #expect(self.gate(turned).outcome == .passed)
    }

    @Test("A judge that favours one configuration shifts its score and puts others behind it")
    func favours() {
        let difference = Self.difference(fusions: ["s5": ["s0", "s4"]]) { random in
            let items = MadeUpTrials.anchorRuns(
                &random, quality: [0.4, 0.5, 0.6, 0.6, 0.6, 0.85])
            var partial = items
            for place in partial.items.indices
            where partial.items[place].configurationID == "s0" {
                let isGood = partial.items[place].criterion.weight > 0
                partial.items[place].chance = isGood ? 0.97 : 0.03
            }
            return (items, partial)
        }
        let gate = gate(difference)
        #expect(failed(gate) == [.scores, .ranks])
        let reversed = gate.reasons.contains {
            if case .reversal(let lift) = $0 { lift.fusionID == "s5" } else { false }
        }
        let shifted = gate.reasons.compactMap { reason -> String? in
            if case .shift(let shift) = reason { shift.configurationID } else { nil }
        }
        #expect(reversed && shifted == ["s0"])
    }

    @Test("One configuration has no order")
    func oneConfiguration() {
        let difference = Self.difference { random in
            let items = MadeUpTrials.anchorRuns(&random, quality: [0.6])
            return (items, items)
        }
        #expect(obstacle(gate(difference), .ranks) == .oneConfiguration)
        #expect(obstacle(gate(difference), .scores) == nil)
    }

    @Test("A judge that owes more verdicts is stopped")
    func owes() {
        var random = SplitMix64(seed: 3)
        let items = MadeUpTrials.goldSet(&random)
        let new = items.trial("new", &random)
        let silent = JudgeTrial(
            judge: new.judge, repeats: 3,
            questions: new.questions.map { question in
                JudgeTrial.Question(
                    answerID: question.answerID, taskID: question.taskID,
                    criterion: question.criterion, positiveWeight: question.positiveWeight,
                    gold: question.gold,
                    rulings: question.rulings.map { ruling in
                        random.unit() < 0.05
                            ? JudgeTrial.Ruling(verdict: nil, explanation: "", failure: .refused)
                            : ruling
                    })
            }, usage: new.usage)
        let difference = JudgeDifference(
            from: items.trial("old", &random), to: silent, precision: Self.precision)
        #expect(failed(gate(difference)) == [.missing])
        let patient = GateThresholds(missing: .init(largestRisePoints: 20))
        #expect(gate(difference, patient).outcome == .passed)
    }
}
