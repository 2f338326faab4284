import Comparison
import Statistics
import Vocabulary

/// Questions with a known chance of MET, and judges that draw their verdicts from it.
struct MadeUpTrials {
    /// One criterion of one answer.
    struct Item {
        var answerID: String
        var taskID: String
        var configurationID: String?
        var criterion: Criterion
        var positiveWeight: Double
        var gold: Verdict?
        /// That one repeat says MET.
        var chance: Double
    }

    var items: [Item]

    static func judge(_ name: String) -> JudgeRecord {
        JudgeRecord(
            id: name, model: "judge-model", promptName: name, promptVersion: "1",
            promptSHA256: name, reasoning: nil, temperature: nil, maxOutputTokens: nil,
            endpoint: "e")
    }

    static let usage = JudgeTrial.Usage(
        calls: 0, unreadableReplies: 0, cost: nil, inputTokens: nil, cachedTokens: nil,
        outputTokens: nil, latencies: [])

    /// Twelve criteria, the last three negative, made once since their keys are digests.
    static let rubric = (0..<12).map { place in
        Criterion(
            id: "c\(place)", axis: Axis.allCases[place % 4],
            weight: place < 9 ? 6 + place : [-10, -15, -25][place - 9],
            requirement: "requirement \(place)")
    }

    /// Forty answers with eight criteria each, two or three of them negative, and a gold verdict
    /// that a stable judge agrees with nine times in ten.
    static func goldSet(_ random: inout SplitMix64) -> MadeUpTrials {
        var items: [Item] = []
        for answer in 0..<40 {
            let places = Array((answer.isMultiple(of: 2) ? 3..<8 : 2..<8)) + [9, 10, 11]
            for place in places.suffix(8) {
                let met = random.unit() < (place < 9 ? 0.6 : 0.15)
                let agrees = random.unit() < 0.9
                items.append(
                    Item(
                        answerID: "a\(answer)", taskID: "t\(answer)", criterion: rubric[place],
                        positiveWeight: 90, gold: met == agrees ? .met : .unmet,
                        chance: chance(met, &random)))
            }
        }
        return MadeUpTrials(items: items)
    }

    /// Six configurations of rising quality on ten tasks.
    static func anchorRuns(
        _ random: inout SplitMix64, quality: [Double] = [0.5, 0.52, 0.6, 0.6, 0.68, 0.7]
    ) -> MadeUpTrials {
        var items: [Item] = []
        for (row, quality) in quality.enumerated() {
            for task in 0..<10 {
                for criterion in rubric {
                    let met = random.unit() < (criterion.weight > 0 ? quality : 0.15)
                    items.append(
                        Item(
                            answerID: "s\(row)/t\(task)", taskID: "t\(task)",
                            configurationID: "s\(row)", criterion: criterion, positiveWeight: 90,
                            gold: nil, chance: chance(met, &random)))
                }
            }
        }
        return MadeUpTrials(items: items)
    }

    /// Verdicts deviate 3 to 5 times in a hundred, those of every tenth criterion about as often as
    /// not.
    private static func chance(_ met: Bool, _ random: inout SplitMix64) -> Double {
        if random.unit() < 0.1 { return 0.3 + 0.4 * random.unit() }
        let noise = 0.03 + 0.02 * random.unit()
        return met ? 1 - noise : noise
    }

    /// A judge that takes a warning for the fault: a tenth of the negative criteria, all among
    /// those that were UNMET, are now as surely MET.
    func withoutWarnAgainstClause(_ random: inout SplitMix64) -> MadeUpTrials {
        var copy = self
        let negatives = items.indices.filter { items[$0].criterion.weight < 0 }
        var unmet = negatives.filter { items[$0].chance < 0.1 }
        for _ in 0..<(negatives.count / 10) {
            let place = unmet.remove(at: random.below(unmet.count))
            copy.items[place].chance = 1 - items[place].chance
        }
        return copy
    }

    /// A judge that rules otherwise on some stable criteria, and is right on as many as before: of
    /// each polarity, four in a hundred that were right are now wrong, and as many the reverse.
    func withOtherErrors(_ random: inout SplitMix64) -> MadeUpTrials {
        var copy = self
        for isNegative in [false, true] {
            let stable = items.indices.filter {
                (items[$0].criterion.weight < 0) == isNegative
                    && (items[$0].chance < 0.1 || items[$0].chance > 0.9)
            }
            for wasRight in [false, true] {
                var pool = stable.filter {
                    ((items[$0].chance > 0.5) == (items[$0].gold == .met)) == wasRight
                }
                for _ in 0..<min(pool.count, stable.count / 25) {
                    let place = pool.remove(at: random.below(pool.count))
                    copy.items[place].chance = 1 - items[place].chance
                }
            }
        }
        return copy
    }

    func trial(_ name: String, repeats: Int = 3, _ random: inout SplitMix64) -> JudgeTrial {
        var questions: [JudgeTrial.Question] = []
        questions.reserveCapacity(items.count)
        for item in items {
            var rulings: [JudgeTrial.Ruling] = []
            for place in 0..<repeats {
                // One reply in two hundred is no verdict.
                let drawn = random.unit()
                let isMissing = random.unit() < 0.005
                let verdict: Verdict? =
                    isMissing ? nil : drawn < item.chance ? .met : .unmet
                rulings.append(
                    JudgeTrial.Ruling(
                        verdict: verdict, explanation: "\(name) \(place)",
                        failure: isMissing ? .unreadable : nil))
            }
            questions.append(
                JudgeTrial.Question(
                    answerID: item.answerID, taskID: item.taskID,
                    configurationID: item.configurationID, criterion: item.criterion,
                    positiveWeight: item.positiveWeight, gold: item.gold, rulings: rulings))
        }
        return JudgeTrial(
            judge: Self.judge(name), repeats: repeats, questions: questions, usage: Self.usage)
    }
}
